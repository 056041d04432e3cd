"""What a package costs: from KSeF's storage to the committed archive, against the least that could be done with the same bytes."""

import datetime as dt
import hashlib
import shutil
import sqlite3
import subprocess
import sys
import time
import zipfile
import zlib
from pathlib import Path

import pytest

from app.archive.clients import add_client
from app.base.environments import Environment
from app.base.paths import Paths
from app.booking.client import Client
from app.ksef import exports, packages
from app.ksef.contexts import Context
from app.ksef.errand import Errand
from app.ksef.filters import Filters, Role
from app.ksef.tokens import TokenCredential
from app.office.archives import open_archive
from app.office.connection import connect
from app.office.flights import Flight
from app.office.landing import land_package
from app.office.reading import read_arrivals
from app.office.windows import Window, mark_of
from app.office.work import Work
from tests.benchmarks.serve_sandbox import NIP

DOCUMENTS = 10_000
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def served():
    server = [sys.executable, str(Path(__file__).with_name("serve_sandbox.py")), str(DOCUMENTS), str(ROOT / "tests" / "invoices")]
    with subprocess.Popen(  # noqa: S603 - our own code
        server, cwd=ROOT, env={"PYTHONPATH": str(ROOT)}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield process.stdout.readline().split()
        process.stdin.close()


def least(package: Path, database: Path) -> float:
    """Seconds to unzip, hash, compress and insert the same bytes, and nothing else."""
    begun = time.perf_counter()
    connection = sqlite3.connect(database)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("CREATE TABLE documents (name TEXT, sha256 TEXT, xml BLOB)")
    with zipfile.ZipFile(package) as archive, connection:
        for name in archive.namelist():
            content = archive.read(name)
            row = (name, hashlib.sha256(content).hexdigest(), zlib.compress(content))
            connection.execute("INSERT INTO documents VALUES (?, ?, ?)", row)
    connection.close()
    return time.perf_counter() - begun


@pytest.mark.benchmark
def test_ten_thousand_documents_from_package_to_archive(served, tmp_path):
    resource = pytest.importorskip("resource", reason="Windows does not tell a process its peak of memory this way")
    url, token = served
    with (
        open_archive(Paths(tmp_path), Environment.TRAINING) as archive,
        connect(archive, remember=False, api_url=url) as connection,
    ):
        add_client(archive, Client(nip=NIP))
        errand = Errand()
        session = connection.ksef.sign_in(Context.parse(NIP), TokenCredential(token), errand)
        now = connection.now()
        start, end = mark_of(now - dt.timedelta(days=60)), mark_of(now)
        window = Window(start.ticks, start, end, last=True)
        work = Work(connection, session, Role.SELLER, errand)
        started = exports.start(session, Filters(Role.SELLER, start.text, end.text), errand)
        package = exports.wait(session, started.reference, errand).package
        with packages.fetch(session, started.reference, package, started.secret, errand) as opened:
            opened._archive.seek(0)
            with (tmp_path / "package.zip").open("wb") as copy:
                shutil.copyfileobj(opened._archive, copy)
        bare = least(tmp_path / "package.zip", tmp_path / "least.sqlite")
        begun = time.perf_counter()
        with packages.fetch(session, started.reference, package, started.secret, errand) as opened:
            landed = land_package(work, Flight(window, started.reference, started.secret), package, opened, final=False)
        committed = time.perf_counter() - begun
        readings = read_arrivals(archive, NIP)
        read = time.perf_counter() - begun - committed
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    assert (landed.delivered.new, readings.read, readings.problems) == (DOCUMENTS, DOCUMENTS, 0)
    sys.stdout.write(
        f"\n{DOCUMENTS} documents: least {bare:.2f} s; package to archive {committed:.2f} s = {committed / bare:.2f}x;"
        f" then read and booked for the lists {read:.2f} s (all {(committed + read) / bare:.2f}x); peak {peak:.0f} MB\n"
    )
