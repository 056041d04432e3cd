"""The packages for Linux: what is in them, where, and what they ask of the system."""

import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from app import __version__
from tests.resources.conftest import ROOT

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="packages for Linux are made on Linux")


@pytest.fixture
def packages(built: Path, tmp_path: Path) -> Path:
    for tool in ("dpkg-deb", "xz"):
        if shutil.which(tool) is None:
            pytest.skip(f"{tool} is not installed")
    out = tmp_path / "wyniki"
    subprocess.run(["sh", str(ROOT / "resources" / "package.sh"), str(built), str(out)], check=True, capture_output=True)
    return out


def _said(*command: str, **environment: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True, env={**os.environ, **environment}).stdout


def _deb(packages: Path) -> str:
    (deb,) = packages.glob("konwerter-ksef_*.deb")
    return str(deb)


def test_the_deb_names_its_version_and_what_qt_asks_of_the_system(packages: Path):
    deb = _deb(packages)
    assert _said("dpkg-deb", "-f", deb, "Package").strip() == "konwerter-ksef"
    assert _said("dpkg-deb", "-f", deb, "Version").strip() == __version__
    needs = {name.split()[0] for name in _said("dpkg-deb", "-f", deb, "Depends").split(", ")}
    wanted = (ROOT / "resources" / "setup.sh").read_text(encoding="utf-8")
    for variable in ("libraries", "window_libraries"):
        names = wanted.split(f'\n{variable}="', 1)[1].split('"', 1)[0].split()
        assert set(names) <= needs, "what the program needs from source it needs from a package too"


def test_the_deb_puts_the_program_on_the_path_and_in_the_menu(packages: Path, tmp_path: Path):
    tree = tmp_path / "system"
    subprocess.run(["dpkg-deb", "-x", _deb(packages), str(tree)], check=True)
    link = tree / "usr" / "bin" / "konwerter-ksef"
    assert link.resolve() == tree / "usr" / "lib" / "konwerter-ksef" / "konwerter-ksef"
    assert _said(str(link)) == "konwerter-ksef\n"
    assert (tree / "usr/lib/konwerter-ksef/_internal/app/dane.txt").is_file()
    assert (tree / "usr/share/applications/konwerter-ksef.desktop").is_file()
    assert (tree / "usr/share/icons/hicolor/scalable/apps/konwerter-ksef.svg").is_file()
    assert (tree / "usr/share/doc/konwerter-ksef/copyright").is_file()


def test_everything_in_the_deb_belongs_to_root_and_nothing_is_writable_by_others(packages: Path):
    for line in _said("dpkg-deb", "-c", _deb(packages)).splitlines():
        rights, owner = line.split()[:2]
        assert owner == "root/root", line
        assert rights.startswith("l") or (rights[5] != "w" and rights[8] != "w"), line


def test_the_menu_entry_is_one_that_desktops_understand():
    lines = (ROOT / "resources/linux/konwerter-ksef.desktop").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "[Desktop Entry]"
    entry = dict(line.split("=", 1) for line in lines[1:])
    assert entry["Type"] == "Application"
    assert entry["Exec"].split() == ["konwerter-ksef", "--open", "%F"]
    assert "MimeType" not in entry, "what opens XML files stays as it is"
    assert entry["Categories"].endswith(";")


def test_the_tarball_adds_itself_to_the_menu_of_one_user_and_takes_itself_out(packages: Path, tmp_path: Path):
    (packed,) = packages.glob("*.tar.xz")
    home = tmp_path / "$dom 100%"
    with tarfile.open(packed) as archive:
        archive.extractall(home, filter="data")
    (folder,) = home.iterdir()
    shared = tmp_path / "share"
    _said("sh", str(folder / "dodaj-do-menu.sh"), XDG_DATA_HOME=str(shared))
    entry = shared / "applications" / "konwerter-ksef.desktop"
    (command,) = (line for line in entry.read_text(encoding="utf-8").splitlines() if line.startswith("Exec="))
    program = str(folder / "konwerter-ksef").replace("$", "\\$").replace("%", "%%")
    assert command == f'Exec="{program}" --open %F'
    assert (shared / "icons/hicolor/scalable/apps/konwerter-ksef.svg").is_file()
    _said("sh", str(folder / "dodaj-do-menu.sh"), "--usun", XDG_DATA_HOME=str(shared))
    assert [path for path in shared.rglob("*") if path.is_file()] == []
    assert _said(str(folder / "konwerter-ksef")) == "konwerter-ksef\n"
