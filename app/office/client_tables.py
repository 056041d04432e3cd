"""A list of companies (name, NIP) out of a CSV or XLSX file into the archive."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.archive.clients import add_client
from app.archive.store import Archive
from app.base.archives import ArchiveLimits, is_archive, iter_members
from app.base.errors import StorageError, UnreadableDocument, UnusableArgument
from app.base.folding import fold
from app.base.nip import clean, is_valid_nip
from app.base.safe_xml import parse
from app.base.texts import Later, _
from app.booking.client import Client

_LARGEST: Final = 10 * 1024 * 1024
_LIMITS: Final = ArchiveLimits(members=2000, member_bytes=20 * 1024 * 1024, total_bytes=60 * 1024 * 1024)
_MOST_COLUMNS: Final = 200
_NIP_HEADS: Final = ("nip", "numer nip", "nr nip")
_NAME_HEADS: Final = ("nazwa", "nazwa firmy", "firma", "klient", "name", "nazwa pelna", "nazwa klienta")
_SHEET: Final = re.compile(r"xl/worksheets/sheet(\d+)\.xml")
_CELL: Final = re.compile(r"([A-Z]+)\d+")
_ADVICE: Final[Later] = "Plik ma mieć kolumny „nazwa” i „NIP”, po jednej firmie w wierszu."


@dataclass(frozen=True, slots=True)
class ImportedClients:
    """What became of a list: companies added, known before, and a sentence for each row that could not be used."""

    added: tuple[Client, ...]
    known: int
    problems: tuple[str, ...]


def import_clients(archive: Archive, file: Path) -> ImportedClients:
    """Add the companies of a list. Rows whose NIP is wrong are told and left out; a NIP that is known changes nothing.

    The first row may name the columns; without names the NIP is looked for in each row, and the name is the first other text. Raises
    `UnusableArgument` for a file that is no such list, `StorageError`.
    """
    added: list[Client] = []
    known = 0
    problems: list[str] = []
    rows = list(_rows(file))
    if not any(any(row) for row in rows):
        raise UnusableArgument(_("„{file}” jest pusty.").format(file=file), advice=_(_ADVICE))
    heads = _heads(rows[0])
    for number, row in enumerate(rows, 1):
        if (heads is not None and number == 1) or not any(row):
            continue
        name, nip = _from_row(row, heads)
        if not is_valid_nip(nip):
            problems.append(
                _("Wiersz {number}: „{text}” nie jest poprawnym NIP.").format(
                    number=number, text=nip or ", ".join(filter(None, row))
                )
            )
            continue
        client = Client(nip=nip, name=name)
        if add_client(archive, client):
            added.append(client)
        else:
            known += 1
    return ImportedClients(tuple(added), known, tuple(problems))


def _heads(row: Sequence[str]) -> tuple[int, int] | None:
    """The columns of name and NIP where the first row names them (-1: no column of names)."""
    folded = [fold(cell) for cell in row]
    nip = next((place for place, head in enumerate(folded) if head in _NIP_HEADS), None)
    if nip is None:
        return None
    return next((place for place, head in enumerate(folded) if head in _NAME_HEADS), -1), nip


def _from_row(row: Sequence[str], heads: tuple[int, int] | None) -> tuple[str, str]:
    if heads is not None:
        name_place, nip_place = heads
        name = row[name_place] if 0 <= name_place < len(row) else ""
        return name, clean(row[nip_place]) if nip_place < len(row) else ""
    place = next((place for place, cell in enumerate(row) if is_valid_nip(clean(cell))), None)
    if place is None:
        return "", ""
    return next((cell for other, cell in enumerate(row) if other != place and cell), ""), clean(row[place])


def _rows(file: Path) -> Iterator[list[str]]:
    try:
        with file.open("rb") as opened:
            data = opened.read(_LARGEST + 1)
    except FileNotFoundError:
        raise UnusableArgument(_("Nie ma pliku „{file}”.").format(file=file), advice=_("Sprawdź ścieżkę.")) from None
    except OSError as error:
        raise StorageError(_("Nie można odczytać pliku „{file}”.").format(file=file), detail=str(error)) from error
    if len(data) > _LARGEST:
        raise UnusableArgument(_("„{file}” jest za duży na listę firm.").format(file=file), advice=_(_ADVICE))
    if is_archive(data[:4]):
        yield from _sheet_rows(data, file)
    else:
        yield from _text_rows(data, file)


def _text_rows(data: bytes, file: Path) -> Iterator[list[str]]:
    if b"\x00" in data:
        raise UnusableArgument(_("„{file}” nie jest plikiem CSV ani XLSX.").format(file=file), advice=_(_ADVICE))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1250", "replace")
    first = text.partition("\n")[0]
    delimiter = max(";,\t", key=first.count)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            yield [cell.strip() for cell in row]
    except csv.Error as error:
        raise UnusableArgument(
            _("„{file}” nie jest poprawnym plikiem CSV.").format(file=file), advice=_(_ADVICE), detail=str(error)
        ) from error


def _sheet_rows(data: bytes, file: Path) -> Iterator[list[str]]:
    """The first sheet of an XLSX workbook."""
    try:
        parts = dict(iter_members(io.BytesIO(data), source=str(file), wanted=_is_needed, limits=_LIMITS))
        names = [name for name in parts if _SHEET.fullmatch(name)]
        if not names:
            raise UnusableArgument(_("„{file}” nie jest arkuszem XLSX.").format(file=file), advice=_(_ADVICE))
        first = min(names, key=_sheet_number)
        shared = parts.get("xl/sharedStrings.xml")
        texts = (
            [] if shared is None else ["".join(item.itertext("{*}t")) for item in parse(shared, str(file)).iterchildren("{*}si")]
        )
        sheet = parse(parts[first], str(file))
    except UnreadableDocument as error:
        raise UnusableArgument(
            _("Nie można odczytać arkusza „{file}”: {error}").format(file=file, error=error.title),
            advice=_(_ADVICE),
            detail=error.detail,
        ) from error
    for row in sheet.iter("{*}row"):
        cells: list[str] = []
        for cell in row.iterchildren("{*}c"):
            place = _column(cell.get("r", ""), len(cells))
            if place >= _MOST_COLUMNS:
                break
            cells.extend("" for _ in range(place + 1 - len(cells)))
            value = cell.findtext("{*}v") or ""
            if cell.get("t") == "s":
                value = texts[int(value)] if value.isdigit() and int(value) < len(texts) else ""
            elif cell.get("t") == "inlineStr":
                value = "".join(cell.itertext("{*}t"))
            cells[place] = value.strip()
        yield cells


def _is_needed(name: str) -> bool:
    return name == "xl/sharedStrings.xml" or _SHEET.fullmatch(name) is not None


def _sheet_number(name: str) -> int:
    match = _SHEET.fullmatch(name)
    return int(match[1]) if match else 0


def _column(reference: str, following: int) -> int:
    """The place of a cell by its reference (``C7`` → 2); cells without one follow each other."""
    match = _CELL.fullmatch(reference)
    if match is None:
        return following
    place = 0
    for letter in match[1]:
        place = place * 26 + ord(letter) - 64
    return place - 1
