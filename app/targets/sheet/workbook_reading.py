"""An independent reading of a workbook: the cells of its sheets, straight from the XML inside the ZIP (ISO/IEC 29500)."""

import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from typing import IO, BinaryIO, Final

from lxml import etree

from app.targets.contract import ReadDocument
from app.targets.sheet.reading import read_table

_NS: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_SHEET: Final = re.compile(r"xl/worksheets/sheet\d+\.xml")
_CELL: Final = re.compile(r"([A-Z]+)\d+", re.ASCII)
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")


def read_workbook(file: BinaryIO) -> Iterator[ReadDocument]:
    """The documents of every sheet. Raises `ValueError` for what is no workbook of this program."""
    try:
        with zipfile.ZipFile(file) as archive:
            names = [name for name in archive.namelist() if _SHEET.fullmatch(name)]
            if not names:
                raise ValueError("a workbook without sheets")
            for name in names:
                with archive.open(name) as sheet:
                    yield from read_table(_records(sheet))
    except (zipfile.BadZipFile, zlib.error, etree.XMLSyntaxError) as error:
        raise ValueError(str(error)) from error


def _records(sheet: IO[bytes]) -> Iterator[Sequence[str]]:
    """The rows of a sheet as long as its headings, without the sums at the bottom."""
    waiting: list[str] | None = None
    width = 0
    for _event, element in etree.iterparse(sheet, tag=f"{_NS}row", resolve_entities=False, load_dtd=False, no_network=True):
        if waiting is not None:
            yield waiting
        cells = dict(_cell(cell) for cell in element)
        width = width or len(cells)
        waiting = [cells.get(place, "") for place in range(width)]
        element.clear()
        parent = element.getparent()
        while parent is not None and (earlier := element.getprevious()) is not None:
            parent.remove(earlier)


def _cell(cell: etree._Element) -> tuple[int, str]:
    """Place from 0 and text of a cell."""
    found = _CELL.fullmatch(cell.get("r", ""))
    if found is None:
        raise ValueError("a cell without its place")
    place = 0
    for letter in found[1]:
        place = place * 26 + ord(letter) - ord("A") + 1
    if cell.get("t") == "inlineStr":
        text = "".join(part.text or "" for part in cell.iter(f"{_NS}t"))
        return place - 1, _ESCAPED.sub(lambda code: chr(int(code[1], 16)), text)
    if cell.get("t", "n") not in {"n", "str"}:
        raise ValueError(f"a cell of type {cell.get('t')}")
    return place - 1, cell.findtext(f"{_NS}v") or ""
