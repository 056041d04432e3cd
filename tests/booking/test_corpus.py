"""Every valid sample of the reference material, booked for both its sides (skipped where ../shared is absent)."""

import csv
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from app.base.explanations import explanations_of
from app.base.findings import Level
from app.base.ksef_number import find
from app.base.money import ZERO
from app.booking.book import book
from app.booking.client import Client
from app.booking.entry import Direction
from app.booking.jpk import register_fields
from app.invoice.document import Document
from app.invoice.forms import Form, Kind, VatGroup
from app.invoice.model import Invoice
from app.invoice.read import read_document

KINDS = {Kind.VAT, Kind.KOR, Kind.ZAL, Kind.ROZ, Kind.UPR, Kind.KOR_ZAL, Kind.KOR_ROZ}


@pytest.fixture(scope="module")
def samples(shared: Path) -> list[Document]:
    folder = shared / "ksef" / "samples"
    with (folder / "index.csv").open(encoding="utf-8", newline="") as table:
        names = [row["file"] for row in csv.DictReader(table) if row["valid"] == "y"]
    return [read_document((folder / name).read_bytes(), source=name, ksef_number=find(name)) for name in names]


def _sides(invoice: Invoice) -> Iterator[tuple[Direction, str]]:
    if invoice.seller.nip == invoice.buyer.nip:
        return
    for side, party in ((Direction.SALE, invoice.seller), (Direction.PURCHASE, invoice.buyer)):
        if party.nip:
            yield side, party.nip


def _convertible(invoice: Invoice) -> bool:
    rates = [line.exchange_rate for line in invoice.lines] + [total.tax_pln for total in invoice.totals]
    return invoice.currency == "PLN" or invoice.advance_exchange_rate is not None or any(rates)


def test_ordinary_documents_are_written_for_both_sides_without_a_question(samples: list[Document]) -> None:
    booked = 0
    for document in samples:
        invoice = document.invoice
        special = any(total.group in {VatGroup.P_13_5, VatGroup.P_13_11} for total in invoice.totals)
        if invoice.kind not in KINDS or not _convertible(invoice) or special:
            continue
        for side, nip in _sides(invoice):
            result = book(document, Client(nip=nip), {"receipt_date": "issue"})
            assert {finding.level for finding in result.findings} <= {Level.NOTES}, document.source
            (entry,) = result.entries
            assert entry.direction is side, document.source
            booked += 1
    assert booked > 400


def _by_group(sums: Iterable[tuple[VatGroup, Decimal, Decimal]]) -> dict[VatGroup, tuple[Decimal, Decimal]]:
    """Net and tax of each group; a sum of nothing may have a row or not."""
    found: dict[VatGroup, tuple[Decimal, Decimal]] = {}
    for group, net, tax in sums:
        before = found.get(group, (ZERO, ZERO))
        found[group] = (before[0] + net, before[1] + tax)
    return {group: pair for group, pair in found.items() if any(pair)}


def test_rows_are_the_header_and_nothing_has_parts_of_a_grosz(samples: list[Document]) -> None:
    for document in samples:
        for side, nip in _sides(document.invoice):
            for entry in book(document, Client(nip=nip), {"receipt_date": "issue", "rate": "4.3210"}, direction=side).entries:
                if entry.share == 100 and document.invoice.totals:
                    assert entry.net == sum(total.net for total in document.invoice.totals), document.source
                    assert entry.tax == sum(total.tax or 0 for total in document.invoice.totals), document.source
                    header = _by_group((total.group, total.net, total.tax or ZERO) for total in document.invoice.totals)
                    if document.invoice.form is not Form.FA_1:  # its margin is in P_15 only
                        assert _by_group((box.box, box.net, box.tax) for box in entry.vat) == header, document.source
                values = [
                    value for box in entry.vat for value in (box.net, box.tax, box.net_pln, box.tax_pln) if value is not None
                ]
                values += [*register_fields(entry).values(), entry.settlement.open_item, entry.settlement.gross]
                assert all(value == value.quantize(Decimal("0.01")) for value in values), document.source


def test_findings_are_registered_and_speak_in_sentences(samples: list[Document]) -> None:
    for document in samples:
        known = set(explanations_of("app.booking")[1]) | {finding.code for finding in document.findings}
        for _, nip in _sides(document.invoice):
            for finding in book(document, Client(nip=nip)).findings:
                assert finding.code in known
                assert finding.message.endswith((".", "?")), finding.message
