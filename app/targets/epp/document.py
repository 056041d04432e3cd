"""One entry as records of the file: header, VAT table, and its rows in the auxiliary sections (spec 3, 4, 7.3, 9)."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final, NamedTuple

from app.base.countries import country_name, vat_prefix
from app.base.findings import Finding, blocks, notes
from app.base.money import format_money
from app.booking.entry import CorrectionReference, Direction, Entry
from app.invoice.forms import Kind
from app.targets.contract import Batch
from app.targets.epp.contractors import Contractors
from app.targets.epp.corrections import Corrected, corrected, recognition
from app.targets.epp.layout import (
    END,
    HEADER,
    JPK_DOCUMENT_TYPES,
    KSEF_SECTIONS,
    SECTIONS,
    VAT_ROW,
    Values,
    amount,
    day,
    text,
    version_at_least,
)
from app.targets.epp.money import Amounts, amounts
from app.targets.epp.numbers import Numbers
from app.targets.epp.options import EppOptions
from app.targets.epp.rates import VatTable, vat_table
from app.targets.epp.remarks import remarks
from app.targets.epp.texts import Texts
from app.targets.office_words import payment_name

_ZERO: Final = Decimal("0.00")
_CASH_METHOD: Final = 100
_SIMPLIFIED: Final = 73
_EXPORT: Final = 1
_WITH_JPK_MARKS: Final = "1.06"
_NO_CORRECTION: Final = Corrected()

_LAYOUTS: Final = {section.keyword: section.row for section in SECTIONS}
# What every document has, prepared.
_VAT_LINE: Final = VAT_ROW.template("symbol", "rate", "net", "tax", "gross", "net_again", "tax_again", "gross_again")
_COMPLETION: Final = _LAYOUTS["DATYZAKONCZENIA"].template("key", "date")
_SPLIT_PAYMENT: Final = _LAYOUTS["WYMAGALNOSCMPP"].template("key", "required")
_NO_JPK_MARKS: Final = _LAYOUTS["DOKUMENTYZNACZNIKIJPKVAT"].template("key")

Row = tuple[str, str]
"""A row of an auxiliary section: the keyword and the record."""


def left_out(entry: Entry, options: EppOptions) -> bool:
    """Whether an entry stays out of the file: a correction of data only, unless the options want it."""
    return entry.no_effect and options.no_effect == "skip"


class WrittenDocument(NamedTuple):
    """The document's own records, its rows in auxiliary sections, and every finding on the way."""

    records: str
    rows: tuple[Row, ...]
    findings: list[Finding]


class Documents:
    """Lays out the documents of one file, in their order: numbers and contractors' codes depend on what came before."""

    def __init__(self, batch: Batch, options: EppOptions) -> None:
        self._options = options
        self._environment = batch.environment
        self._texts = Texts(options)
        self._numbers = Numbers()
        self._contractors = Contractors(options, self._texts)
        self._ksef_section = KSEF_SECTIONS.get(options.ksef_section)

    def skips(self, entry: Entry) -> bool:
        """Whether the entry is left out (`left_out`)."""
        return left_out(entry, self._options)

    def lay_out(self, entry: Entry) -> WrittenDocument:
        """The records of an entry; they may be written where no finding blocks or asks."""
        options, texts = self._options, self._texts
        found = texts.found = []
        written = amounts(entry, found)
        table = vat_table(entry, written, options, found)
        document_type = _document_type(entry, table, found)
        number = texts.plain(entry.number, "Numer dokumentu")
        numbering = self._numbers.assign(document_type, entry, number, found)
        reference = corrected(entry, document_type[1:], options, texts) if document_type[0] == "K" else _NO_CORRECTION
        party = self._contractors.contractor(entry.counterparty)
        net = sum([row.net for row in table.rows], _ZERO)
        tax = sum([row.tax for row in table.rows], _ZERO)
        gross = net + tax
        values: dict[str, Any] = {
            "type": document_type,
            "running_number": numbering.running,
            "supplier_number": numbering.supplier,
            "number": numbering.number,
            "corrected_number": reference.number,
            "corrected_date": reference.date,
            **party.header,
            "category": texts.fit(self._category(entry), HEADER.limit("category"), "Kategoria"),
            "issue_place": texts.fit(entry.invoice.issue_place, HEADER.limit("issue_place"), "Miejsce wystawienia"),
            "issue_date": entry.issue_date,
            "supply_date": entry.supply_date,
            "receipt_date": entry.receipt_date,
            "rows": len(table.rows),
            "net_prices": not _gross_prices(entry),
            "net": net,
            "tax": tax,
            "gross": gross,
            "payment_form": texts.fit(self._payment_form(entry), HEADER.limit("payment_form"), "Forma płatności"),
            "due_date": entry.settlement.due or entry.issue_date,
            "paid": _paid(entry, written, gross),
            "to_pay": gross,
            "status": self._status(entry, found),
            "currency": written.currency,
            "rate": written.rate,
            "export": table.transaction == _EXPORT,
            "transaction": table.transaction,
        }
        own_gross = gross
        further = []
        if written.currency != entry.currency:
            own_gross = entry.net + entry.tax
            further.append(f"Waluta dokumentu: {format_money(own_gross, entry.currency)}")
        further += [*reference.further, *_to_pay(entry, own_gross, found), *([party.fields.spare] if party.fields.spare else [])]
        needed = [*([f"Numer: {number}"] if numbering.shortened else []), *reference.needed]
        rows = tuple(self._rows(entry, numbering.key, written, table))
        if party.card is not None:
            rows = (*_card_rows(party.card), *rows)
        if not version_at_least(options.version, _WITH_JPK_MARKS):
            further += self._left_out(entry, found)
        values["notes"] = remarks(entry, self._environment, needed, further, texts)
        return WrittenDocument(_records(values, table), rows, found)

    def _category(self, entry: Entry) -> str:
        options = self._options
        return entry.category or (options.category_sale if entry.direction is Direction.SALE else options.category_purchase)

    def _payment_form(self, entry: Entry) -> str:
        settlement = entry.settlement
        return payment_name(self._options, settlement.form) or settlement.form_text or settlement.form.value

    def _status(self, entry: Entry, found: list[Finding]) -> int:
        """Field 41: simplified invoice, advance where the options want it, and 100 more for the cash method."""
        status = 0
        if entry.kind is Kind.UPR and entry.direction is Direction.SALE:
            status = _SIMPLIFIED
        elif entry.kind.is_advance and self._options.advance_status != "0":
            status = int(self._options.advance_status) + entry.kind.is_correction
        if not entry.cash_method:
            return status
        if not version_at_least(self._options.version, "1.05.4"):
            found.append(notes("cash_method_left_out", "EPP 1.05.3 nie oznacza metody kasowej; zaznacz ją w programie.", "P_16"))
            return status
        return status + _CASH_METHOD

    def _left_out(self, entry: Entry, found: list[Finding]) -> Iterator[str]:
        """What the old version has no sections for."""
        if entry.direction is Direction.SALE and "FP" in entry.codes:
            found.append(
                blocks(
                    "fp_not_in_version",
                    "EPP 1.05.3 nie odróżnia faktury do paragonu (FP): VAT liczyłby się dwa razy. Wybierz 1.11.",
                )
            )
        marks = [*entry.codes, *(["MPP"] if entry.split_payment else [])]
        if marks:
            listed = ", ".join(marks)
            found.append(notes("jpk_marks_left_out", f"EPP 1.05.3 nie ma znaczników JPK ({listed}); zapisano je w uwagach."))
            yield f"JPK: {listed}"
        if entry.correction is not None and entry.correction.reason:
            yield f"Przyczyna korekty: {entry.correction.reason}"

    def _rows(self, entry: Entry, key: str, written: Amounts, table: VatTable) -> Iterator[Row]:
        quoted_key = text(key)
        yield "DATYZAKONCZENIA", _COMPLETION % (quoted_key, day(entry.supply_date))
        if entry.correction is not None and entry.kind.is_correction:
            yield from self._correction_rows(entry, entry.correction, key)
        yield "WYMAGALNOSCMPP", _SPLIT_PAYMENT % (quoted_key, "1" if entry.split_payment else "0")
        if entry.codes or entry.split_payment:
            yield _row("DOKUMENTYZNACZNIKIJPKVAT", {"key": key, **_jpk_marks(entry)})
        else:
            yield "DOKUMENTYZNACZNIKIJPKVAT", _NO_JPK_MARKS % quoted_key
        for payment in entry.settlement.payments:
            if payment.date is None:
                self._texts.found.append(
                    notes(
                        "payment_without_date",
                        f"Zapłata {format_money(payment.amount, entry.currency)} nie ma daty;"
                        " jest tylko w kwocie zapłaconej dokumentu.",
                    )
                )
                continue
            paid = written.convert(payment.amount)
            yield _row("PLATNOSCI", {"key": key, "amount": paid, "currency": written.currency, "date": payment.date})
        if table.oss_country:
            yield from _oss_rows(key, table)
        if self._ksef_section is not None and entry.ksef_number:
            values = {"key": key, "ksef_number": entry.ksef_number, "date": entry.ksef_date or entry.issue_date}
            yield self._ksef_section.keyword, self._ksef_section.row.record(values)

    def _correction_rows(self, entry: Entry, correction: CorrectionReference, key: str) -> Iterator[Row]:
        reason = self._texts.fit(correction.reason, _LAYOUTS["PRZYCZYNYKOREKT"].limit("reason"), "Przyczyna korekty")
        if reason:
            yield _row("PRZYCZYNYKOREKT", {"key": key, "reason": reason})
        counted = recognition(entry)
        if counted is not None:
            yield _row("DATYUJECIAKOREKT", {"key": key, "mode": counted[0], "date": counted[1]})


def _row(keyword: str, values: Values) -> Row:
    return keyword, _LAYOUTS[keyword].record(values)


def _oss_rows(key: str, table: VatTable) -> Iterator[Row]:
    country = table.oss_country
    place = {"country": country_name(country), "eu_prefix": vat_prefix(country), "iso": country}
    yield _row("INFORMACJEWSTO", {"key": key, **place})
    for row in table.rows:
        if row.symbol.startswith(country):
            yield _row("STAWKIVATZAGRANICZNE", {"symbol": row.symbol, "rate": row.rate, **place})


def _document_type(entry: Entry, table: VatTable, found: list[Finding]) -> str:
    if entry.kind is Kind.VAT_RR or entry.kind is Kind.KOR_VAT_RR:
        if entry.kind is Kind.KOR_VAT_RR:
            found.append(blocks("flat_rate_correction", "Format EPP nie ma korekty faktury VAT RR; wprowadź ją w programie."))
        elif entry.direction is Direction.SALE:
            found.append(
                blocks("flat_rate_sale", "Faktura VAT RR jest w pliku EPP zakupem; sprzedaży rolnika nie można w nim zapisać.")
            )
        return "FR"
    base = "FM" if table.margin == "fm" else "FS" if entry.direction is Direction.SALE else "FZ"
    return f"K{base}" if entry.kind.is_correction else base


def _gross_prices(entry: Entry) -> bool:
    """Whether the invoice was counted from gross prices: it has some, and no net ones."""
    gross = False
    for line in entry.invoice.lines:
        if line.unit_price_net is not None or line.net is not None:
            return False
        gross = gross or line.unit_price_gross is not None or line.gross is not None
    return gross


def _paid(entry: Entry, written: Amounts, to_pay: Decimal) -> Decimal:
    """Field 36: all of field 37 where everything is paid (spec 9.6)."""
    settlement = entry.settlement
    if not settlement.payments:
        return _ZERO
    paid = settlement.paid
    return to_pay if paid == settlement.open_item else written.convert(paid)


def _to_pay(entry: Entry, gross: Decimal, found: list[Finding]) -> Iterator[str]:
    """The amount due where it is not the sum of the VAT table, which field 37 must be."""
    due = entry.settlement.open_item
    if due == gross:
        return
    amount_due = format_money(due, entry.currency)
    found.append(
        notes(
            "to_pay_differs",
            f"Do zapłaty jest {amount_due}, a suma tabeli VAT to {format_money(gross, entry.currency)}: kwotę zapisano w uwagach.",
        )
    )
    yield f"Do zapłaty: {amount_due}"


def _jpk_marks(entry: Entry) -> dict[str, Any]:
    marks: dict[str, Any] = {"MPP": True} if entry.split_payment else {}
    for code in entry.codes:
        if code in JPK_DOCUMENT_TYPES:
            marks["document_type"] = JPK_DOCUMENT_TYPES[code]
        elif entry.direction is Direction.SALE:  # GTU and procedures concern sales only (spec 7.4)
            marks[code] = True
    return marks


def _card_rows(card: Values) -> Iterator[Row]:
    yield _row("KONTRAHENCI", card)
    for keyword in ("GRUPYKONTRAHENTOW", "DODATKOWEKONTRAHENTOW"):
        yield _row(keyword, {"code": card["code"]})


def _records(values: Values, table: VatTable) -> str:
    lines = ["[NAGLOWEK]", HEADER.record(values), "", "[ZAWARTOSC]"]
    for row in table.rows:
        sums = amount(row.net), amount(row.tax), amount(row.net + row.tax)
        lines.append(_VAT_LINE % (text(row.symbol), amount(row.rate), *sums, *sums))
    return END.join([*lines, "", ""])
