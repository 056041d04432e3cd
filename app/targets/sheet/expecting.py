"""What a reader must find of an entry in the registers: the other half of the two-way check."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Final

from app.base.money import ZERO
from app.booking.entry import Entry
from app.booking.jpk import register_fields
from app.targets.contract import ReadDocument, ReadRow, letters_and_digits, read_rows
from app.targets.sheet.columns import pln, register_columns
from app.targets.sheet.options import XlsxOptions
from app.targets.sheet.rates import rate_name, slot
from app.targets.sheet.reading import BY_RATE, JPK_TAX, WHOLE
from app.targets.wording import flatten

_HEADINGS: Final = {"wdt": "WDT", "export": "eksport", "margin": "marża", "other": "inne stawki", "oss": "OSS i zagraniczne"}

Written = Callable[[str], str]
"""What becomes of a text in a cell."""


def in_register(entry: Entry, options: XlsxOptions, written: Written) -> ReadDocument | None:
    """The document in its register, as far as the chosen columns tell."""
    if _left_out(entry, options):
        return None
    names = frozenset(column.name for column in register_columns(entry.direction, options.profile, options.chosen()))
    return ReadDocument(
        direction=entry.direction if "register" in names else None,
        number=written(flatten(entry.number)) if "number" in names else "",
        issue_date=entry.issue_date if "issue_date" in names else None,
        tax_number=_tax_number(entry, prefix="nip_prefix" in names, number="nip" in names),
        ksef_number=entry.ksef_number if "ksef_number" in names else "",
        rows=read_rows(_rows(entry, names)),
    )


def in_statement(entry: Entry, options: XlsxOptions, written: Written) -> ReadDocument | None:
    """The document in the statement by rates, which has all its columns always; None where none is written."""
    if _left_out(entry, options) or not options.by_rate:
        return None
    return ReadDocument(
        direction=entry.direction,
        number=written(flatten(entry.number)),
        issue_date=entry.issue_date,
        tax_number=_tax_number(entry, prefix=True, number=True),
        ksef_number=entry.ksef_number,
        rows=read_rows(
            ReadRow(BY_RATE + written(flatten(rate_name(box))), pln(box.net_pln), pln(box.tax_pln)) for box in entry.vat
        ),
    )


def _left_out(entry: Entry, options: XlsxOptions) -> bool:
    return entry.no_effect and options.no_effect == "skip"


def _tax_number(entry: Entry, *, prefix: bool, number: bool) -> str:
    party = entry.counterparty
    country = ("PL" if party.nip else party.tax_country) if prefix else ""
    return letters_and_digits(country + ((party.nip or party.tax_number) if number else ""))


def _rows(entry: Entry, names: frozenset[str]) -> Iterator[ReadRow]:
    amounts = [name for name in names if name.startswith(("net_", "tax_", "K_")) or name.endswith("VAT_Marza")]
    if not amounts:
        for box in entry.vat:
            yield ReadRow(WHOLE, _where("net" in names, box.net_pln), _where("tax" in names, box.tax_pln))
        return
    for box in entry.vat:
        place = slot(box)
        net, tax = _where(f"net_{place}" in names, box.net_pln), _where(f"tax_{place}" in names, box.tax_pln)
        yield ReadRow(_HEADINGS.get(place, place), net, tax)
    for field, amount in register_fields(entry).items():
        if field in names:
            yield ReadRow(field, ZERO, amount) if field in JPK_TAX else ReadRow(field, amount, ZERO)


def _where(has_column: bool, amount: Decimal | None) -> Decimal:  # noqa: FBT001 - the two are one question
    return pln(amount) if has_column else ZERO
