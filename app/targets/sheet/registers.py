"""The tables of one conversion: sales and purchases, each by documents and by rates."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple, TypeVar

from app.booking.entry import Direction, Entry
from app.targets.contract import Batch
from app.targets.sheet.columns import BY_RATE, Column, Row, Value, register_columns
from app.targets.sheet.options import XlsxOptions

Cell = TypeVar("Cell")


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


def rows(
    chosen: Sequence[Table], batch: Batch, place: int, entry: Entry, written: Callable[[Column, Value], Cell]
) -> Iterator[tuple[Table, list[Cell]]]:
    """The rows of a document in the tables of its direction, one for each box in the statement by rates, of cells as they are `written`.

    A cell that tells of the whole document is made once for all rows of all tables.
    """
    document = Row(place, entry, batch.environment)
    known: dict[str, Cell] = {}
    for table in chosen:
        if table.direction is not entry.direction:
            continue
        for box in (entry.vat or (None,)) if table.by_rate else (None,):
            row = replace(document, box=box) if box else document
            cells: list[Cell] = []
            for column in table.columns:
                if column.by_box:
                    cells.append(written(column, column.value(row)))
                    continue
                if column.name not in known:
                    known[column.name] = written(column, column.value(document))
                cells.append(known[column.name])
            yield table, cells


def file_name(batch: Batch, slug: str, suffix: str) -> str:
    """``rejestr-sprzedaz-5260001246-2026-11.csv``."""
    return f"rejestr{slug and '-'}{slug}-{batch.client.nip}-{batch.period or batch.written_at.date().isoformat()}{suffix}"
