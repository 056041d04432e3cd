"""Backups: an archive in one file that was tried before it is called a backup, and the way back from it."""

import datetime as dt
import hashlib
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import msgspec

from app import __version__
from app.archive.backups import about_file, copy_archive, damage, is_in_use
from app.archive.schema import VERSION
from app.archive.store import Archive
from app.base.dates import WARSAW
from app.base.environments import Environment
from app.base.errors import NewerArchive, StorageError, UnusableArgument
from app.base.files import write_whole
from app.base.paths import Paths
from app.base.progress import CancelToken, Report, silent
from app.base.texts import Later, _
from app.office.placing import make_folder

_DATABASE: Final = "archiwum.sqlite"
_ACCOUNT: Final = "kopia.json"
_LARGEST_ACCOUNT: Final = 100_000
_BLOCK: Final = 1024 * 1024
_NAME: Final = "konwerter-ksef"
_KEPT: Final = 8
_ADVICE: Final[Later] = "Wskaż plik ZIP, który zapisało polecenie „Kopia zapasowa” tego programu."


class Backup(msgspec.Struct, frozen=True, kw_only=True):
    """What a backup holds. `made_at` is aware, `sha256` that of the database inside. It never holds tokens, certificates or passwords."""

    environment: Environment
    made_at: dt.datetime
    program: str
    version: int
    clients: int
    documents: int
    sha256: str
    format: str = "konwerter-ksef-kopia"


@dataclass(frozen=True, slots=True)
class Restored:
    """A backup that has become the archive; `earlier` is where the one before lies (None: there was none)."""

    backup: Backup
    earlier: Path | None


def make_backup(
    archive: Archive, folder: Path, *, report: Report = silent, cancel: CancelToken | None = None
) -> tuple[Path, Backup]:
    """Write a backup of the archive into `folder`, then open it again and look it over; the file and what it holds.

    Whole or not at all; the archive may be in use meanwhile. Raises `StorageError` (also where the copy turns out damaged), `Cancelled`.
    """
    token = cancel or CancelToken()
    now = dt.datetime.now(WARSAW).replace(microsecond=0)
    make_folder(folder)
    with TemporaryDirectory(prefix="konwerter-ksef-") as scratch, _disk(_("Nie można przygotować kopii zapasowej.")):
        database = Path(scratch, _DATABASE)
        copy_archive(archive, database, report=report, cancel=token)
        version, _environment, clients, documents = about_file(database)
        backup = Backup(
            environment=archive.environment, made_at=now, program=__version__, version=version, clients=clients, documents=documents,
            sha256=_digest(database),
        )  # fmt: skip
        packed = Path(scratch, "kopia.zip")
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
            made.writestr(_ACCOUNT, msgspec.json.format(msgspec.json.encode(backup), indent=2))
            made.write(database, _DATABASE)
        _try(packed, report, token)
        out = folder / f"{_NAME}-{archive.environment.value}-{now:%Y-%m-%d-%H%M%S}.zip"
        with packed.open("rb") as file:
            write_whole(out, iter(lambda: file.read(_BLOCK), b""), private=True)
    return out, backup


def make_weekly_backup(
    archive: Archive, folder: Path, *, report: Report = silent, cancel: CancelToken | None = None
) -> tuple[Path, Backup]:
    """As `make_backup`, into the folder ``automatyczne`` inside `folder`, of which only the newest eight of this environment stay."""
    place = folder / "automatyczne"
    made = make_backup(archive, place, report=report, cancel=cancel)
    with _disk(_("Nie można usunąć najstarszej kopii automatycznej.")):
        older = sorted(place.glob(f"{_NAME}-{archive.environment.value}-????-??-??-??????.zip"))[:-_KEPT]
        for file in older:
            file.unlink()
    return made


def inspect_backup(file: Path) -> Backup:
    """What a backup holds, by its own account. Raises `UnusableArgument` for a file that is none."""
    try:
        with zipfile.ZipFile(file) as opened:
            account = opened.getinfo(_ACCOUNT)
            opened.getinfo(_DATABASE)
            if account.file_size > _LARGEST_ACCOUNT:
                raise _none(file)
            return msgspec.json.decode(opened.read(account), type=Backup)
    except (zipfile.BadZipFile, KeyError, msgspec.MsgspecError, UnicodeDecodeError, EOFError, NotImplementedError) as error:
        raise _none(file, str(error)) from error
    except FileNotFoundError:
        raise UnusableArgument(_("Nie ma pliku „{file}”.").format(file=file), advice=_("Sprawdź ścieżkę.")) from None
    except OSError as error:
        raise StorageError(_("Nie można odczytać pliku „{file}”.").format(file=file), detail=str(error)) from error


def check_backup(file: Path, *, report: Report = silent, cancel: CancelToken | None = None) -> Backup:
    """Open a backup and look over everything in it; what it holds. Raises `UnusableArgument`, `StorageError` for a damaged one, `Cancelled`."""
    with _disk(_("Nie można sprawdzić kopii zapasowej.")):
        return _try(file, report, cancel or CancelToken())


def restore_backup(
    paths: Paths, environment: Environment, file: Path, *, report: Report = silent, cancel: CancelToken | None = None
) -> Restored:
    """Put a backup in the place of the archive of `environment`, which nobody has open; the earlier one is kept beside it.

    The backup is looked over first. Raises `UnusableArgument` for a backup of another environment or a file that is none, `NewerArchive`,
    `StorageError` (also where somebody has the archive open), `Cancelled`; then the archive is as it was.
    """
    backup = inspect_backup(file)
    if backup.environment is not environment:
        raise UnusableArgument(
            _("To kopia archiwum środowiska {environment}, a nie {wanted}.").format(
                environment=backup.environment.label, wanted=environment.label
            ),
            advice=_("Przełącz program na to środowisko i spróbuj ponownie: dokumenty środowisk nie mogą się mieszać."),
        )
    if backup.version > VERSION:
        raise NewerArchive(_("Kopię zapisała nowsza wersja programu."), advice=_("Zainstaluj aktualną wersję programu."))
    place = paths.archive(environment)
    make_folder(place.parent)
    if place.exists() and is_in_use(place):
        raise StorageError(
            _("Archiwum środowiska {environment} jest teraz otwarte.").format(environment=environment.label),
            advice=_("Zamknij inne okna programu i zaplanowane zadania, potem spróbuj ponownie."),
        )
    with _disk(_("Nie można przywrócić kopii zapasowej.")):
        fresh = place.with_name(f"{place.stem}-przywracane{place.suffix}")
        try:
            _try(file, report, cancel or CancelToken(), keep=fresh)
            earlier = _put_aside(place)
            try:
                fresh.replace(place)
            except OSError:
                if earlier is not None:
                    earlier.replace(place)
                raise
        finally:
            fresh.unlink(missing_ok=True)
    return Restored(backup, earlier)


def check_archive(archive: Archive, *, report: Report = silent, cancel: CancelToken | None = None) -> tuple[str, ...]:
    """Sentences about what is damaged in the archive in use; none where it is sound. Raises `StorageError`, `Cancelled`."""
    return tuple(damage(archive.path, report=report, cancel=cancel))


def _put_aside(place: Path) -> Path | None:
    """The present archive under another name, with what SQLite keeps beside it."""
    if not place.exists():
        return None
    now = dt.datetime.now(WARSAW)
    earlier = place.with_name(f"{place.stem}-przed-przywroceniem-{now:%Y-%m-%d-%H%M%S}{place.suffix}")
    for ending in ("-wal", "-shm"):
        beside = place.with_name(place.name + ending)
        if beside.exists():
            beside.replace(earlier.with_name(earlier.name + ending))
    place.replace(earlier)
    return earlier


def _try(file: Path, report: Report, cancel: CancelToken, keep: Path | None = None) -> Backup:
    """Unpack the database and look it over; `keep` is where it is left when it is sound."""
    backup = inspect_backup(file)
    folder = None if keep is None else keep.parent
    with TemporaryDirectory(prefix="kopia-", dir=folder) as scratch:
        database = Path(scratch, _DATABASE)
        digest = hashlib.sha256()
        try:
            with zipfile.ZipFile(file) as opened, opened.open(_DATABASE) as source, database.open("wb") as target:
                while block := source.read(_BLOCK):
                    cancel.check()
                    digest.update(block)
                    target.write(block)
        except (zipfile.BadZipFile, EOFError) as error:
            raise StorageError(
                _("Kopia „{file}” jest uszkodzona.").format(file=file.name), advice=_("Użyj innej kopii."), detail=str(error)
            ) from error
        if digest.hexdigest() != backup.sha256:
            raise StorageError(
                _("Kopia „{file}” nie zgadza się ze swoim skrótem.").format(file=file.name), advice=_("Użyj innej kopii.")
            )
        problems = list(damage(database, report=report, cancel=cancel))
        if problems:
            raise StorageError(
                _("Kopia „{file}” jest uszkodzona.").format(file=file.name), advice=_("Użyj innej kopii."), detail=problems[0]
            )
        if keep is not None:
            database.replace(keep)
    return backup


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _none(file: Path, detail: str = "") -> UnusableArgument:
    return UnusableArgument(_("„{file}” nie jest kopią zapasową.").format(file=file), advice=_(_ADVICE), detail=detail)


@contextmanager
def _disk(title: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StorageError(
            title, advice=_("Sprawdź, czy na dysku jest miejsce i można w nim zapisywać."), detail=str(error)
        ) from error
