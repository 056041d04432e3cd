"""The tables of one conversion: sales and purchases, each by documents and by rates."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from app.booking.entry import Direction, Entry
from app.targets.contract import Batch
from app.targets.sheet.columns import BY_RATE, Column, Row, Value, register_columns
from app.targets.sheet.options import XlsxOptions


class Table(NamedTuple):
    """One table: `slug` for a file's name, `title` for a sheet, and its columns."""

    direction: Direction
    by_rate: bool
    slug: str
    title: str
    columns: tuple[Column, ...]


def tables(options: XlsxOptions) -> tuple[Table, ...]:
    """The tables to write, in their order."""
    found: list[Table] = []
    for by_rate in (False, True) if options.by_rate else (False,):
        for direction, slug, title in ((Direction.SALE, "sprzedaz", "Sprzedaż"), (Direction.PURCHASE, "zakup", "Zakup")):
            columns = BY_RATE if by_rate else register_columns(direction, options.profile, options.chosen())
            found.append(
                Table(
                    direction, by_rate, f"{slug}-stawki" if by_rate else slug, f"{title} wg stawek" if by_rate else title, columns
                )
            )
    return tuple(found)


def written(batch: Batch, options: XlsxOptions) -> Iterator[tuple[int, Entry]]:
    """The documents which are written, with their places in the register of their direction, from 1."""
    places = dict.fromkeys(Direction, 0)
    for entry in batch.entries:
        if entry.no_effect and options.no_effect == "skip":
            continue
        places[entry.direction] += 1
        yield places[entry.direction], entry


def rows(table: Table, batch: Batch, place: int, entry: Entry) -> Iterator[Sequence[Value]]:
    """The rows of a document in a table: none in the other direction's, one for each box in the statement by rates."""
    if entry.direction is not table.direction:
        return
    for box in (entry.vat or (None,)) if table.by_rate else (None,):
        row = Row(place, entry, batch.environment, box)
        yield [column.value(row) for column in table.columns]


def file_name(batch: Batch, slug: str, suffix: str) -> str:
    """``rejestr-sprzedaz-5260001246-2026-11.csv``."""
    return f"rejestr{slug and '-'}{slug}-{batch.client.nip}-{batch.period or batch.written_at.date().isoformat()}{suffix}"
