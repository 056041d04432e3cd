"""Thousands of invoices in one run: read one by one, kept on the disk, never all in memory."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.office.conftest import NIP

_NAMES = ("fa3-vat.xml", "fa3-vat-zakup.xml", "fa3-eur-kurs.xml", "fa3-brutto.xml", "fa3-zal.xml", "fa3-mpp.xml")

# The child measures itself: in the test's own process pytest, Qt and earlier tests would be counted too. Not by getrusage: a new
# program inherits that peak from the process that started it.
_CHILD = """
import sys
from pathlib import Path
from app.cli.main import main
status = main(["convert", sys.argv[1], "--nip", sys.argv[2], "--to", sys.argv[4], "--out", sys.argv[3], "--report", sys.argv[3] + "/r.json",
               "--decide", "receipt_date=issue"], lambda _folder: 0)
peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM:"))
print(status, peak.split()[1])
"""


@pytest.fixture
def package(tmp_path, changed):
    def made(count: int) -> Path:
        place = tmp_path / f"{count}.zip"
        contents = {name: changed(name, "NUMER-DO-ZAMIANY") for name in _NAMES}
        with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for number in range(count):
                name = _NAMES[number % len(_NAMES)]
                archive.writestr(f"{number:06}.xml", contents[name].replace(b"NUMER-DO-ZAMIANY", f"FS/{number}/2026".encode()))
        return place

    return made


def _peak(package: Path, out: Path, target: str) -> float:
    """Megabytes at the peak of converting a package in a process of its own."""
    out.mkdir()
    root = Path(__file__).resolve().parents[2]
    command = [sys.executable, "-c", _CHILD, str(package), NIP, str(out), target]
    done = subprocess.run(command, cwd=root, capture_output=True, encoding="utf-8", check=True)  # noqa: S603 - our own program
    status, peak = done.stdout.splitlines()[-1].split()
    assert status == "0", done.stderr[-2000:]
    return int(peak) / 1024


@pytest.mark.skipif(sys.platform != "linux", reason="the peak is read from /proc")
def test_a_few_hundred_invoices_in_one_run(package, tmp_path):
    assert _peak(package(300), tmp_path / "wynik", "epp") < 300


@pytest.mark.heavy
@pytest.mark.skipif(sys.platform != "linux", reason="the peak is read from /proc")
@pytest.mark.parametrize("target", ["epp", "optima", "csv", "xlsx"])
def test_ten_and_twenty_thousand_invoices_take_the_same_memory(package, tmp_path, target):
    ten = _peak(package(10_000), tmp_path / "dziesiec", target)
    twenty = _peak(package(20_000), tmp_path / "dwadziescia", target)
    sys.stdout.write(f"{target}: 10 000: {ten:.0f} MB, 20 000: {twenty:.0f} MB\n")
    assert ten < 300
    assert twenty < ten * 1.1
