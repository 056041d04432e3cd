"""An office of a hundred clients: what a first download of three months costs KSeF, and how long it would take under its limits."""

import datetime as dt
import re
import sys
import threading
from collections import Counter

import pytest

from app.base.environments import Environment
from app.base.paths import Paths
from app.base.progress import CancelToken
from app.office.access import set_token
from app.office.archives import open_archive
from app.office.connection import connect
from app.office.sync import SyncState, sync
from app.sandbox.clock import Clock
from app.sandbox.server import Sandbox
from app.sandbox.training import Seed
from app.vault.memory import MemoryVault

CLIENTS = 100
DOCUMENTS = 300
ROLES = 4
WINDOWS = 1  # three months are 92 days, a window takes 99
NOW = dt.datetime(2026, 11, 20, 9, 0, tzinfo=dt.UTC)
DAYS = 92
WORKERS = 4


class ParallelClock:
    """Time passes when all workers wait: the one who wakes first pushes it. Idle workers are noticed by their silence."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._changed = threading.Condition()
        self._wakes: list[float] = []

    def now(self) -> float:
        return self._sandbox.clock.now().timestamp()

    def sleep(self, seconds: float, cancel: CancelToken) -> None:
        cancel.check()
        with self._changed:
            wake = self.now() + seconds
            self._wakes.append(wake)
            silent = False
            while self.now() < wake:
                if wake <= min(self._wakes) and (silent or len(self._wakes) >= WORKERS):
                    self._sandbox.advance(wake - self.now() + 1e-6)
                    self._changed.notify_all()
                else:
                    silent = not self._changed.wait(0.2)
            self._wakes.remove(wake)
            self._changed.notify_all()


def nip(number: int) -> str:
    """The n-th invented NIP with a right check digit."""
    for tail in range(number * 11, number * 11 + 11):
        digits = f"99930{tail:04d}"
        check = sum(int(digit) * weight for digit, weight in zip(digits, (6, 5, 7, 2, 3, 4, 5, 6, 7), strict=True)) % 11
        if check < 10:
            return f"{digits}{check}"
    raise AssertionError


@pytest.mark.benchmark
def test_a_hundred_clients(tmp_path, invoices):
    sale = (invoices / "fa3-vat.xml").read_bytes()
    nips = [nip(number) for number in range(1, CLIENTS + 1)]
    with Sandbox(Seed.empty(*nips), clock=Clock(start=NOW)) as ksef:
        for place, own in enumerate(nips):
            for number in range(DOCUMENTS):
                other = nips[(place + 1 + number % 7) % CLIENTS] if number % 2 else "9992054706"
                xml = re.sub(rb"(<Podmiot1>.*?<NIP>)[0-9]+", rb"\g<1>" + own.encode(), sale, count=1, flags=re.DOTALL)
                xml = re.sub(rb"(<Podmiot2>.*?<NIP>)[0-9]+", rb"\g<1>" + other.encode(), xml, count=1, flags=re.DOTALL)
                xml = re.sub(rb"<P_2>.*?</P_2>", b"<P_2>FV/%d</P_2>" % number, xml, count=1)
                ksef.add_invoice(xml, stored=NOW - dt.timedelta(days=DAYS - 1) * (number + 1) / (DOCUMENTS + 1))
        clock = ParallelClock(ksef)
        vault = MemoryVault(Environment.TRAINING)
        with (
            open_archive(Paths(tmp_path), Environment.TRAINING) as archive,
            connect(archive, api_url=ksef.base_url, vault=vault, clock=clock) as connection,
        ):
            for own in nips:
                set_token(connection, own, ksef.training_token(own))
            begun = clock.now()
            done = sync(connection, since=(NOW - dt.timedelta(days=DAYS)).date())
            first = clock.now() - begun
            documents = sum(result.new for result in done.clients)
            calls = Counter(
                (request.method, re.sub(r"[0-9]{8}-[^/]+|[0-9]{10}-[^/]+", "…", request.path)) for request in ksef.requests
            )
            ksef.advance(86_400)
            seen, begun = len(ksef.requests), clock.now()
            again = sync(connection)
            second = clock.now() - begun
            later = Counter(request.path for request in ksef.requests[seen:] if request.method == "POST")
        assert {result.state for result in (*done.clients, *again.clients)} == {SyncState.COMPLETE}
        assert ksef.limit_violations == 0
    work = sum(count for (method, path), count in calls.items() if counted(method, path))
    least = CLIENTS * ROLES * WINDOWS
    lines = "".join(f"    {count:6} {method} {path}\n" for (method, path), count in sorted(calls.items(), key=str))
    sys.stdout.write(
        f"\n{CLIENTS} clients, {documents} documents: {work} exports, listings and single downloads = {work / least:.2f}x of {least};"
        f" simulated {first / 60:.0f} min; a day later {sum(later.values())} POSTs, {second / 60:.0f} min\n{lines}"
    )
    assert work <= 1.2 * least


def counted(method: str, path: str) -> bool:
    """Whether a call is an export's start, a listing or a single download."""
    return (method == "POST" and path.endswith(("/invoices/exports", "/invoices/query/metadata"))) or "/invoices/ksef/" in path
