"""What each target costs beside reading and booking, as multiples of the bare parse of the same bytes. Prints a table; asserts no timing."""

import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import Any

import msgspec
import pytest
from lxml import etree

from app.base.findings import Level
from app.booking.book import book
from app.booking.client import Client
from app.booking.entry import Entry
from app.invoice.document import Document
from app.sandbox.numbers import ksef_number
from app.targets.contract import Batch, Target
from app.targets.registry import TARGETS
from tests.benchmarks.test_conversion import _document
from tests.cast import CARPENTRY
from tests.targets.conftest import WRITTEN_AT
from tests.targets.conversion import way
from tests.targets.offices import complete_options, office_client

pytestmark = pytest.mark.benchmark

_ROUNDS = 12
_COPIES = 8
"""So many months of the own invoices make a month of a busy client."""
_IN_MEMORY = 64 * 1024 * 1024


@dataclass(frozen=True)
class _Month:
    """What a target writes of the month: answered documents, entries of all copies, and the answers."""

    target: Target[Any]
    options: Any
    client: Client
    answers: dict[str, dict[str, str]]
    entries: tuple[Entry, ...]

    @property
    def batch(self) -> Batch:
        return Batch(client=self.client, entries=self.entries, written_at=WRITTEN_AT)


def _month(target: Target[Any], documents: Mapping[str, Document]) -> _Month:
    """The documents that the target writes for an office which has filled in its settings and answers what is asked."""
    options, whose = complete_options(target), office_client(target, CARPENTRY)
    ways = {source: way(target, options, document, whose) for source, document in documents.items()}
    written = {source: one for source, one in ways.items() if one.written}
    copies = tuple(_copy(entry, place) for place in range(_COPIES) for one in written.values() for entry in one.batch.entries)
    batch = Batch(client=whose, entries=copies, written_at=WRITTEN_AT)
    stopped = {found.document for found in target.check(batch, options) if found.level is not Level.NOTES}
    kept = tuple(entry for entry in copies if entry.source not in stopped)
    return _Month(target, options, whose, {source: dict(one.batch.entries[0].decisions) for source, one in written.items()}, kept)


def _copy(entry: Entry, place: int) -> Entry:
    """The same document under a number, a KSeF number and a file name of its own."""
    source = f"{place}-{entry.source}"
    number = ksef_number(entry.ksef_number[:10], entry.issue_date, source.encode()) if entry.ksef_number else ""
    return msgspec.structs.replace(entry, number=f"{place}/{entry.number}", ksef_number=number, source=source)


def _best(*works: Callable[[], object]) -> list[float]:
    """Processor time of each work in the fastest of several rounds. All take turns, so that what slows the machine slows them alike."""
    times: list[list[float]] = [[] for _work in works]
    for _round in range(_ROUNDS):
        for place, work in enumerate(works):
            start = time.process_time()
            work()
            times[place].append(time.process_time() - start)
    return [min(taken) for taken in times]


def _one_by_one(sources: list[str], work: Callable[[str], object]) -> None:
    """As a conversion does it: no document is kept when the next comes."""
    for source in sources:
        work(source)


def _check(month: _Month) -> None:
    for _finding in month.target.check(month.batch, month.options):
        pass


def _write(month: _Month) -> None:
    for file in month.target.write(month.batch, month.options):
        for _chunk in file.chunks:
            pass


def _read_back(month: _Month) -> None:
    for file in month.target.write(month.batch, month.options):
        with SpooledTemporaryFile(max_size=_IN_MEMORY) as kept:
            for chunk in file.chunks:
                kept.write(chunk)
            kept.seek(0)
            for _document in month.target.read(kept):
                pass


def test_every_target(invoices: Path, expected: dict[str, dict[str, Any]]):
    """A busy month of one client: own invoices of FA(3) of the carpenter, several times over."""
    names = [name for name in expected if name.startswith("fa3") and expected[name]["client"] == "stolarnia"]
    data = {f"{name}.xml": (invoices / f"{name}.xml").read_bytes() for name in names}
    documents = {source: _document(each, source) for source, each in data.items()}
    lines = [
        "",
        f"{'format':<12}{'dok.':>6}{'odczyt':>9}{'księg.':>9}{'kontrola':>10}{'zapis':>8}{'razem':>8}{'odczyt pliku':>14}",
    ]
    for target in TARGETS:
        month = _month(target, documents)
        assert month.entries, target.id
        sources = [entry.source.split("-", 1)[1] for entry in month.entries]
        bare, *others = _best(
            lambda s=sources: _one_by_one(s, lambda source: etree.fromstring(data[source])),
            lambda s=sources: _one_by_one(s, lambda source: _document(data[source], source)),
            lambda s=sources, m=month: _one_by_one(s, lambda source: book(documents[source], m.client, m.answers[source])),
            lambda month=month: _check(month),
            lambda month=month: _write(month),
            lambda month=month: _read_back(month),
        )
        read, booked, checked, written, back = (taken / bare for taken in others)
        lines.append(
            f"{target.id:<12}{len(month.entries):>6}{read:>8.1f}×{booked:>8.1f}×{checked:>9.1f}×{written:>7.1f}×"
            f"{read + booked + written:>7.1f}×{back - written:>13.1f}×"
        )
    sys.stdout.write("\n".join(lines) + "\n(cel: razem odczyt, księgowanie i zapis najwyżej 8×)\n")
