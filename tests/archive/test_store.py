import sqlite3
import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Column, Text, text

from app.archive.books_schema import rules
from app.archive.clients import add_client, list_clients
from app.archive.documents import add_documents, stored
from app.archive.ksef_schema import coverage
from app.archive.migrations import STEPS
from app.archive.schema import METADATA, VERSION
from app.archive.store import Archive
from app.base.environments import Environment
from app.base.errors import NewerArchive, StorageError
from app.booking.client import Client


def test_the_migrations_lead_to_the_schema_the_program_uses(archive):
    with archive.reading() as connection:
        context = MigrationContext.configure(
            connection, opts={"include_object": lambda _o, name, *_rest: name != "sqlite_sequence"}
        )
        assert compare_metadata(context, METADATA) == []
        assert coverage.metadata is METADATA
        assert rules.metadata is METADATA
    assert len(STEPS) == VERSION


def test_the_file_is_in_wal_mode_and_keeps_foreign_keys(archive, path):
    with archive.reading() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
        assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1
    assert path.exists()


def test_opening_again_keeps_everything(archive, path, make):
    document_id = add_documents(archive, [make()])[0].document_id
    archive.close()
    with Archive.open(path, Environment.TEST) as again:
        assert stored(again, document_id).xml == make().xml


def _second(op: Operations) -> None:
    op.add_column("clients", Column("note", Text, nullable=True))


def _failing(op: Operations) -> None:
    _second(op)
    op.execute("UPDATE nothing_like_this SET a = 1")


def test_an_upgrade_copies_the_file_first(archive, path, make):
    add_documents(archive, [make()])
    archive.close()
    with Archive.open(path, Environment.TEST, steps=(*STEPS, _second)) as upgraded, upgraded.reading() as connection:
        assert connection.execute(text("SELECT count(note) FROM clients")).scalar() == 0
    copy = path.with_name("test-kopia-wersji-3.sqlite")
    with sqlite3.connect(copy) as opened:
        assert opened.execute("SELECT version FROM about").fetchone() == (3,)
        assert opened.execute("SELECT count(*) FROM documents").fetchone() == (1,)
    opened.close()


def test_a_failed_upgrade_leaves_the_file_as_it_was(archive, path):
    archive.close()
    with pytest.raises(StorageError):
        Archive.open(path, Environment.TEST, steps=(*STEPS, _failing))
    with Archive.open(path, Environment.TEST) as again:
        assert len(list_clients(again)) == 2


def test_a_newer_file_is_refused_politely_and_left_alone(archive, path):
    archive.close()
    Archive.open(path, Environment.TEST, steps=(*STEPS, _second)).close()
    with pytest.raises(NewerArchive) as caught:
        Archive.open(path, Environment.TEST)
    assert "nowsza wersja programu" in caught.value.title
    assert "nie został zmieniony" in caught.value.advice


def test_the_archive_of_another_environment_is_refused(archive, path):
    archive.close()
    with pytest.raises(StorageError, match="środowiska test"):
        Archive.open(path, Environment.PRODUCTION)


def test_a_damaged_file_is_told(tmp_path):
    path = tmp_path / "x.sqlite"
    path.write_bytes(b"this is no database, but it is long enough to be taken for one" * 40)
    with pytest.raises(StorageError, match="uszkodzony"):
        Archive.open(path, Environment.TEST)
    assert path.read_bytes().startswith(b"this is no database")


def test_a_database_of_another_program_is_refused(tmp_path):
    path = tmp_path / "x.sqlite"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE photos (id INTEGER)")
    other.commit()
    other.close()
    with pytest.raises(StorageError, match="nie jest archiwum"):
        Archive.open(path, Environment.TEST)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError):
        Archive.open(tmp_path / "file" / "x.sqlite", Environment.TEST)


def test_an_error_inside_a_transaction_leaves_nothing(archive, make):
    def documents():
        yield make("FV/1")
        raise RuntimeError("the process dies here")

    with pytest.raises(RuntimeError):
        add_documents(archive, documents())
    assert sum(row.documents for row in list_clients(archive)) == 0


def test_threads_share_one_archive(archive, make):
    failures: list[BaseException] = []

    def work(worker: int) -> None:
        try:
            for number in range(10):
                add_documents(archive, [make(f"FV/{worker}/{number}")])
                list_clients(archive)
        except BaseException as error:  # noqa: BLE001 - reported by the assert below
            failures.append(error)

    threads = [threading.Thread(target=work, args=(worker,)) for worker in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert list_clients(archive)[1].documents == 40


def test_two_openings_of_a_new_file_at_once_agree(path):
    opened: list[Archive] = []
    threads = [threading.Thread(target=lambda: opened.append(Archive.open(path, Environment.TEST))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(opened) == 4
    assert add_client(opened[0], Client(nip="9992014701"))
    assert not add_client(opened[3], Client(nip="9992014701"))
    for archive in opened:
        archive.close()
