"""Damaged invoices: what a schema allows is read, and nothing but an `UnreadableDocument` comes of the rest."""

import copy

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from app.base.errors import UnreadableDocument
from app.invoice.document import Document
from app.invoice.read import read_document
from tests.damage import _ROOTS as ROOTS
from tests.damage import damaged
from tests.invoice.test_own_invoices import SCHEMAS

# Texts that stress the lexical rules of the types: lawful writings of numbers, dates and codes beside unlawful ones.
WRITINGS = [
    "01",
    "+1",
    "1.50",
    "1.500",
    "-0.00",
    "6.50",
    "7.0",
    " 2026-03-01 ",
    "0.00",
    "100",
    "0 WDT",
    "DE",
    "VAT",
    "KOR",
    "1234567890",
]


@pytest.fixture(scope="module")
def schemas(shared):
    return {namespace: etree.XMLSchema(etree.parse(shared / "ksef" / "schemas" / path)) for namespace, path in SCHEMAS.items()}


@st.composite
def rewritten(draw):
    """An own FA or FA_RR invoice with one text written in another way; PEF's own types say too little to compare with."""
    name = draw(st.sampled_from(sorted(name for name in ROOTS if name.startswith("fa"))))
    root = copy.deepcopy(ROOTS[name])
    leaves = [element for element in root.iterdescendants("*") if len(element) == 0]
    draw(st.sampled_from(leaves)).text = draw(st.sampled_from(WRITINGS))
    return name, etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _agree(data, schemas):
    root = etree.fromstring(data)
    if schemas[etree.QName(root).namespace].validate(root):
        assert isinstance(read_document(data, source="x.xml"), Document)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(invoice=rewritten())
def test_lawful_writings_are_read(invoice, schemas):
    _agree(invoice[1], schemas)


@settings(max_examples=100, deadline=None)
@given(invoice=damaged())
def test_what_the_schema_allows_is_read(invoice, schemas):
    name, data = invoice
    if name.startswith("fa"):
        _agree(data, schemas)


def _outcome(data):
    """The document, or its refusal; any other exception is the test's failure."""
    try:
        return read_document(data, source="x.xml")
    except UnreadableDocument as error:
        return error


def _is_told(outcome):
    """A document has a number; a refusal has a sentence, a stable code and the file's name."""
    if isinstance(outcome, Document):
        return bool(outcome.invoice.number)
    return bool(outcome.title and outcome.code) and outcome.source == "x.xml"


@settings(max_examples=200, deadline=None)
@given(invoice=damaged())
def test_damage_gives_a_document_or_a_refusal(invoice):
    assert _is_told(_outcome(invoice[1]))


@pytest.mark.heavy
@settings(max_examples=5000, deadline=None)
@given(invoice=damaged() | rewritten())
def test_long_run_of_damage(invoice, schemas):
    name, data = invoice
    assert _is_told(_outcome(data))
    if name.startswith("fa"):
        _agree(data, schemas)


@settings(max_examples=100, deadline=None)
@given(
    name=st.sampled_from(sorted(ROOTS)),
    cut=st.floats(0, 1),
    changes=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=4),
)
def test_truncated_and_corrupted_bytes_give_a_document_or_a_refusal(name, cut, changes):
    data = bytearray(etree.tostring(ROOTS[name], encoding="UTF-8", xml_declaration=True))
    for place, byte in changes:
        data[int(place * (len(data) - 1))] = byte
    for piece in (bytes(data), bytes(data[: int(cut * len(data))])):
        assert _is_told(_outcome(piece))
