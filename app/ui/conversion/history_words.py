"""How the history of conversions is told."""

from decimal import Decimal
from pathlib import PurePath
from typing import Final

from app.base.money import format_amount
from app.base.texts import Later, _
from app.booking.entry import Direction
from app.office.history import ConversionRow, FileState, WrittenFile, WrittenTotal
from app.ui.wording import DIRECTIONS, moment, month_name

FILE_STATES: Final[dict[FileState, Later]] = {
    FileState.SAME: "taki, jak zapisał program",
    FileState.CHANGED: "zmieniony po zapisaniu",
    FileState.GONE: "nie ma go już w tym folderze",
    FileState.UNREADABLE: "nie da się go odczytać",
}
STANDING: Final[Later] = "przekazana"
UNDONE: Final[Later] = "cofnięta"


def file_names(row: ConversionRow) -> str:
    """The names of the files without their folder."""
    return ", ".join(PurePath(file.path).name for file in row.files)


def made(row: ConversionRow) -> str:
    """When and by whom: „2026-11-20 18:32, zofia”."""
    return f"{moment(row.made_at)}, {row.made_by}" if row.made_by else moment(row.made_at)


def period(row: ConversionRow) -> str:
    """The VAT month, or that there are several."""
    return month_name(row.month) if row.month else _("różne")


def total_cells(total: WrittenTotal) -> tuple[str, str, str, str]:
    """Direction, rate, net and tax of a sum, as a table shows them."""
    return (
        DIRECTIONS[Direction(total.direction)],
        total.rate,
        format_amount(Decimal(total.net_pln)),
        format_amount(Decimal(total.tax_pln)),
    )


def file_line(file: WrittenFile, state: FileState | None) -> str:
    """Where a file lies, its hash, and what has become of it where that is known by now."""
    told = _("sprawdzanie…") if state is None else _(FILE_STATES[state])
    return _("{path}\nSHA-256 {hash}\nPlik: {state}").format(path=file.path, hash=file.sha256, state=told)


def warning(file: WrittenFile, state: FileState) -> tuple[str, str]:
    """A title and a sentence for somebody who wants to see a file that is not as it was; both empty where it is."""
    name = PurePath(file.path).name
    if state is FileState.CHANGED:
        return _("Plik jest inny niż zapisany"), _(
            "Zawartość pliku „{name}” zmieniono po zapisaniu, na przykład w arkuszu. Do programu księgowego lepiej wczytać świeży: "
            "cofnij konwersję i zrób ją ponownie."
        ).format(name=name)
    if state is FileState.GONE:
        return _("Pliku już tu nie ma"), _(
            "Plik „{name}” przeniesiono albo usunięto. Żeby zapisać go od nowa, cofnij konwersję i zrób ją ponownie."
        ).format(name=name)
    if state is FileState.UNREADABLE:
        return _("Nie da się odczytać pliku"), _(
            "Plik „{name}” jest zajęty albo dysk jest odłączony. Zamknij inny program i spróbuj ponownie."
        ).format(name=name)
    return "", ""
