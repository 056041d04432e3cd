"""How long reading takes, as a multiple of the bare parse of the same bytes. Prints; asserts no timing."""

import time
from pathlib import Path

import pytest
from lxml import etree

from app.base.errors import UnreadableDocument
from app.invoice.read import read_document

OWN = Path(__file__).resolve().parents[1] / "invoices"
ROUNDS = 30


def _read(data: bytes) -> object:
    return read_document(data, source="x.xml")


def _report(title: str, documents: list[bytes]) -> None:
    """Print the best of several rounds, taken in turn, so that a busy machine slows both sides."""
    sums = [0.0, 0.0]
    for data in documents:
        best = [float("inf"), float("inf")]
        for _ in range(ROUNDS):
            for side, work in enumerate((etree.fromstring, _read)):
                start = time.perf_counter()
                work(data)
                best[side] = min(best[side], time.perf_counter() - start)
        sums = [total + each for total, each in zip(sums, best, strict=True)]
    bare, read = (total / len(documents) for total in sums)
    size = sum(map(len, documents)) // len(documents)
    print(  # noqa: T201  # the result of a benchmark
        f"\n{title}: {len(documents)} dokumentów po {size} B, lxml {bare * 1e6:.0f} µs, odczyt {read * 1e6:.0f} µs, {read / bare:.2f}×"
    )


@pytest.mark.benchmark
def test_own_invoices():
    for form in ("fa3", "fa2", "fa1", "fa-rr", "pef"):
        documents = [path.read_bytes() for path in sorted(OWN.glob(f"{form}-*.xml"))]
        _report(form, documents)
        assert documents


@pytest.mark.benchmark
def test_ten_thousand_lines():
    text = (OWN / "fa3-vat.xml").read_text(encoding="utf-8")
    start, end = text.index("<FaWiersz>"), text.index("</FaWiersz>") + len("</FaWiersz>")
    data = (text[:start] + text[start:end] * 10_000 + text[end:]).encode()
    _report("10 000 wierszy", [data])
    assert len(read_document(data, source="x.xml").invoice.lines) == 10_001


def _is_read(data: bytes) -> bool:
    try:
        _read(data)
    except UnreadableDocument:
        return False
    return True


@pytest.mark.benchmark
def test_shared_samples(shared):
    documents = [
        path.read_bytes() for path in (shared / "ksef" / "samples").rglob("*__*fa3*.xml") if path.stat().st_size < 100_000
    ]
    readable = [data for data in documents if _is_read(data)]
    _report("próbki FA(3)", readable)
    assert readable
