"""Against a real Secret Service: gnome-keyring over a D-Bus of its own, in a process of its own, with folders of its own."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the Secret Service exists on Linux only")

ROOT = Path(__file__).resolve().parents[2]
NEEDED = ("dbus-run-session", "gnome-keyring-daemon")

UNLOCKED = """
from app.base.environments import Environment
from app.vault.system import SystemVault
from app.vault.vault import LONGEST_SECRET, VaultState
vault, other = SystemVault(Environment.TEST), SystemVault(Environment.PRODUCTION)
assert vault.state() is VaultState.READY, vault.state()
assert vault.get("token/9992014701") is None
vault.set("token/9992014701", "pierwszy")
vault.set("token/9992014701", "zażółć gęślą jaźń")
vault.set("token/9992254701", "ż" * LONGEST_SECRET)
assert vault.get("token/9992014701") == "zażółć gęślą jaźń"
assert vault.get("token/9992254701") == "ż" * LONGEST_SECRET
assert other.get("token/9992014701") is None
assert SystemVault(Environment.TEST).get("token/9992014701") == "zażółć gęślą jaźń"
vault.delete("token/9992014701")
vault.delete("token/9992014701")
assert vault.get("token/9992014701") is None
print("done")
"""

LOCKED = """
import contextlib, secretstorage
from app.base.environments import Environment
from app.vault.errors import VaultLocked, VaultSilent
from app.vault.system import SystemVault
from app.vault.vault import VaultState
vault = SystemVault(Environment.TEST, patience=10)
vault.set("a", "tajne")
with contextlib.closing(secretstorage.dbus_init()) as bus:
    secretstorage.get_default_collection(bus).lock()
assert vault.state() is VaultState.LOCKED, vault.state()
try:
    vault.get("a")
except (VaultLocked, VaultSilent) as refused:
    assert "tajne" not in str(refused)
    print("done")
"""

NOBODY = """
from app.base.environments import Environment
from app.vault.errors import VaultMissing
from app.vault.system import SystemVault
from app.vault.vault import VaultState
vault = SystemVault(Environment.TEST, patience=10)
assert vault.state() is VaultState.MISSING, vault.state()
try:
    vault.set("a", "tajne")
except VaultMissing:
    print("done")
"""


def run(code, tmp_path, *, daemon=True):
    """Run `code` on a fresh bus; with a keyring that is open, or where there is neither bus nor keyring."""
    missing = [name for name in NEEDED if not shutil.which(name)]
    if missing:
        pytest.skip(f"no {', '.join(missing)} here (Debian: gnome-keyring, dbus-daemon)")
    folders = {name: tmp_path / name.lower() for name in ("XDG_DATA_HOME", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME", "HOME")}
    for folder in folders.values():
        folder.mkdir(mode=0o700)
    command = [sys.executable, "-c", code]
    if daemon:
        unlock = "printf haslo | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1"
        command = ["dbus-run-session", "--", "sh", "-c", f'{unlock} && exec "$0" "$@"', *command]
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("DBUS", "DISPLAY", "WAYLAND", "PYTHON"))},
        **{name: str(folder) for name, folder in folders.items()},
        **({} if daemon else {"DBUS_SESSION_BUS_ADDRESS": f"unix:path={tmp_path}/nobody"}),
    }
    done = subprocess.run(  # noqa: S603 – our own code
        command,
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return done.stdout.strip().splitlines()[-1:], done.stderr


@pytest.mark.parametrize(
    ("code", "daemon"), [(UNLOCKED, True), (LOCKED, True), (NOBODY, False)], ids=["unlocked", "locked", "nobody"]
)
def test_the_secret_service(code, daemon, tmp_path):
    last, errors = run(code, tmp_path, daemon=daemon)
    assert last == ["done"], errors
