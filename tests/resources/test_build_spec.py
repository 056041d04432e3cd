"""The recipe of the frozen program: it leaves out nothing that the program imports, and brings nothing that it never opens."""

import ast
import os
import re
import sys
from pathlib import Path

import pytest

from tests.resources.conftest import ROOT

TREE = ast.parse((ROOT / "build.spec").read_text(encoding="utf-8"))
QT = "/somewhere/site-packages/PySide6"


def _assigned(name: str) -> object:
    """The value of a constant of the recipe."""
    (value,) = (
        node.value
        for node in TREE.body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == name
    )
    return eval(compile(ast.Expression(value), "build.spec", "eval"), {})  # noqa: S307 - our own recipe


def _wanted(system: str):
    """The recipe's own judgement of a file on a system."""
    (judge,) = (node for node in TREE.body if isinstance(node, ast.FunctionDef) and node.name == "_wanted")
    scope = {name: _assigned(name) for name in ("UNWANTED", "PYTHON_NEEDS")}
    scope |= {"WINDOWS": system == "win32", "MAC": system == "darwin", "LINUX": system == "linux", "Path": Path, "re": re}
    exec(compile(ast.Module([judge], []), "build.spec", "exec"), scope)  # noqa: S102 - our own recipe
    return lambda name, source, kind="BINARY": scope["_wanted"]((name, source, kind))


def _imported() -> set[str]:
    """Every dotted name that a module of the program imports."""
    names = set()
    for file in (ROOT / "app").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def test_nothing_that_the_program_imports_is_excluded():
    excluded = _assigned("EXCLUDED")
    assert isinstance(excluded, list)
    assert "tkinter" in excluded
    assert [name for name in sorted(_imported()) for out in excluded if name == out or name.startswith(f"{out}.")] == []


@pytest.mark.parametrize("module", ["QtCore", "QtGui", "QtWidgets", "QtSvg", "QtNetwork", "QtPrintSupport"])
def test_the_modules_of_qt_that_the_window_stands_on_are_kept(module: str):
    excluded = _assigned("EXCLUDED")
    assert isinstance(excluded, list)
    assert f"PySide6.{module}" not in excluded


@pytest.mark.parametrize(
    "name",
    [
        "PySide6/Qt/plugins/platforms/libqxcb.so", "PySide6/Qt/plugins/platforms/libqwayland.so",
        "PySide6/Qt/plugins/platforms/libqoffscreen.so", "PySide6/Qt/plugins/printsupport/libcupsprintersupport.so",
        "PySide6/Qt/lib/libQt6PrintSupport.so.6",
        "PySide6/Qt/plugins/iconengines/libqsvgicon.so", "PySide6/Qt/plugins/imageformats/libqsvg.so", "PySide6/Qt/lib/libQt6Widgets.so.6",
        "PySide6/Qt/lib/libicudata.so.73", "PySide6/Qt/translations/qtbase_pl.qm", "PySide6/Qt/translations/qtbase_en.qm",
        "lxml/etree.so", "app/pdf/fonts/Roboto-Regular.ttf", "PySide6/Qt/plugins/wayland-shell-integration/libxdg-shell.so",
    ],
)  # fmt: skip
def test_what_a_window_on_linux_opens_is_there(name: str):
    assert _wanted("linux")(name, f"/somewhere/site-packages/{name}")


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("libgtk-3.so.0", "/usr/lib/x86_64-linux-gnu/libgtk-3.so.0"), ("libstdc++.so.6", "/usr/lib/x86_64-linux-gnu/libstdc++.so.6"),
        ("libX11.so.6", "/usr/lib/x86_64-linux-gnu/libX11.so.6"), ("libglib-2.0.so.0", "/usr/lib/x86_64-linux-gnu/libglib-2.0.so.0"),
        ("libzstd.so.1", "/usr/lib/x86_64-linux-gnu/libzstd.so.1"),
        ("PySide6/Qt/plugins/platformthemes/libqgtk3.so", f"{QT}/Qt/plugins/platformthemes/libqgtk3.so"),
        ("PySide6/Qt/lib/libQt6Quick.so.6", f"{QT}/Qt/lib/libQt6Quick.so.6"), ("PySide6/Qt/lib/libQt6Pdf.so.6", f"{QT}/Qt/lib/libQt6Pdf.so.6"),
        ("PySide6/Qt/translations/qtbase_de.qm", f"{QT}/Qt/translations/qtbase_de.qm"),
    ],
)  # fmt: skip
def test_what_belongs_to_linux_or_to_no_window_is_left_out(name: str, source: str):
    assert not _wanted("linux")(name, source)


@pytest.mark.parametrize(
    "name",
    ["libpython3.11.so.1.0", "libcrypto.so.3", "libssl.so.3", "libsqlite3.so.0", "libffi.so.8", "libz.so.1", "liblzma.so.5"],
)
def test_what_python_itself_needs_comes_along(name: str):
    assert _wanted("linux")(name, f"/usr/lib/x86_64-linux-gnu/{name}")


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("PySide6\\plugins\\platforms\\qwindows.dll", True), ("PySide6\\plugins\\platforms\\qoffscreen.dll", True),
        ("PySide6\\plugins\\styles\\qmodernwindowsstyle.dll", True), ("PySide6\\plugins\\iconengines\\qsvgicon.dll", True),
        ("PySide6\\Qt6Core.dll", True), ("PySide6\\MSVCP140.dll", True), ("VCRUNTIME140.dll", True), ("sqlite3.dll", True),
        ("PySide6\\translations\\qtbase_pl.qm", True), ("PySide6\\translations\\qtbase_fr.qm", False),
        ("PySide6\\Qt6PrintSupport.dll", True),
        ("PySide6\\opengl32sw.dll", False), ("PySide6\\Qt6Quick.dll", False), ("PySide6\\plugins\\platforms\\qdirect2d.dll", False),
    ],
)  # fmt: skip
def test_on_windows_the_window_has_its_plugins_and_run_times(name: str, *, kept: bool):
    source = f"C:\\Python\\Lib\\site-packages\\{name}"
    assert _wanted("win32")(name, source, "DATA" if name.endswith(".qm") else "BINARY") is kept


def test_programs_are_not_packed_and_windows_gets_a_console_twin():
    text = (ROOT / "build.spec").read_text(encoding="utf-8")
    assert text.count("upx=False") == 2
    assert 'programs = [_program("konwerter-ksef", console=True)]' in text
    assert "_program(NAME, console=False)" in text
    for shown in ("FileVersion", "ProductName", "LegalCopyright", "app.ico"):
        assert shown in text


@pytest.mark.parametrize(("system", "folder"), [("linux", "PySide6/Qt/plugins"), ("win32", "PySide6/plugins")])
def test_qt_is_told_of_its_plugins_without_being_loaded(
    system: str, folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    monkeypatch.setenv("QT_PLUGIN_PATH", "/usr/lib/qt6/plugins")
    code = (ROOT / "resources" / "frozen_qt.py").read_text(encoding="utf-8")
    exec(compile(code, "frozen_qt.py", "exec"), {})  # noqa: S102 - our own hook, as the bootloader runs it
    assert Path(os.environ["QT_PLUGIN_PATH"]) == tmp_path / folder
    assert "PySide6" not in re.findall(r"^(?:import|from) (\w+)", code, re.MULTILINE)
    assert "pyi_rth_pyside6" in (ROOT / "build.spec").read_text(encoding="utf-8")
