"""One document as SprzedazWiersz or ZakupWiersz."""

from decimal import Decimal
from typing import Final

from app.booking.codes import PROCEDURES
from app.booking.entry import Direction, Entry
from app.invoice.codes import GTU
from app.targets.jpk.markup import amount, day, element, field, mark
from app.targets.jpk.notes import written_number
from app.targets.jpk.parties import tax_number

NAME_LENGTH: Final = 512
_SALE_MARKS: Final = (*GTU, *PROCEDURES)
_PURCHASE_TYPES: Final = ("MK", "VAT_RR")


def row(entry: Entry, place: int, fields: dict[str, Decimal]) -> str:
    """The row with the number `place` and the amounts of `fields`."""
    country, number = tax_number(entry.counterparty)
    sale = entry.direction is Direction.SALE
    parts = (
        element("KodKrajuNadaniaTIN", country),
        element("NrKontrahenta" if sale else "NrDostawcy", number),
        element("NazwaKontrahenta" if sale else "NazwaDostawcy", field(entry.counterparty.name, NAME_LENGTH)),
        element("DowodSprzedazy" if sale else "DowodZakupu", written_number(entry.number)),
        _sale_middle(entry) if sale else _purchase_middle(entry),
        *(amount(name, value) for name, value in fields.items()),
    )
    head = f"<SprzedazWiersz>\n<LpSprzedazy>{place}</LpSprzedazy>" if sale else f"<ZakupWiersz>\n<LpZakupu>{place}</LpZakupu>"
    return f"{head}{''.join(parts)}\n</{'SprzedazWiersz' if sale else 'ZakupWiersz'}>\n"


def _sale_middle(entry: Entry) -> str:
    supplied = entry.supply_date if entry.supply_date != entry.issue_date else None
    marks = [mark(code) for code in _SALE_MARKS if code in entry.codes] if entry.codes else ()
    return (
        f"{day('DataWystawienia', entry.issue_date)}{day('DataSprzedazy', supplied)}{_ksef(entry)}"
        f"{element('TypDokumentu', 'FP' if 'FP' in entry.codes else '')}{''.join(marks)}"
    )


def _purchase_middle(entry: Entry) -> str:
    document = next((code for code in _PURCHASE_TYPES if code in entry.codes), "")
    return (
        f"{day('DataZakupu', entry.issue_date)}{day('DataWplywu', entry.receipt_date)}{_ksef(entry)}"
        f"{element('DokumentZakupu', document)}"
    )


def _ksef(entry: Entry) -> str:
    """Exactly one of NrKSeF, OFF, BFK and DI. The number is the document's own, never that of the one it corrects."""
    if entry.ksef_number:
        return f"<NrKSeF>{entry.ksef_number}</NrKSeF>"
    return mark(entry.ksef_mark) if entry.ksef_mark else ""
