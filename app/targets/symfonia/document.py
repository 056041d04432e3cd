"""Dokument: the header of a document, its party, postings, rows of registers and settlement (spec §5)."""

import datetime as dt
from decimal import Decimal
from typing import Final

from app.base.dates import first_day
from app.base.money import round_to, total
from app.booking.codes import DOCUMENT_TYPES
from app.booking.entry import Direction, Entry, PaymentForm
from app.invoice.codes import GTU
from app.invoice.forms import Kind
from app.targets.office_words import payment_name
from app.targets.symfonia.contractors import Contractor, party_section
from app.targets.symfonia.descriptions import description, lines_description
from app.targets.symfonia.options import SymfoniaOptions
from app.targets.symfonia.postings import Posting, opens_settlement, postings
from app.targets.symfonia.registers import Row, charged_rate, counting, rows
from app.targets.symfonia.scope import Scope
from app.targets.symfonia.texts import END, fit, written_number

_RATE_PLACES: Final = 8
_FLAT_RATE: Final = {Kind.VAT_RR: "symbol_rr", Kind.KOR_VAT_RR: "symbol_rr_correction"}


def symbol(entry: Entry, options: SymfoniaOptions) -> str:
    """``symbol FK`` of the document's kind."""
    sale = entry.direction is Direction.SALE
    if not sale and entry.kind in _FLAT_RATE:
        return str(getattr(options, _FLAT_RATE[entry.kind]))
    side = "symbol_sale" if sale else "symbol_purchase"
    if entry.kind.is_correction:
        return str(getattr(options, f"{side}_correction"))
    if entry.kind.is_advance:
        return str(getattr(options, f"{side}_advance"))
    return str(getattr(options, f"{side}_final" if entry.kind.is_final else side))


def payment_form(entry: Entry) -> PaymentForm:
    """The form stated for the document, else the one in which all its payments were made."""
    forms = {payment.form for payment in entry.settlement.payments}
    if entry.settlement.form is PaymentForm.UNKNOWN and len(forms) == 1:
        return forms.pop()
    return entry.settlement.form


def payment_due(entry: Entry) -> dt.date:
    """``termin``, which must be given: the day of issue where the invoice states no date that can be computed."""
    return entry.settlement.due or entry.issue_date


def row_codes(entry: Entry, options: SymfoniaOptions) -> tuple[str, ...]:
    """JPK_V7 of the rows: GTU, as data files of FK have it."""
    return tuple(code for code in entry.codes if code in GTU) if options.gtu == "rows" else ()


def document_codes(entry: Entry, options: SymfoniaOptions) -> tuple[str, ...]:
    """JPK_V7 of the document: procedures and document types, GTU where the office wants them here, the mark in place of a KSeF number."""
    known = DOCUMENT_TYPES if entry.direction is Direction.PURCHASE else entry.codes
    codes = [code for code in entry.codes if code in known and (code not in GTU or options.gtu == "document")]
    if options.ksef_mark_code and entry.ksef_mark and not entry.ksef_number:
        codes.append(entry.ksef_mark)
    return tuple(codes)


def document(entry: Entry, found: Contractor, scope: Scope) -> str:
    """One document, with its line ends."""
    sale = entry.direction is Direction.SALE
    number = written_number(entry.number, scope.options.number_length)
    posted = postings(entry, scope, found.number)
    return "".join(
        (
            _header(entry, number, scope),
            party_section(entry.counterparty, found, "Dane Nabywcy" if sale else "Dane sprzedawcy"),
            *_postings(entry, posted, number),
            *_rows(entry, rows(entry, scope), scope),
            _settlement(entry, posted, scope),
            f"}}{END}",
        )
    )


def _header(entry: Entry, number: str, scope: Scope) -> str:
    options = scope.options
    sale = entry.direction is Direction.SALE
    correction = entry.kind.is_correction
    kind = ("FKS" if correction else "FVS") if sale else ("FKZ" if correction else "FVZ")
    codes = ",".join(document_codes(entry, options))
    lines = [
        "Dokument{",
        f"\trodzaj_dok ={'sprzedaży' if sale else 'zakupu'}",
        "\tmetoda_VAT =0",
        f"\tsymbol FK ={symbol(entry, options)}",
        f"\tobsluguj jak ={kind}",
        f"\tFK nazwa ={number}",
        f"\topis FK ={fit(description(entry, scope))}",
        "" if sale else f"\tkod_obcy ={number}",
        f"\tdata ={entry.issue_date}",
        f"\tdatasp ={entry.supply_date}",
        f"\tdatarej ={register_date(entry)}",
        "" if sale else f"\tdatawp ={register_date(entry)}{END}\tdatawpl ={register_date(entry)}",
        f"\tplattermin ={payment_due(entry)}",
        f"\tforma_platnosci ={fit(payment_name(options, payment_form(entry)))}",
        *_amounts(entry),
        *_corrected(entry, options),
        f"\tmppFlags ={options.mpp_flag}" if entry.split_payment and options.mpp_flag else "",
        f"\tJPK_V7 ={codes}" if codes else "",
    ]
    return END.join(line for line in lines if line) + END


def register_date(entry: Entry) -> dt.date:
    """The day a document is registered: a purchase when it came, a sale when it was issued."""
    return entry.receipt_date or entry.issue_date


def _amounts(entry: Entry) -> tuple[str, ...]:
    """Totals in PLN, left out where the client adds tax that the invoice has not: no total fits both then. In currency beside them."""
    boxes = counting(entry)
    settlement = entry.settlement
    left = settlement.open_item - settlement.paid
    lines: list[str] = []
    if not any(charged_rate(box, entry) for box, _, _ in boxes):
        net, tax = total([box.net for box in boxes]), total([box.tax for box in boxes])
        lines += [f"\tnetto ={net}", f"\tvat ={tax}", f"\tkwota ={total((net, tax))}"]
    if entry.currency == "PLN":
        return (*lines, f"\tdozaplaty ={left}")
    rate = "" if entry.exchange_rate is None else _plain_rate(entry.exchange_rate.rate)
    return (
        *lines,
        f"\twdozaplaty ={left}",
        f"\twaluta ={fit(entry.currency)}",
        f"\tkurs ={rate}" if rate else "",
        f"\twalnetto ={total([box.box.net for box in boxes])}",
        f"\twalbrutto ={total([box.box.gross for box in boxes])}",
    )


def _plain_rate(rate: Decimal) -> str:
    return f"{round_to(rate, _RATE_PLACES).normalize():f}"


def _corrected(entry: Entry, options: SymfoniaOptions) -> tuple[str, ...]:
    reference = entry.correction
    if reference is None:
        return ()
    number = written_number(reference.number or reference.ksef_number, options.number_length)
    return (
        f"\tNazwaKor ={number}" if number else "",
        f"\tDataKor ={reference.date}" if reference.date else "",
    )


def _postings(entry: Entry, posted: tuple[Posting, ...], number: str) -> tuple[str, ...]:
    told = fit(lines_description(entry)) or number
    return tuple(
        END.join(
            (
                "\tZapis{",
                f"\t\tstrona ={'WN' if line.debit else 'MA'}",
                f"\t\tkwota ={line.amount}",
                f"\t\tkonto ={line.account}",
                f"\t\tIdDlaRozliczen ={place}",
                f"\t\topis ={told}",
                f"\t\tNumerDok ={number}",
                f"\t\tPozycja ={place}",
                "\t\tZapisRownolegly =0",
                f"\t}}{END}",
            )
        )
        for place, line in enumerate(posted, 1)
    )


def _rows(entry: Entry, found: tuple[Row, ...], scope: Scope) -> tuple[str, ...]:
    period, registered = first_day(entry.vat_period), register_date(entry)
    codes = ",".join(row_codes(entry, scope.options))
    return tuple(
        END.join(
            (
                "\tRejestr{",
                f"\t\tSkrot ={row.register.short}",
                f"\t\tNazwa ={fit(row.register.name)}",
                *(("\t\tNaliczony =1",) if row.input else ()),
                *(("\t\tABC =1",) if row.deducted else ()),
                f"\t\tdatarej ={registered}",
                f"\t\tokres ={period}",
                f"\t\tstawka ={row.rate}",
                f"\t\tbrutto ={row.net + row.tax}",
                f"\t\tnetto ={row.net}",
                f"\t\tvat ={row.tax}",
                *((f"\t\tJPK_V7 ={codes}",) if codes else ()),
                f"\t}}{END}",
            )
        )
        for row in found
    )


def _settlement(entry: Entry, posted: tuple[Posting, ...], scope: Scope) -> str:
    """Transakcja: one for the whole amount, since an invoice with several terms does not say how it divides."""
    for place, line in enumerate(posted, 1):
        if line.settlement and line.amount and opens_settlement(entry, scope):
            return END.join(
                (
                    "\tTransakcja{",
                    f"\t\tIdDlaRozliczen ={place}",
                    f"\t\ttermin ={payment_due(entry)}",
                    f"\t\tkwota ={line.amount}",
                    f"\t}}{END}",
                )
            )
    return ""
