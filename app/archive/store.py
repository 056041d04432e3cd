"""The file of one environment: opened, brought up to date, read and written. Every foreign error passes `gate`."""

import datetime as dt
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self

from sqlalchemy import Connection, CursorResult, Engine, create_engine, event, insert, inspect, select, update
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from app.archive.schema import VERSION, about
from app.base.environments import Environment
from app.base.errors import NewerArchive, ProgramError, StorageError
from app.base.texts import Later, _

if TYPE_CHECKING:
    from app.archive.migrations import Step

_BUSY_SECONDS: Final = 30
_ADVICE: Final[Later] = "Sprawdź, czy dysk jest dostępny i ma wolne miejsce, i spróbuj ponownie."
_ADVICE_DAMAGED: Final[Later] = "Przywróć plik z kopii zapasowej albo wskaż inny folder danych."


class Archive:
    """The archive of one environment. Safe to use from any thread: every use takes a connection of its own.

    Writers wait for each other (up to 30 s, across processes); readers never wait.
    """

    def __init__(self, path: Path, environment: Environment, engine: Engine) -> None:
        self.path = path
        self.environment = environment
        self._engine = engine

    @classmethod
    def open(cls, path: Path, environment: Environment, *, steps: "Sequence[Step] | None" = None) -> Self:
        """Open the file, or make it (with its folder); bring an older one up to date after copying it beside itself.

        `steps` are the migrations (those of the program by default). Raises `NewerArchive` for a file of a newer version and
        `StorageError` for one that cannot be used, is damaged, or belongs to another environment; either way the file stays as it is.
        """
        with gate(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            engine = _engine(path)
        archive = cls(path, environment, engine)
        try:
            _bring_up_to_date(archive, steps)
        except BaseException:
            archive.close()
            raise
        return archive

    def close(self) -> None:
        """Give the file back; the archive cannot be used afterwards."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one consistent state."""
        with gate(self.path), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection in a transaction that no other writer shares: committed at the end, rolled back on any error."""
        with gate(self.path), self._engine.connect().execution_options(immediate=True) as connection, connection.begin():
            yield connection


@contextmanager
def gate(path: Path) -> Iterator[None]:
    """The one place where errors of the database and of the disk under it become ours."""
    try:
        yield
    except DBAPIError as error:
        if isinstance(error.orig, sqlite3.IntegrityError | sqlite3.ProgrammingError | sqlite3.InterfaceError):
            raise ProgramError(_("Błąd programu przy zapisie do archiwum."), detail=str(error)) from error
        raise _storage_error(path, error.orig or error) from error
    except SQLAlchemyError as error:
        raise ProgramError(_("Błąd programu przy pracy z archiwum."), detail=str(error)) from error
    except (sqlite3.Error, OSError) as error:
        raise _storage_error(path, error) from error


def utc_now() -> dt.datetime:
    """The moment as the archive stores it: UTC, without a zone, whole seconds."""
    return dt.datetime.now(dt.UTC).replace(tzinfo=None, microsecond=0)


def aware(moment: dt.datetime) -> dt.datetime:
    """A stored moment as the rest of the program knows it."""
    return moment.replace(tzinfo=dt.UTC)


def new_id(result: CursorResult[Any]) -> int:
    """The id that an insert gave."""
    key = result.inserted_primary_key
    if key is None:
        raise ProgramError(_("Baza danych nie podała numeru nowego wiersza."))
    return int(key[0])


def _engine(path: Path) -> Engine:
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": _BUSY_SECONDS})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    # Transactions begin where we say (`_begin`), not where the driver guesses: then they cover changes of the schema too.
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA journal_mode = WAL")


def _begin(connection: Connection) -> None:
    immediate: Any = connection.get_execution_options().get("immediate", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


def _storage_error(path: Path, error: BaseException) -> StorageError:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    detail = f"{type(error).__name__}: {error}"
    if code in {sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT}:
        return StorageError(
            _("Plik archiwum {path} jest uszkodzony albo nie jest archiwum.").format(path=path),
            advice=_(_ADVICE_DAMAGED),
            detail=detail,
        )
    if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        advice = _("Zamknij drugie okno programu albo poczekaj na koniec jego pracy.")
        return StorageError(_("Archiwum {path} jest zajęte przez inny program.").format(path=path), advice=advice, detail=detail)
    if code == sqlite3.SQLITE_FULL:
        return StorageError(
            _("Na dysku z archiwum {path} zabrakło miejsca.").format(path=path),
            advice=_("Zwolnij miejsce i spróbuj ponownie."),
            detail=detail,
        )
    return StorageError(_("Nie można użyć archiwum {path}.").format(path=path), advice=_(_ADVICE), detail=detail)


def _bring_up_to_date(archive: Archive, steps: "Sequence[Step] | None") -> None:
    target = VERSION if steps is None else len(steps)
    with archive.reading() as connection:
        version = _version(connection, archive, target)
    if version == target:
        return
    if steps is None:
        from app.archive.migrations import STEPS  # noqa: PLC0415 - alembic takes time and is needed once per upgrade

        steps = STEPS
    with archive.writing() as connection:
        version = _version(connection, archive, target)  # another process may have been faster
        if 0 < version < target:
            _copy(archive.path, version)
        _migrate(connection, archive.environment, steps, version)


def _version(connection: Connection, archive: Archive, newest: int) -> int:
    """The version of the file, 0 for an empty one; raises where the file is not for us."""
    if not inspect(connection).has_table(about.name):
        if inspect(connection).get_table_names():
            raise StorageError(
                _("Plik {path} nie jest archiwum tego programu.").format(path=archive.path), advice=_(_ADVICE_DAMAGED)
            )
        return 0
    version, environment = connection.execute(select(about.c.version, about.c.environment)).one()
    if environment != archive.environment.value:
        raise StorageError(
            _("Plik {path} jest archiwum środowiska {environment}, a nie {wanted}.").format(
                path=archive.path, environment=environment, wanted=archive.environment.value
            ),
            advice=_("Przywróć plikowi jego nazwę: dokumenty środowisk nie mogą się mieszać."),
        )
    if version > newest:
        raise NewerArchive(
            _("Archiwum {path} zapisała nowsza wersja programu.").format(path=archive.path),
            advice=_("Zainstaluj aktualną wersję programu. Plik nie został zmieniony."),
            detail=f"wersja pliku {version}, wersja programu {newest}",
        )
    return int(version)


def _migrate(connection: Connection, environment: Environment, steps: "Sequence[Step]", version: int) -> None:
    from alembic.operations import Operations  # noqa: PLC0415 - see _bring_up_to_date
    from alembic.runtime.migration import MigrationContext  # noqa: PLC0415 - see _bring_up_to_date

    operations = Operations(MigrationContext.configure(connection))
    for step in steps[version:]:
        step(operations)
    if version == 0:
        connection.execute(insert(about).values(version=len(steps), environment=environment.value))
    else:
        connection.execute(update(about).values(version=len(steps)))


def _copy(path: Path, version: int) -> None:
    """A copy of the file as it was before its first change, made by SQLite itself so that the write-ahead log is in it."""
    copy = path.with_name(f"{path.stem}-kopia-wersji-{version}{path.suffix}")
    source = sqlite3.connect(path)
    try:
        target = sqlite3.connect(copy)
        try:
            source.backup(target)
        finally:
            target.close()
    finally:
        source.close()
