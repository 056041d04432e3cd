from dataclasses import replace
from pathlib import Path

import pytest

from app.base.environments import Environment
from app.base.errors import StorageError
from app.base.settings import Settings, load_settings, save_settings


def test_settings_come_back_as_they_were_saved(tmp_path: Path):
    path = tmp_path / "settings.json"
    settings = Settings(
        theme="dark",
        environment=Environment.TRAINING,
        client="5265877635",
        folders={"import": "C:\\Łódź"},
        layout={"main": "AAA="},
    )
    save_settings(path, settings)
    assert load_settings(path) == settings
    save_settings(path, replace(settings, welcomed=True))
    assert load_settings(path).welcomed


def test_the_first_start_has_defaults(tmp_path: Path):
    assert load_settings(tmp_path / "settings.json") == Settings()


def test_an_older_file_is_completed_and_a_newer_one_understood_in_part(tmp_path: Path):
    path = tmp_path / "settings.json"
    path.write_text('{"theme": "light", "added_in_version_9": [1]}', encoding="utf-8")
    assert load_settings(path) == Settings(theme="light")


@pytest.mark.parametrize("content", [b"", b"{", b'{"theme": "pink"}', b"\xff\xfe", b"[]"])
def test_a_broken_file_is_kept_aside_and_the_program_starts(tmp_path: Path, content: bytes):
    path = tmp_path / "settings.json"
    path.write_bytes(content)
    assert load_settings(path) == Settings()
    assert (tmp_path / "settings.json.broken").read_bytes() == content


def test_a_disk_that_refuses_is_named(tmp_path: Path):
    with pytest.raises(StorageError, match="ustawień"):
        load_settings(tmp_path)
