"""``history``: the conversions of a client, and the way back."""

import argparse
from typing import Any, Final

from app.base.errors import UnusableArgument
from app.base.texts import plural
from app.cli.context import archive_of
from app.cli.output import give, give_json, say
from app.cli.statuses import DONE
from app.office import history as conversions
from app.office.history import ConversionRow, FileState

_FILE_STATES: Final = {
    FileState.SAME: "bez zmian",
    FileState.CHANGED: "zmieniony po zapisaniu",
    FileState.GONE: "brak pliku",
    FileState.UNREADABLE: "nie do odczytania",
}


def history(arguments: argparse.Namespace) -> int:
    """Run ``history``; the exit status."""
    with archive_of(arguments) as archive:
        rows = conversions.history(archive, arguments.nip)
        if arguments.undo is not None:
            if arguments.undo not in {row.id for row in rows}:
                raise UnusableArgument(
                    f"Ten klient nie ma konwersji {arguments.undo}.", advice="Numery pokazuje history bez --undo."
                )
            count = conversions.undo(archive, arguments.undo)
            say(f"Przywrócono {count} {plural(count, 'dokument', 'dokumenty', 'dokumentów')}. Pliki zostają, gdzie były.")
            rows = conversions.history(archive, arguments.nip)
    if arguments.json:
        give_json([_json(row) for row in rows])
    else:
        for row in rows:
            give(_line(row))
    return DONE


def _line(row: ConversionRow) -> str:
    undone = "  cofnięta" if row.undone_at is not None else ""
    count = f"{row.documents} {plural(row.documents, 'dokument', 'dokumenty', 'dokumentów')}"
    files = "".join(f"\n    {file.path}  ({_FILE_STATES[conversions.file_state(file)]})" for file in row.files)
    who = f"  {row.made_by}" if row.made_by else ""
    return f"{row.id}  {row.made_at.astimezone():%Y-%m-%d %H:%M}{who}  {row.profile.target}  {row.month or '–'}  {count}{undone}{files}"


def _json(row: ConversionRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "made_at": row.made_at,
        "made_by": row.made_by,
        "undone_at": row.undone_at,
        "target": row.profile.target,
        "month": row.month,
        "documents": row.documents,
        "files": [
            {"path": file.path, "sha256": file.sha256, "documents": file.documents, "state": conversions.file_state(file).value}
            for file in row.files
        ],
        "totals": [total._asdict() for total in row.totals],
    }
