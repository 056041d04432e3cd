"""A client who leaves the office: everything of his in one file, and his removal with a proof of what was removed."""

import datetime as dt
import getpass
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import msgspec

from app.archive import conversions
from app.archive.backups import erase_emptied_space
from app.archive.clients import remove_client
from app.archive.documents import remove_documents, rows, stream
from app.archive.lists import ordered_ids
from app.archive.records import DocumentRow, Query
from app.archive.store import Archive
from app.base.dates import WARSAW
from app.base.errors import StorageError
from app.base.files import write_whole
from app.base.nip import format_nip
from app.base.progress import CancelToken, Progress, Report, silent
from app.base.texts import _
from app.booking.client import Client
from app.office.companies import client, clients
from app.office.file_names import FileNames
from app.office.placing import make_folder
from app.office.profiles import export_profile

KEEPING_YEARS: Final = 5
"""How long documents are kept: five years from the end of the year in which the tax was due (Ordynacja podatkowa art. 86 § 1, 70 § 1)."""

_BLOCK: Final = 1024 * 1024
_REPORT_EVERY: Final = 50


@dataclass(frozen=True, slots=True)
class Removed:
    """What was removed: how many documents, and the file that lists them."""

    documents: int
    proof: Path


@dataclass(frozen=True, slots=True)
class Expired:
    """Documents of one client that need not be kept any longer."""

    client: Client
    ids: tuple[int, ...]


def export_client(archive: Archive, nip: str, out: Path, *, report: Report = silent, cancel: CancelToken | None = None) -> int:
    """Write everything of a client into one ZIP: original XML, a list, decisions and edits, profile and rules, history; how many documents.

    Whole or not at all. Raises `UnusableArgument` for an unknown client, `StorageError`, `Cancelled`.
    """
    found = client(archive, nip)
    ids = ordered_ids(archive, Query(client=found.nip))
    token = cancel or CancelToken()
    make_folder(out.parent)
    with TemporaryDirectory(prefix="konwerter-ksef-") as scratch, _disk():
        packed, profile = Path(scratch, "klient.zip"), Path(scratch, "profil.json")
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
            listed = _originals(archive, ids, made, report, token)
            export_profile(archive, found.nip, profile)
            made.write(profile, "profil.json")
            made.writestr("klient.json", _json(found))
            made.writestr("dokumenty.json", _json(listed))
            made.writestr("konwersje.json", _json(conversions.list_conversions(archive, found.nip)))
        with packed.open("rb") as file:
            write_whole(out, iter(lambda: file.read(_BLOCK), b""), private=True)
    return len(ids)


def delete_client(archive: Archive, nip: str, proof: Path) -> Removed:
    """Remove a client with everything of his; first `proof` is written: a text with every document's number and SHA-256.

    What is removed cannot be read out of the archive's file afterwards; backups made earlier still hold it, and the proof says so. Raises
    `UnusableArgument` for an unknown client and `StorageError`; where the proof cannot be written nothing is removed.
    """
    found = client(archive, nip)
    removed = rows(archive, ordered_ids(archive, Query(client=found.nip)))
    _write_proof(archive, proof, f"Usunięcie klienta {found.name} (NIP {format_nip(found.nip)})", removed)
    remove_client(archive, found.nip)
    erase_emptied_space(archive)
    return Removed(len(removed), proof)


def expired(archive: Archive, today: dt.date, *, years: int = KEEPING_YEARS) -> tuple[Expired, ...]:
    """By client the documents whose term of keeping is over: `years` full years after the year following their month of VAT.

    The tax of December is due in January, so the term is counted from the end of the year after the document's own: never too early.
    """
    last_year = today.year - years - 2
    found = []
    for row in clients(archive):
        ids = ordered_ids(archive, Query(client=row.client.nip))
        old = tuple(document.id for document in rows(archive, ids) if _year(document) <= last_year)
        if old:
            found.append(Expired(row.client, old))
    return tuple(found)


def delete_expired(archive: Archive, old: Sequence[Expired], proof: Path) -> Removed:
    """Remove documents whose term is over, with a proof as `delete_client`."""
    ids = [id_ for one in old for id_ in one.ids]
    removed = rows(archive, ids)
    _write_proof(archive, proof, "Usunięcie dokumentów po okresie przechowywania", removed)
    remove_documents(archive, ids)
    erase_emptied_space(archive)
    return Removed(len(removed), proof)


def _year(row: DocumentRow) -> int:
    """The last year the document has to do with."""
    summary = row.summary
    years = [summary.issue_date.year, row.added_at.year if not summary.vat_period else int(summary.vat_period[:4])]
    return max([*years, *([summary.receipt_date.year] if summary.receipt_date else [])])


def _originals(
    archive: Archive, ids: Sequence[int], made: zipfile.ZipFile, report: Report, cancel: CancelToken
) -> list[dict[str, Any]]:
    names = FileNames()
    listed = []
    for count, document in enumerate(stream(archive, ids), 1):
        cancel.check()
        name = f"xml/{names.name(document.row, '.xml')}"
        made.writestr(name, document.xml)
        listed.append(
            {
                "file": name,
                "ksef_number": document.row.ksef_number,
                "sha256": document.row.sha256,
                "state": document.row.state,
                "summary": document.row.summary,
                "answers": document.answers,
                "hand": {side.value: treatment for side, treatment in document.hand.items()},
            }
        )
        if count % _REPORT_EVERY == 0:
            report(Progress(count, len(ids), _("Spakowano {count} z {total} dokumentów").format(count=count, total=len(ids))))
    return listed


def _json(value: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value), indent=2)


def _write_proof(archive: Archive, proof: Path, title: str, removed: Sequence[DocumentRow]) -> None:
    now = dt.datetime.now(WARSAW).replace(microsecond=0)
    lines = [
        title,
        f"Archiwum: {archive.environment.value}, {archive.path.name}",
        f"Kiedy: {now.isoformat(sep=' ')}, kto: {getpass.getuser()}",
        f"Dokumentów: {len(removed)}. Kopie zapasowe zrobione wcześniej nadal je zawierają.",
        "",
        "numer KSeF; numer dokumentu; data wystawienia; SHA-256",
        *(f"{row.ksef_number or '-'}; {row.summary.number}; {row.summary.issue_date}; {row.sha256}" for row in removed),
    ]
    make_folder(proof.parent)
    write_whole(proof, ["\r\n".join([*lines, ""]).encode()], private=True)


@contextmanager
def _disk() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StorageError(
            _("Nie można przygotować pliku klienta."), advice=_("Zwolnij miejsce na dysku i spróbuj ponownie."), detail=str(error)
        ) from error
