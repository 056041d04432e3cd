"""kill -9, for real: separate processes, a real keyring (gnome-keyring over a D-Bus of its own; Windows' own), the command line."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NEEDED = ("dbus-run-session", "gnome-keyring-daemon")
UNLOCK = 'printf haslo | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1 && exec "$0" "$@"'


def tell(tmp_path, invoices, instants):
    story = [sys.executable, "-m", "tests.office.kill_story", str(tmp_path / "data"), str(invoices), str(instants)]
    command, surroundings = (story, dict(os.environ)) if sys.platform == "win32" else on_a_bus_of_its_own(story, tmp_path)
    done = subprocess.run(  # noqa: S603 - our own code
        command,
        cwd=ROOT,
        env={**surroundings, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )
    assert done.stdout.strip().endswith("done"), done.stderr


def on_a_bus_of_its_own(story, tmp_path):
    """The command that tells the story with a fresh, unlocked keyring, and its environment."""
    missing = [name for name in NEEDED if not shutil.which(name)]
    if missing:
        pytest.skip(f"no {', '.join(missing)} here (Debian: gnome-keyring, dbus-daemon)")
    folders = {name: tmp_path / name.lower() for name in ("XDG_DATA_HOME", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME", "HOME")}
    for folder in folders.values():
        folder.mkdir(mode=0o700)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DBUS", "DISPLAY", "WAYLAND", "KONWERTER"))}
    command = [shutil.which("dbus-run-session"), "--", "sh", "-c", UNLOCK, *story]
    return command, {**kept, **{name: str(folder) for name, folder in folders.items()}}


def test_killed_while_an_export_is_on_its_way(tmp_path, invoices):
    tell(tmp_path, invoices, 1)


@pytest.mark.heavy
def test_killed_at_every_kind_of_instant(tmp_path, invoices):
    tell(tmp_path, invoices, 6)
