"""The tables of one conversion: sales and purchases, each by documents and by rates."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import itemgetter
from typing import Generic, NamedTuple, TypeVar

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


class Rows(Generic[Cell]):
    """Makes the rows of documents in the tables. `written` tells for each column how its values become cells.

    A cell that tells of the whole document is made once, for all rows of all tables.
    """

    def __init__(self, chosen: Sequence[Table], written: Callable[[Column], Callable[[Value], Cell]]) -> None:
        self._layouts: dict[Direction, _Layout[Cell]] = {
            direction: _layout([table for table in chosen if table.direction is direction], written) for direction in Direction
        }

    def of(self, batch: Batch, place: int, entry: Entry) -> Iterator[tuple[Table, list[Sequence[Cell]]]]:
        """The rows of a document in each table of its direction: one, or one for each box in the statement by rates."""
        layout = self._layouts[entry.direction]
        document = Row(place, entry, batch.environment)
        whole = _cells(layout.of_document, document)
        boxes: list[list[Cell]] = []
        if layout.of_box:
            rows = [Row(place, entry, batch.environment, box) for box in entry.vat] or [document]
            boxes = [_cells(layout.of_box, row) for row in rows]
        for table, choose in layout.tables:
            yield table, [choose(whole + cells) for cells in boxes] if table.by_rate else [choose(whole)]


_Way = tuple[Callable[[Row], Value], Callable[[Value], Cell]]
"""From a row to a value, and from the value to a cell."""


class _Layout(NamedTuple, Generic[Cell]):
    """The different columns of one direction's tables, those of the document before those of a box, and which of them a table has where."""

    of_document: tuple[_Way[Cell], ...]
    of_box: tuple[_Way[Cell], ...]
    tables: tuple[tuple[Table, Callable[[list[Cell]], Sequence[Cell]]], ...]


def _cells(ways: Iterable[_Way[Cell]], row: Row) -> list[Cell]:
    return [written(value(row)) for value, written in ways]


def _layout(chosen: Sequence[Table], written: Callable[[Column], Callable[[Value], Cell]]) -> _Layout[Cell]:
    columns = [column for table in chosen for column in table.columns]
    of_document = {column.name: column for column in columns if not column.by_box}
    of_box = {column.name: column for column in columns if column.by_box}
    places = {(column.by_box, column.name): place for place, column in enumerate((*of_document.values(), *of_box.values()))}
    return _Layout(
        tuple((column.value, written(column)) for column in of_document.values()),
        tuple((column.value, written(column)) for column in of_box.values()),
        tuple((table, _chooser([places[column.by_box, column.name] for column in table.columns])) for table in chosen),
    )


def _chooser(places: Sequence[int]) -> Callable[[list[Cell]], Sequence[Cell]]:
    """Takes the cells in these places."""
    if len(places) == 1:
        return lambda cells: (cells[places[0]],)
    choose: Callable[[list[Cell]], Sequence[Cell]] = itemgetter(*places)
    return choose


def as_it_is(_column: Column) -> Callable[[Value], Value]:
    """Cells that are the values themselves."""
    return lambda value: value


def file_name(batch: Batch, slug: str, suffix: str) -> str:
    """``rejestr-sprzedaz-5260001246-2026-11.csv``."""
    return f"rejestr{slug and '-'}{slug}-{batch.client.nip}-{batch.period or batch.written_at.date().isoformat()}{suffix}"
