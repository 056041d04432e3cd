"""The reference samples under every check (skipped where ../shared is absent): what each of a chosen few must raise, and who raises nothing."""

import csv
import datetime as dt
from pathlib import Path

import pytest

from app.base.ksef_number import find
from app.booking.book import book
from app.booking.client import Client
from app.checks.check import INFORMATION, check_document
from app.checks.context import Context
from app.invoice.read import read_document

TODAY = dt.date(2026, 12, 31)

# They name an account of the bank itself (RachunekWlasnyBanku), which whoever pays should know (guide §14.41).
JUSTIFIED = {
    "mf_official__FA_1_Przyklad_20.xml": {"bank_own_account"},
    "mf_official__FA_2_Przyklad_21.xml": {"bank_own_account"},
    "mf_official__FA_3_Przyklad_4.xml": {"bank_own_account"},
    "mf_official__FA_3_Przyklad_21.xml": {"bank_own_account"},
    "mf_official__Fa_3_Przyklad_20.xml": {"bank_own_account"},
}
# The corrected KSeF number 9999999999-20230908-8BEF280C8D35-4D of the official corrections has wrong check digits.
INVENTED_NUMBER = {"corrected_number_unsound"}

CURATED = {
    "ksefuj_err__05-jst1-without-podmiot3.xml": {"jst_recipient_missing"},
    "ksefuj_err__17-gv1-without-podmiot3.xml": {"group_recipient_missing"},
    "ksefuj_err__21-wrong-tax-calculation.xml": {"tax_differs_from_rate"},
    "ksefuj_err__23-missing-bank-account-validation.xml": {"account_unsound", "bank_own_account"},
    "ksefuj_err__25-negative-quantities.xml": {"line_value_differs"},
    "ksef_fop__fa2_rozliczeniowa_przyklad_20.xml": {"polish_nip_as_foreign"},
    "ksef_fop__Podmiot_multiple_roles.xml": {"group_flag_missing", "jst_flag_missing"},
    "ksef2__KSEF_05_WDT.xml": {"wdt_without_eu_number"},
    "ksef2__KSEF_06_EXP.xml": {"sum_without_lines", "wdt_polish_buyer"},
    "pdfgen__303_inv.xml": {
        "exemption_without_basis",
        "reverse_charge_unmarked",
        "services_without_eu_number",
        "transfer_without_account",
        "wdt_polish_buyer",
    },
    "syn__fa2_kor_poza_ksef_plus.xml": {"correction_before_original"},
    "syn__fa3_roz_106e_1a.xml": {"final_without_advances"},
    "syn__fa3_vat_duze_kwoty.xml": {"amount_very_large"},
    "syn__fa3_vat_mpp_zal15.xml": set(),
    "syn__fa3_duza_2500_pozycji.xml": set(),
    "syn__fa3_duza_kor_800_faktur.xml": set(),
    "syn__fa3_vat_eur_rozne_kursy.xml": set(),
    "syn__fa3_kor_zmiana_stawki.xml": set(),
    "syn__fa3_kor_stara_stawka22.xml": set(),
}


@pytest.fixture(scope="module")
def raised(shared: Path) -> dict[str, set[str]]:
    """Codes of warnings by sample, for the seller and the buyer together; what only informs is left out."""
    folder = shared / "ksef" / "samples"
    with (folder / "index.csv").open(encoding="utf-8", newline="") as table:
        names = [row["file"] for row in csv.DictReader(table) if row["valid"] == "y"]
    found: dict[str, set[str]] = {}
    for name in names:
        document = read_document((folder / name).read_bytes(), source=name, ksef_number=find(name))
        codes: set[str] = set()
        for nip in {document.invoice.seller.nip, document.invoice.buyer.nip} - {""}:
            client = Client(nip=nip)
            booked = book(document, client, {"receipt_date": "issue"})
            entry = booked.entries[0] if booked.entries else None
            findings = check_document(document, entry, Context(client=client, today=TODAY))
            assert all(finding.message.endswith(".") for finding in findings)
            codes |= {finding.code for finding in findings}
        found[name] = codes - INFORMATION
    return found


@pytest.mark.parametrize("name", CURATED)
def test_a_sample_raises_exactly_what_is_wrong_with_it(raised: dict[str, set[str]], name: str) -> None:
    assert raised[name] == CURATED[name]


def test_the_official_examples_raise_nothing_unless_justified(raised: dict[str, set[str]]) -> None:
    official = {name: codes - INVENTED_NUMBER for name, codes in raised.items() if name.startswith("mf_official__")}
    assert {name: codes for name, codes in official.items() if codes} == JUSTIFIED
    assert len(official) > 20


def test_invoices_made_by_sound_programs_raise_little(raised: dict[str, set[str]]) -> None:
    """The synthetic samples are lawful: what is raised there must be their own subject."""
    subjects = {
        "syn__fa2_kor_poza_ksef_plus.xml",
        "syn2__fa2_kor_poza_ksef_plus.xml",
        "syn__fa3_vat_duze_kwoty.xml",
        *(name for name in raised if "106e_1a" in name or "faktor" in name),
    }
    made = {name: codes for name, codes in raised.items() if name.startswith(("syn__", "syn2__")) and name not in subjects}
    assert {name: codes for name, codes in made.items() if codes} == {}
    assert len(made) > 100
