from pathlib import Path

import pytest

from app.base.errors import StorageError
from app.base.files import write_whole


def test_a_file_is_written_in_pieces_and_replaced_as_a_whole(tmp_path: Path):
    path = tmp_path / ("ż" * 120 + ".epp")
    write_whole(path, [b"a\n", b"b\r\n"])
    assert path.read_bytes() == b"a\nb\r\n"
    write_whole(path, (b"c" for _ in range(3)), private=True)
    assert path.read_bytes() == b"ccc"
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_a_failure_on_the_way_leaves_the_old_file_alone(tmp_path: Path):
    path = tmp_path / "faktury.epp"
    path.write_bytes(b"old")

    def chunks():
        yield b"new"
        raise LookupError

    with pytest.raises(LookupError):
        write_whole(path, chunks())
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_disk_that_refuses_is_named(tmp_path: Path):
    with pytest.raises(StorageError, match="brak"):
        write_whole(tmp_path / "brak" / "faktury.epp", [b""])
    with pytest.raises(StorageError, match="Nie można zapisać"):
        write_whole(tmp_path, [b""])
    assert list(tmp_path.parent.glob(".*.tmp")) == []
