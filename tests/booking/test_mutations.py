"""Damaged invoices: whatever happens to one element, reading refuses or succeeds, and booking never fails."""

import copy
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from app.base.errors import UnreadableDocument
from app.base.findings import Level
from app.booking.book import book
from app.booking.client import Client
from app.booking.jpk import register_fields
from app.invoice.read import read_document

FOLDER = Path(__file__).resolve().parents[1] / "invoices"
EXPECTED = json.loads((FOLDER / "expected.json").read_text(encoding="utf-8"))
ROOTS = {name: etree.parse(FOLDER / f"{name}.xml").getroot() for name in sorted(EXPECTED)}
TEXTS = st.sampled_from(
    ["", " ", "0", "-1", "1e5", "NaN", "1,5", "9" * 40, "1", "2", "3", "11", "XX", "PL", "zw", "np", "2026-13-45", "2050-01-01", "=1+1"]
) | st.text(alphabet=st.characters(blacklist_categories=("Cs", "Cc")), max_size=20)  # fmt: skip


@st.composite
def damaged(draw):
    """One of our own invoices with one element removed, doubled, moved or given another text."""
    name = draw(st.sampled_from(sorted(ROOTS)))
    root = copy.deepcopy(ROOTS[name])
    elements = list(root.iterdescendants("*"))
    element = draw(st.sampled_from(elements))
    parent = element.getparent()
    match draw(st.sampled_from(["remove", "double", "move", "text"])):
        case "remove":
            parent.remove(element)
        case "double":
            parent.insert(parent.index(element), copy.deepcopy(element))
        case "move":
            place = draw(
                st.sampled_from([other for other in elements if element not in other.iterancestors() and other is not element])
            )
            place.addprevious(element)
        case _:
            element.text = draw(TEXTS)
    return name, etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _read_and_book(name, data):
    try:
        document = read_document(data, source=f"{name}.xml", ksef_number=EXPECTED[name]["ksef_number"])
    except UnreadableDocument:
        return
    for nip in (EXPECTED[name]["seller"], EXPECTED[name]["buyer"]):
        booked = book(document, Client(nip=nip))
        assert booked.entries or any(finding.level is not Level.NOTES for finding in booked.findings)
        for entry in booked.entries:
            for amount in register_fields(entry).values():
                assert amount.is_finite()
                assert amount == round(amount, 2)


@given(damaged())
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_damaged_invoice_is_refused_or_booked(case):
    _read_and_book(*case)


@pytest.mark.heavy
@given(damaged())
@settings(max_examples=20_000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_many_damaged_invoices_are_refused_or_booked(case):
    _read_and_book(*case)
