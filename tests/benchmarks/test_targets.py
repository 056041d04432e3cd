"""What each target costs beside reading and booking, as multiples of the bare parse of the same bytes. Prints a table; asserts no timing."""

import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import Any

import pytest
from lxml import etree

from app.base.findings import Level
from app.booking.book import book
from app.booking.entry import Entry
from app.invoice.document import Document
from app.targets.contract import Batch, Target
from app.targets.registry import TARGETS
from tests.benchmarks.test_conversion import _document
from tests.cast import CARPENTRY
from tests.targets.conftest import DECISIONS, WRITTEN_AT

pytestmark = pytest.mark.benchmark

_ROUNDS = 12
_IN_MEMORY = 64 * 1024 * 1024


def _book_for(document: Document) -> tuple[Entry, ...]:
    return book(document, CARPENTRY, DECISIONS).entries


def _written(target: Target[Any], entries: Sequence[Entry]) -> list[Entry]:
    """Those entries that the target writes without an answer."""
    batch = Batch(client=CARPENTRY, entries=entries, written_at=WRITTEN_AT)
    stopped = {found.document for found in target.check(batch, target.options()) if found.level is not Level.NOTES}
    return [entry for entry in entries if entry.source not in stopped and "" not in stopped]


def _best(work: Callable[[], object]) -> float:
    """Processor time of the fastest of several rounds."""
    times = []
    for _round in range(_ROUNDS):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def _check(target: Target[Any], entries: Sequence[Entry]) -> None:
    for _finding in target.check(Batch(client=CARPENTRY, entries=entries, written_at=WRITTEN_AT), target.options()):
        pass


def _write(target: Target[Any], entries: Sequence[Entry]) -> None:
    for file in target.write(Batch(client=CARPENTRY, entries=entries, written_at=WRITTEN_AT), target.options()):
        for _chunk in file.chunks:
            pass


def _read_back(target: Target[Any], entries: Sequence[Entry]) -> None:
    for file in target.write(Batch(client=CARPENTRY, entries=entries, written_at=WRITTEN_AT), target.options()):
        with SpooledTemporaryFile(max_size=_IN_MEMORY) as kept:
            for chunk in file.chunks:
                kept.write(chunk)
            kept.seek(0)
            for _document in target.read(kept):
                pass


def test_every_target(invoices: Path, expected: dict[str, dict[str, Any]]):
    """The month of the office's clients: own invoices of FA(3) that can be booked for the carpenter."""
    names = [name for name in expected if name.startswith("fa3") and expected[name]["client"] == "stolarnia"]
    data = {f"{name}.xml": (invoices / f"{name}.xml").read_bytes() for name in names}
    documents = {source: _document(each, source) for source, each in data.items()}
    entries = [
        entry
        for document in documents.values()
        for entry in _book_for(document)
        if all(finding.level is Level.NOTES for finding in entry.findings)
    ]
    lines = [
        "",
        f"{'format':<12}{'dok.':>6}{'odczyt':>9}{'księg.':>9}{'kontrola':>10}{'zapis':>8}{'razem':>8}{'odczyt pliku':>14}",
    ]
    for target in TARGETS:
        kept = _written(target, entries)
        sources = list(dict.fromkeys(entry.source for entry in kept))
        if not kept:
            lines.append(f"{target.id:<12}{0:>6}   pyta o każdy dokument bez ustawień")
            continue
        bare = _best(lambda sources=sources: [etree.fromstring(data[source]) for source in sources])
        read = _best(lambda sources=sources: [_document(data[source], source) for source in sources]) / bare
        booked = _best(lambda sources=sources: [_book_for(documents[source]) for source in sources]) / bare
        checked = _best(lambda target=target, kept=kept: _check(target, kept)) / bare
        written = _best(lambda target=target, kept=kept: _write(target, kept)) / bare
        back = _best(lambda target=target, kept=kept: _read_back(target, kept)) / bare - written
        lines.append(
            f"{target.id:<12}{len(kept):>6}{read:>8.1f}×{booked:>8.1f}×{checked:>9.1f}×{written:>7.1f}×{read + booked + written:>7.1f}×"
            f"{back:>13.1f}×"
        )
    sys.stdout.write("\n".join(lines) + "\n(cel: razem odczyt, księgowanie i zapis najwyżej 8×)\n")
    assert entries
