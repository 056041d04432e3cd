"""The arrows between the rooms, as a test (the table stands in README.md under "Jak to jest zbudowane")."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
APP = ROOT / "app"

# A room may import itself and these.
ARROWS = {
    "base": set(),
    "invoice": {"base"},
    "booking": {"base", "invoice"},
    "targets": {"base", "invoice", "booking"},
    "paper": {"base", "invoice"},
    "pdf": {"base"},
    "checks": {"base", "invoice", "booking"},
    "lookups": {"base"},
    "ksef": {"base"},
    "vault": {"base"},
    "archive": {"base", "invoice", "booking"},
    "sandbox": {"base"},
    "office": {
        "base",
        "invoice",
        "booking",
        "targets",
        "paper",
        "pdf",
        "checks",
        "lookups",
        "ksef",
        "vault",
        "archive",
        "sandbox",
    },
    "cli": {"office", "base", "invoice", "booking"},
    "ui": {"office", "base", "invoice", "booking"},
}

# A library that decides how a room looks stays in that room.
AT_HOME = {
    "PySide6": {"ui", "pdf"},
    "shiboken6": {"ui", "pdf"},
    "keyring": {"vault"},
    "sqlalchemy": {"archive"},
    "sqlite3": {"archive"},
    "alembic": {"archive"},
    "requests": {"ksef", "lookups"},
    "truststore": {"ksef", "lookups"},
}

LONGEST_FILE = 300
LONGEST_VIEW = 400


def modules() -> list[Path]:
    return sorted(APP.rglob("*.py"))


def room_of(file: Path) -> str:
    """The room of a module; empty for `app/__init__.py` and `app/__main__.py`, which compose."""
    parts = file.relative_to(APP).parts
    return parts[0] if len(parts) > 1 else ""


def imports(source: str, package: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    """Line and full dotted name of every import in a module of `package`, late ones and those for types included."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            for alias in node.names:
                yield node.lineno, ".".join([*above, *filter(None, [node.module]), alias.name])
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith(("import_module", "__import__")):
            yield node.lineno, ast.unparse(node.args[0]).strip("'\"")


def complaints(source: str, room: str, package: tuple[str, ...]) -> Iterator[str]:
    """What a module of `room` imports against the table."""
    for line, name in imports(source, package):
        first, _, rest = name.partition(".")
        if first == "app":
            target = rest.partition(".")[0]
            if target in ARROWS and room and target != room and target not in ARROWS[room]:
                yield f"{line}: {room} → {target} ({name})"
            if target == "__main__":
                yield f"{line}: {room} → __main__"
        elif first in AT_HOME and room not in AT_HOME[first]:
            yield f"{line}: {first} in {room or 'the composition'}"


def test_every_room_is_in_the_table():
    rooms = {file.parent.name for file in APP.glob("*/__init__.py")}
    assert rooms <= set(ARROWS)


def test_the_table_has_no_circle():
    reachable: set[str] = set()
    while ready := {room for room, below in ARROWS.items() if below <= reachable} - reachable:
        reachable |= ready
    assert reachable == set(ARROWS)


def test_every_arrow_goes_the_agreed_way():
    found = [
        f"{file.relative_to(ROOT)}:{complaint}"
        for file in modules()
        for complaint in complaints(file.read_text(encoding="utf-8"), room_of(file), file.relative_to(ROOT).parent.parts)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("source", "room"),
    [
        ("import app.office", "targets"),
        ("from app import office", "targets"),
        ("from ..office import convert", "targets"),
        ("def late():\n    from app.ksef.client import Client", "archive"),
        ("import importlib\nimportlib.import_module('app.ui.window')", "office"),
        ("from app.targets.registry import TARGETS", "ui"),
        ("from app.ksef import limits", "sandbox"),
        ("import app.__main__", "ui"),
        ("from PySide6.QtCore import QObject", "office"),
        ("import sqlalchemy as sa", ""),
        ("import keyring.errors", "ksef"),
        ("import requests", "vault"),
    ],
)
def test_a_wrong_arrow_is_noticed(source: str, room: str):
    assert list(complaints(source, room, ("app", room) if room else ("app",)))


@pytest.mark.parametrize(
    ("source", "room"),
    [
        ("from app.base.money import total", "sandbox"),
        ("from app.office.convert import convert", "cli"),
        ("from .entry import Entry", "booking"),
        ("from PySide6.QtGui import QPdfWriter", "pdf"),
        ("from app.ui import window", ""),
    ],
)
def test_a_right_arrow_is_let_through(source: str, room: str):
    assert list(complaints(source, room, ("app", room) if room else ("app",))) == []


def test_no_file_has_two_jobs():
    """A file that grows beyond this usually has two: split it where the second begins."""
    lengths = {file: len(file.read_text(encoding="utf-8").splitlines()) for file in modules()}
    too_long = {
        str(file.relative_to(ROOT)): length
        for file, length in lengths.items()
        if length > (LONGEST_VIEW if room_of(file) == "ui" else LONGEST_FILE)
    }
    assert too_long == {}
