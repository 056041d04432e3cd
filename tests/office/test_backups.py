import sqlite3
import zipfile

import pytest

from app.base.environments import Environment
from app.base.errors import Cancelled, NewerArchive, StorageError, UnusableArgument
from app.base.paths import Paths
from app.base.progress import CancelToken
from app.office import backups
from app.office.archives import open_archive
from app.office.backups import check_archive, check_backup, inspect_backup, make_backup, make_weekly_backup, restore_backup
from app.office.companies import clients
from app.office.imports import import_files
from app.office.listing import Query, details, ordered_ids
from tests.office.conftest import KSEF, NIP


@pytest.fixture
def filled(production, folder):
    import_files(production, NIP, [folder(("fa3-vat.xml", f"{KSEF}.xml"), "fa3-vat-zakup.xml")])
    return production


@pytest.fixture
def paths(tmp_path):
    return Paths(tmp_path / "data")


def documents(archive):
    return [details(archive, id_).xml for id_ in ordered_ids(archive, Query())]


def test_a_backup_holds_everything_and_was_tried(filled, tmp_path):
    file, backup = make_backup(filled, tmp_path / "kopie")
    assert file.name.startswith("konwerter-ksef-production-")
    assert (backup.documents, backup.clients, backup.environment) == (2, 1, Environment.PRODUCTION)
    assert inspect_backup(file) == backup
    assert check_backup(file) == backup
    assert check_archive(filled) == ()


def test_a_backup_comes_back_whole_and_the_present_archive_is_kept_beside(filled, folder, paths, tmp_path):
    file, _backup = make_backup(filled, tmp_path / "kopie")
    before = documents(filled)
    import_files(filled, NIP, [folder("fa3-zal.xml", into="nowe")])
    after = documents(filled)
    filled.close()
    restored = restore_backup(paths, Environment.PRODUCTION, file)
    with open_archive(paths, Environment.PRODUCTION) as opened:
        assert documents(opened) == before
        assert [row.client.nip for row in clients(opened)] == [NIP]
    earlier = restored.earlier
    paths.archive(Environment.PRODUCTION).unlink()
    earlier.rename(paths.archive(Environment.PRODUCTION))
    with open_archive(paths, Environment.PRODUCTION) as opened:
        assert documents(opened) == after


def test_a_backup_is_made_while_somebody_writes(filled, folder, tmp_path):
    with filled.reading():
        file, _backup = make_backup(filled, tmp_path / "kopie")
        import_files(filled, NIP, [folder("fa3-zal.xml", into="nowe")])
    assert check_backup(file).documents == 2


def test_a_damaged_document_is_found(filled, paths, tmp_path):
    with sqlite3.connect(paths.archive(Environment.PRODUCTION)) as opened:
        opened.execute("UPDATE contents SET xml = x'00' WHERE document_id = (SELECT min(document_id) FROM contents)")
    opened.close()
    (problem,) = check_archive(filled)
    assert "nie zgadza się ze swoim skrótem" in problem
    with pytest.raises(StorageError, match="uszkodzona"):
        make_backup(filled, tmp_path / "kopie")
    assert not list((tmp_path / "kopie").iterdir()), "a backup that was not proven is none"


def _without_a_tail(data):
    return data[: len(data) // 2]


def _with_another_byte(data):
    middle = len(data) * 2 // 3
    return data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]


@pytest.mark.parametrize("spoil", [_without_a_tail, _with_another_byte, lambda _data: b"", lambda _data: b"PK nie zip"])
def test_a_spoiled_backup_never_becomes_the_archive(filled, paths, tmp_path, spoil):
    file, _backup = make_backup(filled, tmp_path / "kopie")
    file.write_bytes(spoil(file.read_bytes()))
    before = documents(filled)
    filled.close()
    with pytest.raises((StorageError, UnusableArgument)):
        restore_backup(paths, Environment.PRODUCTION, file)
    with open_archive(paths, Environment.PRODUCTION) as opened:
        assert documents(opened) == before
    assert not [path for path in paths.archives.iterdir() if "przywrac" in path.name]


def test_a_training_backup_cannot_become_the_production_archive(archive, paths, tmp_path):
    file, _backup = make_backup(archive, tmp_path / "kopie")
    with pytest.raises(UnusableArgument, match="nie mogą się mieszać"):
        restore_backup(paths, Environment.PRODUCTION, file)


def test_a_newer_backup_is_refused_politely(filled, paths, tmp_path, monkeypatch):
    file, _backup = make_backup(filled, tmp_path / "kopie")
    filled.close()
    monkeypatch.setattr(backups, "VERSION", 0)
    with pytest.raises(NewerArchive):
        restore_backup(paths, Environment.PRODUCTION, file)


def test_another_zip_is_no_backup(tmp_path):
    file = tmp_path / "inne.zip"
    with zipfile.ZipFile(file, "w") as made:
        made.writestr("faktura.xml", "<x/>")
    with pytest.raises(UnusableArgument, match="nie jest kopią"):
        inspect_backup(file)


def test_stopping_leaves_nothing(filled, tmp_path):
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        make_backup(filled, tmp_path / "kopie", cancel=token)
    assert not list((tmp_path / "kopie").iterdir())


def test_an_archive_that_somebody_has_open_is_not_replaced(filled, paths, tmp_path):
    file, _backup = make_backup(filled, tmp_path / "kopie")
    with pytest.raises(StorageError, match="otwarte"):
        restore_backup(paths, Environment.PRODUCTION, file)
    assert len(documents(filled)) == 2
    filled.close()
    assert restore_backup(paths, Environment.PRODUCTION, file).earlier is not None


def test_a_damaged_archive_gives_way_to_its_backup(filled, paths, tmp_path):
    file, _backup = make_backup(filled, tmp_path / "kopie")
    before = documents(filled)
    filled.close()
    place = paths.archive(Environment.PRODUCTION)
    place.write_bytes(b"zepsuty plik" * 1000)
    restored = restore_backup(paths, Environment.PRODUCTION, file)
    with open_archive(paths, Environment.PRODUCTION) as opened:
        assert documents(opened) == before
    assert restored.earlier is not None
    assert restored.earlier.read_bytes().startswith(b"zepsuty")


def test_weekly_backups_do_not_fill_the_disk_and_touch_nothing_else(filled, tmp_path):
    folder = tmp_path / "kopie"
    made, _backup = make_backup(filled, folder)
    automatic = folder / "automatyczne"
    automatic.mkdir()
    (automatic / "konwerter-ksef-test-2020-01-01-000000.zip").write_bytes(b"another environment's")
    (automatic / "zapiski.zip").write_bytes(b"somebody's own")
    for day in range(1, 10):
        (automatic / f"konwerter-ksef-production-2020-01-{day:02}-000000.zip").write_bytes(b"old")
    newest, backup = make_weekly_backup(filled, folder)
    names = sorted(file.name for file in automatic.iterdir())
    assert backup.documents == 2
    assert [name for name in names if "production" in name] == [
        *(f"konwerter-ksef-production-2020-01-{day:02}-000000.zip" for day in range(3, 10)),
        newest.name,
    ]
    assert {"konwerter-ksef-test-2020-01-01-000000.zip", "zapiski.zip"} < set(names)
    assert made.exists(), "what somebody made himself is his"
