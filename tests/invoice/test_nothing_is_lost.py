"""Every text of a document is in its `Invoice`: in a field of its own, or among the extras."""

import csv
import datetime as dt
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree

from app.base.errors import UnreadableDocument
from app.invoice.forms import Form
from app.invoice.read import read_document
from tests.invoice.said import document_says, invoice_holds

FOLDER = Path(__file__).resolve().parents[1] / "invoices"
OWN = sorted(path.name for path in FOLDER.glob("*.xml"))


def _lost(data: bytes) -> dict[str, int]:
    invoice = read_document(data, source="x.xml").invoice
    root = etree.fromstring(data)
    said, held = document_says(root), invoice_holds(invoice)
    lost = {text: count - held[text] for text, count in said.items() if held[text] < count}
    if not invoice.form.is_fa and invoice.form is not Form.FA_RR_1:
        return {text: count for text, count in lost.items() if not _said_otherwise(text, invoice.currency, held)}
    return lost


def _said_otherwise(text: str, currency: str, held: Counter[str]) -> bool:
    """PEF says things more than once, and the model in one piece: lines of an address, category and percent, one currency for all
    amounts, a country's code before a number, no tax where a group has none."""
    return text in {"0", currency} or any(text in value for value in held) or (text[:2].isalpha() and held[text[2:]] > 0)


@pytest.mark.parametrize("name", OWN)
def test_own_invoices_keep_every_text(name):
    assert _lost((FOLDER / name).read_bytes()) == {}


def test_valid_samples_keep_every_text(shared):
    folder = shared / "ksef" / "samples"
    with (folder / "index.csv").open(encoding="utf-8") as index:
        names = [row["file"] for row in csv.DictReader(index) if row["valid"] == "y"]
    files = {path.name: path for path in folder.rglob("*.xml")}
    lost = {name: found for name in names if (found := _lost(files[name].read_bytes()))}
    assert lost == {}
    assert len(names) > 300


def test_the_measure_itself_notices_a_lost_text():
    data = (FOLDER / "fa3-vat.xml").read_bytes()
    invoice = read_document(data, source="x.xml").invoice
    said, held = document_says(etree.fromstring(data)), invoice_holds(invoice)
    for text in (invoice.number, invoice.lines[0].name, "2026-03-02"):
        if said[text]:
            assert held[text] >= said[text]
    held[invoice.lines[0].name] -= 1
    assert any(held[text] < count for text, count in said.items())


# Change and see: another value must make another invoice. What is only checked may not change at all.
ALTERNATIVES = {
    "RodzajFaktury": ["KOR", "VAT", "ZAL", "KOR_VAT_RR", "VAT_RR"],
    "P_12": ["8", "zw"],
    "P_12Z": ["8", "zw"],
    "GTU": ["GTU_02", "GTU_01"],
    "GTUZ": ["GTU_02", "GTU_01"],
    "Procedura": ["IED", "I_42"],
    "ProceduraZ": ["IED", "TT_D"],
    "P_9": ["6.5", "7"],
}
ONLY_CHECKED = {
    "KodFormularza",
    "WariantFormularza",
    "P_19N",
    "P_22N",
    "P_PMarzyN",
    "NrKSeF",
    "PlatnoscInna",
    "TransportInny",
    "LadunekInny",
}
# TWybor1 says yes by standing there at all; without it the invoice says no.
FLAGS = {
    *("P_19", "P_22", "P_PMarzy", "P_PMarzy_2", "P_PMarzy_3_1", "P_PMarzy_3_2", "P_PMarzy_3_3", "FP", "TP", "ZwrotAkcyzy"),
    *("P_12_Zal_15", "P_12Z_Zal_15", "StanPrzed", "StanPrzedZ", "Zaplacono", "RolaInna", "BrakID", "NrKSeFN", "NrKSeFZN"),
    *("PodmiotPosredniczacy", "ZnacznikZaplatyCzesciowej", "ZaplataCzesciowa"),
}


def _other_texts(name: str, text: str) -> list[str]:
    others = list(ALTERNATIVES.get(name, ()))
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        others.append((dt.date.fromisoformat(text) + dt.timedelta(days=1)).isoformat())
    if re.fullmatch(r"-?\d+(\.\d+)?", text):
        others += [str(Decimal(text) + 1), str(Decimal(text) - 1), "2", "3", "1", text[:-1] + str((int(text[-1]) + 1) % 10)]
    if re.fullmatch(r"[A-Z]{2,3}", text):
        others += ["DE", "FR", "EUR", "PLN", "USD"]
    if re.search(r"\d", text):
        others.append(re.sub(r"\d(?=\D*$)", lambda digit: str((int(digit[0]) + 1) % 10), text))
    others += [text[:-1] + other for other in "AB"]
    others += [text + "x", text + "X", text[:-1] + ("a" if text[-1] != "a" else "b")]
    return [other for other in others if other != text]


@pytest.mark.parametrize("name", [name for name in OWN if "wszystko" in name] + ["pef.xml", "pef-eur.xml", "pef-kor.xml"])
def test_another_text_makes_another_invoice(name):
    data = (FOLDER / name).read_bytes()
    original = read_document(data, source="x.xml").invoice
    root = etree.fromstring(data)
    unseen, unchangeable = [], []
    for element in root.iter("*"):
        text = (element.text or "").strip()
        local = etree.QName(element).localname
        if len(element) or not text or local in FLAGS:
            continue
        for other in _other_texts(local, text):
            element.text = other
            try:
                changed = read_document(etree.tostring(root), source="x.xml").invoice
            except UnreadableDocument:
                continue
            finally:
                element.text = text
            if changed == original:
                unseen.append((local, text, other))
            break
        else:
            unchangeable.append(local)
    assert unseen == []
    assert set(unchangeable) <= ONLY_CHECKED | ({"DocumentCurrencyCode"} if name.startswith("pef") else set())


@pytest.mark.parametrize("name", [name for name in OWN if "wszystko" in name])
def test_a_flag_that_is_gone_makes_another_invoice_or_none(name):
    data = (FOLDER / name).read_bytes()
    original = read_document(data, source="x.xml").invoice
    root = etree.fromstring(data)
    unseen = []
    for element in list(root.iter("*")):
        local = etree.QName(element).localname
        if local not in FLAGS:
            continue
        parent, place = element.getparent(), element.getparent().index(element)
        parent.remove(element)
        try:
            if read_document(etree.tostring(root), source="x.xml").invoice == original:
                unseen.append(local)
        except UnreadableDocument:
            continue
        finally:
            parent.insert(place, element)
    assert unseen == []
