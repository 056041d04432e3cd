"""Every part of the program is named with its licence and the licence's text."""

import re
import tomllib
from pathlib import Path

from app.office.licences import DIRECT, bundled_parts, changes, libraries_here

ROOT = Path(__file__).resolve().parents[2]


def _normalised(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_the_libraries_are_those_that_the_project_asks_for():
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    assert {_normalised(name) for name in DIRECT} == {_normalised(re.split(r"[<>=!;~ ]", text)[0]) for text in declared}


def test_what_libraries_need_is_found_and_test_tools_are_not():
    names = {_normalised(library.name) for library in libraries_here()}
    assert {"shiboken6", "mako", "idna", "certifi", "cffi"} <= names
    assert not {"pytest", "mypy", "pyinstaller", "pip"} & names


def test_every_part_has_a_licence_and_its_text():
    parts = bundled_parts()
    assert [part.name for part in parts if not part.licence or len(part.text) < 200] == []
    assert [part.name for part in parts] == sorted((part.name for part in parts), key=str.lower)


def test_what_is_no_python_library_is_named_too():
    parts = {part.name: part for part in bundled_parts()}
    assert {"Python", "Qt", "OpenSSL", "Roboto"} <= set(parts)
    others = "\n".join(part.text for part in parts.values())
    for name in ("SQLite", "libxml2", "zlib", "ICU", "GNU LESSER GENERAL PUBLIC LICENSE", "GNU GENERAL PUBLIC LICENSE"):
        assert name in others
    assert "download.qt.io" in parts["Qt"].text


def test_the_list_of_changes_is_there():
    assert changes().startswith("# ")
