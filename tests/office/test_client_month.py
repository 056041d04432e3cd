"""A folder of files, as an office drops it: one client's documents, copies, other people's documents and rubbish."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from app.office.convert import Outcome, preflight_files, write
from tests.bad_inputs import bad_input, bad_inputs
from tests.cast import CARPENTRY, CLIENTS, DESIGNER

FOLDER = Path(__file__).resolve().parents[1] / "invoices"
EXPECTED = json.loads((FOLDER / "expected.json").read_text(encoding="utf-8"))
PLAIN = [name for name, expected in EXPECTED.items() if expected["client"] and not {"share", "refused"} & set(expected["books"])]


def _put(folder, *names, numbered=True):
    """Copies our own invoices into a folder, each under its KSeF number."""
    for name in names:
        file = f"{EXPECTED[name]['ksef_number']}.xml" if numbered else f"{name}.xml"
        (folder / file).write_bytes((FOLDER / f"{name}.xml").read_bytes())


def _names(plan, outcome):
    return sorted(row.number for row in plan.documents if row.state is outcome)


def _sum(names, field):
    amounts = (EXPECTED[name]["books"]["register"].get(field, "0") for name in names)
    return sum(map(Decimal, amounts), Decimal(0))


@pytest.mark.parametrize("client", sorted(CLIENTS))
def test_month_adds_up_to_the_grosz(client, tmp_path):
    names = [name for name in PLAIN if EXPECTED[name]["client"] == client]
    unpaid = {"fa-rr-niezaplacona", "fa-rr-pierwszy-schemat"}
    asking = [name for name in names if EXPECTED[name]["books"].get("asks") or name in unpaid]
    _put(tmp_path, *names)
    with preflight_files([tmp_path], CLIENTS[client].nip, "csv") as plan:
        assert _names(plan, Outcome.REFUSED) == []
        assert _names(plan, Outcome.ASKS) == sorted(EXPECTED[name]["number"] for name in asking)
        written = [name for name in names if name not in asking]
        assert _names(plan, Outcome.WRITTEN) == sorted(EXPECTED[name]["number"] for name in written)
        totals = {(total.direction.value, total.rate): total.tax_pln for total in plan.totals}
    for direction, fields, rates in (
        ("sale", ("K_20",), ("23", "22")),
        ("sale", ("K_18",), ("8", "7")),
        ("sale", ("K_16",), ("5",)),
        ("purchase", ("K_43",), ("23", "22", "8", "7", "5", "4", "rr")),
    ):
        booked = sum((totals.get((direction, rate), Decimal(0)) for rate in rates), Decimal(0))
        assert booked == sum((_sum(written, field) for field in fields), Decimal(0)), (direction, rates)


def test_trap_14_a_copy_is_skipped(tmp_path):
    """Same invoice fetched twice, file and API copy: skip silently with a count."""
    _put(tmp_path, "fa3-vat")
    _put(tmp_path, "fa3-vat", numbered=False)
    with preflight_files([tmp_path], CARPENTRY.nip, "csv") as plan:
        assert plan.counts[Outcome.WRITTEN] == 1
        assert plan.counts[Outcome.SKIPPED] == 1


def test_trap_14_another_content_under_the_same_number_is_refused(tmp_path):
    """Duplicates key: seller's NIP, kind and number; other content is never chosen silently."""
    _put(tmp_path, "fa3-vat", numbered=False)
    text = (FOLDER / "fa3-vat.xml").read_text(encoding="utf-8")
    (tmp_path / "zmieniona.xml").write_text(text.replace("dębowy", "bukowy"), encoding="utf-8")
    with preflight_files([tmp_path], CARPENTRY.nip, "csv") as plan:
        assert plan.counts[Outcome.REFUSED] == 2
        assert plan.counts[Outcome.WRITTEN] == 0
        assert all("duplicate_conflict" in {finding.code for finding in row.findings} for row in plan.documents)


def test_trap_14_two_sellers_may_use_one_number(tmp_path):
    """`FV/1/2026` is used by everybody."""
    _put(tmp_path, "fa3-ten-sam-numer", "fa3-tp-gtu")
    with preflight_files([tmp_path], DESIGNER.nip, "csv") as plan:
        assert _names(plan, Outcome.WRITTEN) == ["9/03/2026", "9/03/2026"]


def test_trap_15_documents_of_others_stay_out(tmp_path):
    """An archive may hold the documents of several clients: sort by NIP, never import all as purchases."""
    _put(tmp_path, "fa3-vat", "fa3-obca", "fa3-np")
    with preflight_files([tmp_path], CARPENTRY.nip, "csv") as plan:
        assert _names(plan, Outcome.WRITTEN) == ["FS/12/03/2026"]
        assert plan.counts[Outcome.REFUSED] + plan.counts[Outcome.SKIPPED] == 2


def test_rubbish_stops_nothing_and_is_named(tmp_path):
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    _put(folder, "fa3-vat")
    rubbish = [name for name in bad_inputs() if name.endswith(".xml")]
    for name in rubbish:
        (folder / name).write_bytes(bad_input(name))
    with preflight_files([folder], CARPENTRY.nip, "csv") as plan:
        told = {Path(row.source).name: row for row in plan.documents}
        assert plan.counts[Outcome.WRITTEN] == 1
        for name in rubbish:
            assert told[name].state is Outcome.REFUSED, name
            assert told[name].findings[0].message, name
        written = write(plan, out)
    assert sum(file.documents for file in written.files[:1]) == 1
