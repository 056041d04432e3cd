"""A story in a process of its own, with a real keyring: the program is killed with SIGKILL at instants that KSeF chooses, and started again.

Arguments: a data folder, the folder of invoices, and how many of the instants. Prints ``done`` when the promise held.
"""

import datetime as dt
import json
import subprocess
import sys
import time
from pathlib import Path

from app.base.environments import Environment
from app.base.paths import Paths
from app.office.archives import open_archive
from app.sandbox.limits import Limits
from app.sandbox.server import Sandbox
from app.sandbox.training import Seed
from app.vault import names
from app.vault.system import SystemVault
from tests.office.ksef_peer import SELLER, another, held_in

PATIENCE = 60.0
INSTANTS = ("/invoices/exports", "/invoices/exports/", "/storage/", "/auth/ksef-token", "/storage/", "/invoices/exports/")


def program(data: Path, url: str, *arguments: str, **how: object) -> "subprocess.Popen[str]":
    """The command line, as an office would run it."""
    command = [sys.executable, "-m", "app", "--data-dir", str(data), *arguments, "--environment", "training"]
    command += ["--nip", SELLER, "--api-url", url]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, **how)  # noqa: S603 - our own code


def killed_at(process: "subprocess.Popen[str]", ksef: Sandbox, path: str, seen: int) -> bool:
    """Kill the program as soon as KSeF gets a request to `path`; False where it ended before."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        if any(path in request.path for request in ksef.requests[seen:]):
            process.kill()
            process.communicate()
            return True
        time.sleep(0.002)
    process.communicate()
    return False


def main(data: Path, invoices: Path, count: int) -> None:
    """Tell the story."""
    vault = SystemVault(Environment.TRAINING)
    assert vault.get(names.token(SELLER)) is None, "this keyring is somebody's: its token would be replaced"
    try:
        _story(data, invoices, count, vault)
    finally:
        vault.delete(names.token(SELLER))
    sys.stdout.write("done\n")


def _story(data: Path, invoices: Path, count: int, vault: SystemVault) -> None:
    xml = (invoices / "fa3-vat.xml").read_bytes()
    with Sandbox(Seed.empty(SELLER), limits=Limits.none(), export_polls=1, cap=10, part_size=4000) as ksef:
        begun = ksef.clock.now() - dt.timedelta(days=5)
        for number in range(4 * count):
            ksef.add_invoice(another(xml, f"FV/{number}"), stored=begun + dt.timedelta(minutes=number))
        setting = program(data, ksef.base_url, "access", "set")
        setting.communicate(ksef.training_token(SELLER))
        assert setting.returncode == 0
        since = (begun - dt.timedelta(days=5)).date().isoformat()
        for instant in INSTANTS[:count]:
            process = program(data, ksef.base_url, "sync", "--since", since, "--json")
            assert killed_at(process, ksef, instant, len(ksef.requests)), f"not killed at {instant}"
        final = program(data, ksef.base_url, "sync", "--since", since, "--json")
        (result,) = json.loads(final.communicate()[0])["clients"]
        assert (final.returncode, result["state"]) == (0, "complete"), result
        with open_archive(Paths(data), Environment.TRAINING) as archive:
            assert held_in(archive, SELLER) == ksef.documents(SELLER)
        assert vault.get(names.token(SELLER)) is not None
        started = [request.answer["referenceNumber"] for request in ksef.requests if request.path.endswith("/exports")]
        left = [reference for reference in started if vault.get(names.export_key(reference)) is not None]
        assert left == []


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
