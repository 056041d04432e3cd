from pathlib import Path

import pytest

from app.base.environments import Environment
from app.base.errors import StorageError
from app.base.paths import DATA_VARIABLE, Paths, find_paths


def test_the_argument_goes_before_the_variable_and_the_variable_before_the_system(tmp_path: Path):
    variables = {DATA_VARIABLE: str(tmp_path / "variable")}
    assert find_paths(tmp_path / "argument", variables).data == tmp_path / "argument"
    assert find_paths(None, variables).data == tmp_path / "variable"
    assert find_paths(None, {}).data.is_absolute()
    assert find_paths(None, {DATA_VARIABLE: ""}) == find_paths(None, {})


def test_every_environment_has_an_archive_of_its_own(tmp_path: Path):
    paths = Paths(tmp_path)
    assert len({paths.archive(environment) for environment in Environment}) == len(Environment)


def test_preparing_makes_the_folders_and_may_be_repeated(tmp_path: Path):
    paths = find_paths(tmp_path / "a" / "b", {})
    assert not paths.data.exists()
    paths.prepare()
    paths.prepare()
    for file in (paths.settings, paths.log, paths.archive(Environment.PRODUCTION)):
        file.write_bytes(b"")


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path):
    file = tmp_path / "plik"
    file.write_bytes(b"")
    with pytest.raises(StorageError, match="plik"):
        Paths(file / "dane").prepare()
