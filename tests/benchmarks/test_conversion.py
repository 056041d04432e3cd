"""How long reading, booking, checking and writing EPP take, as a multiple of the bare parse of the same bytes. Prints; asserts no timing."""

import csv
import datetime as dt
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from lxml import etree

from app.base.findings import Level
from app.base.ksef_number import find
from app.booking.book import book
from app.booking.client import Client
from app.booking.entry import Entry
from app.invoice.document import Document
from app.invoice.forms import Form
from app.invoice.read import read_document
from app.targets.contract import Batch
from app.targets.epp.options import EppOptions
from app.targets.registry import target

pytestmark = pytest.mark.benchmark

_ROUNDS = 40
_NUMBER = "9992174706-20260409-3FFAF60820CD-63"
_DECISIONS = {"receipt_date": "issue"}
_EPP = target("epp")
_CLIENT = Client(nip="9992034709", name="Stolarnia")
_WRITTEN_AT = dt.datetime(2026, 12, 1, tzinfo=dt.UTC)


def _document(data: bytes, source: str = "x.xml") -> Document:
    return read_document(data, source=source, ksef_number=_NUMBER)


def _book(document: Document) -> tuple[Entry, ...]:
    """Booked for the seller: every document has one."""
    return book(document, Client(nip=document.invoice.seller.nip), _DECISIONS).entries


def _batch(entries: Sequence[Entry]) -> Batch:
    return Batch(_CLIENT, entries, _WRITTEN_AT)


def _check(entries: Sequence[Entry]) -> None:
    for _finding in _EPP.check(_batch(entries), EppOptions()):
        pass


def _write(entries: Sequence[Entry]) -> None:
    for file in _EPP.write(_batch(entries), EppOptions()):
        for _chunk in file.chunks:
            pass


def _written(files: Sequence[bytes]) -> list[bytes]:
    """Those files that can be written, in one batch, without an answer."""
    entries = [entry for place, data in enumerate(files) for entry in _book(_document(data, str(place)))]
    found = [(entry.source, finding) for entry in entries for finding in entry.findings]
    found += [(finding.document, finding) for finding in _EPP.check(_batch(entries), EppOptions())]
    refused = {source for source, finding in found if finding.level is not Level.NOTES}
    return [files[int(source)] for source in dict.fromkeys(entry.source for entry in entries) if source not in refused]


def _each(work: Callable[[bytes], object], files: Sequence[bytes]) -> None:
    for data in files:
        work(data)


def _report(title: str, files: Sequence[bytes]) -> None:
    """Print the best of several rounds of processor time; the phases take turns, so that a busy machine slows them alike."""
    data = _written(files)
    documents = [_document(each) for each in data]
    entries = [entry for document in documents for entry in _book(document)]
    phases: dict[str, Callable[[], None]] = {
        "lxml": lambda: _each(etree.fromstring, data),
        "odczyt": lambda: _each(_document, data),
        "księgowanie": lambda: [_book(document) for document in documents] and None,
        "kontrola": lambda: _check(entries),
        "zapis EPP": lambda: _write(entries),
    }
    best = dict.fromkeys(phases, float("inf"))
    for _round in range(_ROUNDS):
        for name, work in phases.items():
            start = time.process_time()
            work()
            best[name] = min(best[name], time.process_time() - start)
    bare = best.pop("lxml")
    shares = ", ".join(f"{name} {seconds / bare:.2f}×" for name, seconds in best.items())
    whole = sum(best.values())
    sys.stdout.write(
        f"\n{title}: {len(data)} z {len(files)} dokumentów, lxml {bare / len(data) * 1e6:.0f} µs; {shares};"
        f" razem bez kontroli {(whole - best['kontrola']) / bare:.2f}× (cel 8), z kontrolą {whole / bare:.2f}×\n"
    )
    assert entries


def test_own_invoices(invoices: Path):
    for form in ("fa3", "fa2", "fa1"):
        _report(f"własne {form}", [path.read_bytes() for path in sorted(invoices.glob(f"{form}-*.xml"))])


def test_shared_samples(shared: Path):
    folder = shared / "ksef" / "samples"
    with (folder / "index.csv").open(encoding="utf-8", newline="") as table:
        valid = [row["file"] for row in csv.DictReader(table) if row["valid"] == "y"]
    files: dict[Form, list[bytes]] = {Form.FA_2: [], Form.FA_3: []}
    for name in valid:
        data = (folder / name).read_bytes()
        form = read_document(data, source=name, ksef_number=find(name)).invoice.form
        if form in files:
            files[form].append(data)
    for form, documents in files.items():
        _report(f"próbki {form.value}", documents)
