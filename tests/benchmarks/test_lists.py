"""Lists of 100,000 documents against the bare SQL query on the same file."""

import datetime as dt
import sqlite3
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import insert

from app.archive.clients import add_client
from app.archive.lists import ordered_ids, totals
from app.archive.records import Column, Period, Query
from app.archive.schema import documents
from app.archive.store import Archive
from app.base.environments import Environment
from app.booking.client import Client
from app.office.listing import rows

_COUNT = 100_000
_ROUNDS = 7
_NIP = "9992014701"
_MARCH = "issue_date BETWEEN '2026-03-01' AND '2026-03-31'"
_SUMS = "SELECT currency, count(*), sum(net), sum(tax), sum(gross) FROM documents WHERE client_nip = ? GROUP BY currency"


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    path = tmp_path_factory.mktemp("lists") / "production.sqlite"
    with Archive.open(path, Environment.PRODUCTION) as opened:
        add_client(opened, Client(nip=_NIP, name="Stolarnia"))
        with opened.writing() as connection:
            connection.execute(insert(documents), [_row(number) for number in range(_COUNT)])
        yield opened


def _row(number: int) -> dict[str, object]:
    day = dt.date(2026, 1, 1) + dt.timedelta(days=number * 7919 % 360)
    name = f"Kontrahent {number * 104_729 % 5000}"
    return {
        "client_nip": _NIP,
        "ksef_number": f"9992034709-{day:%Y%m%d}-{number:012X}-00",
        "name": f"{number}.xml",
        "sha256": f"{number:064x}",
        "received": day,
        "added_at": dt.datetime(2026, 12, 1),  # noqa: DTZ001 - as the column stores it
        "state": ("new", "converted", "skipped")[number % 3],
        "direction": ("sale", "purchase")[number % 2],
        "kind": "VAT",
        "number": f"FV/{number}/2026",
        "number_key": f"fv/{number:012}/000000002026",
        "seller_nip": "9992034709",
        "issue_date": day,
        "supply_date": day,
        "receipt_date": day,
        "vat_period": f"{day:%Y-%m}",
        "counterparty": name,
        "counterparty_key": name.lower(),
        "counterparty_nip": "9992034709",
        "currency": ("PLN", "PLN", "EUR")[number % 3],
        "net": number * 7919 % 1_000_000,
        "tax": number * 23,
        "gross": number * 123,
        "level": number % 4,
        "search": f"fv/{number}/2026 {name.lower()} 9992034709",
    }


_CASES: list[tuple[str, Query, str]] = [
    ("open, by date", Query(client=_NIP), "SELECT id FROM documents WHERE client_nip = ? ORDER BY issue_date, id"),
    ("sort by amount", Query(client=_NIP, sort=Column.NET), "SELECT id FROM documents WHERE client_nip = ? ORDER BY net, id"),
    (
        "sort by counterparty, descending",
        Query(client=_NIP, sort=Column.COUNTERPARTY, descending=True),
        "SELECT id FROM documents WHERE client_nip = ? ORDER BY counterparty_key DESC, id DESC",
    ),
    (
        "one month",
        Query(client=_NIP, month="2026-03", by=Period.ISSUE),
        f"SELECT id FROM documents WHERE client_nip = ? AND {_MARCH} ORDER BY issue_date, id",  # noqa: S608 - a constant
    ),
    (
        "one VAT month",
        Query(client=_NIP, month="2026-03"),
        "SELECT id FROM documents WHERE client_nip = ? AND vat_period = '2026-03' ORDER BY issue_date, id",
    ),
    (
        "search",
        Query(client=_NIP, text="Kontrahent 77"),
        "SELECT id FROM documents WHERE client_nip = ? AND search LIKE '%kontrahent%' AND search LIKE '%77%' ORDER BY issue_date, id",
    ),
]


@pytest.mark.benchmark
@pytest.mark.parametrize(("what", "query", "sql"), _CASES, ids=[case[0] for case in _CASES])
def test_ordered_ids_against_bare_sql(archive, what, query, sql):
    bare = _bare(archive.path, sql)
    assert list(ordered_ids(archive, query)) == [row[0] for row in bare()]
    _compare(what, lambda: ordered_ids(archive, query), bare)


@pytest.mark.benchmark
def test_totals_against_bare_sql(archive):
    _compare("totals", lambda: totals(archive, Query(client=_NIP)), _bare(archive.path, _SUMS))


@pytest.mark.benchmark
def test_a_page_of_rows_against_bare_sql(archive):
    ids = ordered_ids(archive, Query(client=_NIP))[50_000:50_100]
    marks = ", ".join(map(str, ids))
    bare = _bare(archive.path, f"SELECT * FROM documents WHERE client_nip = ? AND id IN ({marks})")  # noqa: S608 - numbers
    _compare("a page of 100 rows", lambda: rows(archive, ids), bare)


def _bare(path: Path, sql: str) -> Callable[[], list[tuple[int]]]:
    def run() -> list[tuple[int]]:
        connection = sqlite3.connect(path)
        try:
            return connection.execute(sql, (_NIP,)).fetchall()
        finally:
            connection.close()

    return run


def _compare(what: str, ours: Callable[[], object], bare: Callable[[], object]) -> None:
    """Print the ratio of the best of several alternating rounds."""
    best = [float("inf"), float("inf")]
    for _round in range(_ROUNDS):
        for place, run in enumerate((ours, bare)):
            start = time.perf_counter()
            run()
            best[place] = min(best[place], time.perf_counter() - start)
    ratio = best[0] / best[1]
    sys.stdout.write(f"\nlist of 100,000, {what}: {ratio:.2f}× bare SQL ({best[0] * 1000:.1f} ms / {best[1] * 1000:.1f} ms)\n")
