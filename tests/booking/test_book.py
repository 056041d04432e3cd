import datetime as dt
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from app.base.explanations import explanations_of
from app.base.findings import Level, notes
from app.base.money import round_money
from app.booking.book import book
from app.booking.client import Client
from app.booking.entry import Direction
from app.booking.jpk import register_fields
from app.invoice.amounts import VatTotal
from app.invoice.correction import CorrectedInvoice, Correction
from app.invoice.document import Document
from app.invoice.forms import Kind, VatGroup
from app.invoice.model import Invoice
from app.invoice.payment import Annotations
from tests.booking.invoices import BUYER, SELLER, asked, booked, line, make, sale

TAXED = {VatGroup.P_13_1: ("23", "22"), VatGroup.P_13_2: ("8", "7"), VatGroup.P_13_3: ("5",), VatGroup.P_13_4: ("4",)}
UNTAXED = {
    VatGroup.P_13_6_1: "0 KR",
    VatGroup.P_13_6_2: "0 WDT",
    VatGroup.P_13_6_3: "0 EX",
    VatGroup.P_13_7: "zw",
    VatGroup.P_13_8: "np I",
    VatGroup.P_13_9: "np II",
    VatGroup.P_13_10: "oo",
}
MONEY = st.decimals("-999999.99", "999999.99", places=2)
RATE = st.decimals("0.5000", "6.0000", places=4)
DAYS = st.dates(dt.date(2022, 1, 1), dt.date(2030, 12, 31))


@st.composite
def invoices(draw: st.DrawFn) -> Invoice:
    """Invoices of all kinds of the FA form, with whatever sums, in PLN or in a currency with a rate."""
    kind = draw(st.sampled_from([Kind.VAT, Kind.KOR, Kind.ZAL, Kind.ROZ, Kind.UPR, Kind.KOR_ZAL, Kind.KOR_ROZ]))
    rate = draw(st.none() | RATE)
    totals, lines = [], []
    for group in draw(st.lists(st.sampled_from([*TAXED, *UNTAXED]), min_size=1, max_size=4, unique=True)):
        net = draw(MONEY)
        if group in TAXED:
            codes = draw(st.lists(st.sampled_from(TAXED[group]), min_size=1, max_size=2, unique=True))
            tax = round_money(net * Decimal(codes[0]) / 100) + draw(
                st.sampled_from([Decimal("0.00"), Decimal("0.01"), Decimal("-0.01")])
            )
            totals.append(VatTotal(group, net, tax, None if rate is None else round_money(tax * rate)))
        else:
            codes = [UNTAXED[group]]
            totals.append(VatTotal(group, net))
        for code in codes:
            lines.append(
                line(len(lines) + 1, rate_code=code, net=str(draw(MONEY)), exchange_rate=rate, before=draw(st.booleans()))
            )
    issued = draw(DAYS)
    return make(
        kind=kind,
        issue_date=issued,
        supply_date=draw(st.none() | st.just(issued - dt.timedelta(days=draw(st.integers(-60, 400))))),
        currency="PLN" if rate is None else "EUR",
        advance_exchange_rate=rate,
        totals=tuple(totals),
        due=str(draw(MONEY)),
        lines=tuple(lines),
        annotations=Annotations(cash_method=draw(st.booleans()), self_billing=draw(st.booleans())),
        correction=Correction(corrected=(CorrectedInvoice("FV/1", issued),), type=draw(st.sampled_from(["", "1", "2", "3"]))),
    )


@settings(max_examples=300)
@given(invoices(), st.sampled_from(Direction), DAYS)
def test_every_sound_invoice_is_written_and_its_rows_are_its_header(invoice: Invoice, side: Direction, received: dt.date) -> None:
    nip = SELLER if side is Direction.SALE else BUYER
    result = booked(invoice, nip, received=received)
    assert {finding.level for finding in result.findings} <= {Level.NOTES}
    assert {finding.code for finding in result.findings} <= set(explanations_of("app.booking")[1])
    (entry,) = result.entries
    assert entry.direction is side
    rate = invoice.advance_exchange_rate
    for one in invoice.totals:
        rows = [box for box in entry.vat if box.box is one.group]
        assert sum(box.net for box in rows) == one.net
        assert sum(box.tax for box in rows) == (one.tax or 0)
        assert sum(box.net_pln for box in rows if box.net_pln is not None) == (
            one.net if rate is None else round_money(one.net * rate)
        )
        assert sum(box.tax_pln for box in rows if box.tax_pln is not None) == (
            (one.tax or 0) if rate is None or one.tax is None else one.tax_pln
        )
    assert all(value == round_money(value) for value in register_fields(entry).values())
    assert entry.settlement.open_item == invoice.total_due
    assert (entry.income.none != "") is (invoice.kind.is_advance or entry.no_effect)


@given(invoices(), DAYS)
def test_booking_is_a_function_of_what_it_is_given(invoice: Invoice, received: dt.date) -> None:
    assert booked(invoice, received=received) == booked(invoice, received=received)


def test_findings_of_the_reader_stay_with_the_entry() -> None:
    document = Document(source="a.xml", invoice=make(), sha256="", ksef_number="", findings=(notes("byte_order_mark", "BOM."),))
    result = book(document, Client(nip=SELLER))
    assert "byte_order_mark" in {finding.code for finding in result.findings}
    assert result.findings == result.entries[0].findings


def test_decisions_stay_with_the_entry_for_its_target() -> None:
    assert sale(make(), {"short_number": "yes"}).decisions == {"short_number": "yes"}


def test_what_asks_still_has_an_entry_and_what_blocks_has_none() -> None:
    waiting = booked(make(), BUYER, ksef_number="")
    assert asked(waiting.findings)
    assert waiting.entries
    assert booked(make(), "9992044702").entries == ()


def test_description_is_the_first_named_line() -> None:
    assert sale(make(lines=(line(1, net="100.00"), line(2, name="Deski")))).description == "Deski"
    assert sale(make()).description == ""


def test_flags_of_the_document_reach_the_entry() -> None:
    entry = sale(make(annotations=Annotations(split_payment=True, cash_method=True, triangular=True)))
    assert (entry.split_payment, entry.cash_method, entry.triangular) == (True, True, True)
