"""A conversion keeps a few hundred bytes of a document, not the document: the memory of a year's documents does not matter."""

import gc
import tracemalloc
from collections.abc import Iterator
from decimal import Decimal

import pytest

from app.booking.client import Client
from app.booking.entry import Counterparty, Direction, Entry, Income
from app.sandbox.numbers import ksef_number
from app.targets.contract import Batch
from app.targets.enova import Enova, EnovaXml
from app.targets.jpk import JpkFa, JpkPkpir, JpkV7m
from app.targets.madar import Madar
from app.targets.optima import Optima
from app.targets.raks import Raks
from app.targets.sheet import Csv, Xlsx
from app.targets.spool import PLAIN
from app.targets.symfonia import Symfonia
from app.targets.wapro import Wapro
from tests.targets.conftest import WRITTEN_AT
from tests.targets.made import SELLER, box, made_entry

A_DOCUMENT = 1_000
"""Bytes: ten megabytes for ten thousand documents."""


class Year:
    """So many documents, made anew at each iteration, each of another contractor."""

    def __init__(self, count: int) -> None:
        self.count = count

    def __iter__(self) -> Iterator[Entry]:
        for place in range(self.count):
            nip = str(1_000_000_000 + place * 7919)
            number = f"FS/{place * 31}/2026"
            sale = bool(place % 2)
            yield made_entry(
                box(net=f"{place}.10"),
                box("P_13_2", "8", "50.00", "4.00"),
                number=number,
                ksef_number=ksef_number(SELLER, WRITTEN_AT.date(), number.encode()),
                direction=Direction.SALE if sale else Direction.PURCHASE,
                income=Income(date=WRITTEN_AT.date(), net_pln=place + Decimal(50), column="K_7" if sale else "K_13"),
                counterparty=Counterparty(name=f"Firma {nip}", nip=nip, country="PL", city="Katowice", street=f"Ceglana {place}"),
            )


def peak(target, count):
    """The largest memory that checking and writing so many documents took, in bytes."""
    batch = Batch(client=Client(nip=SELLER), entries=Year(count), written_at=WRITTEN_AT)
    gc.collect()
    tracemalloc.start()
    try:
        for _ in target.check(batch, target.options()):
            pass
        for file in target.write(batch, target.options()):
            for _ in file.chunks:
                pass
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_two_thousand_documents_take_little_memory():
    peak(Optima(), 10)  # what the first use loads once
    sections = 3
    assert peak(Optima(), 2_000) < sections * PLAIN + 2_000 * A_DOCUMENT  # as they are written, they are seven megabytes


@pytest.mark.heavy
@pytest.mark.parametrize(
    "target",
    [Optima(), Raks(), Madar(), Wapro(), Symfonia(), Enova(), EnovaXml(), JpkV7m(), JpkFa(), JpkPkpir(), Csv(), Xlsx()],
    ids=lambda target: target.id,
)
def test_two_thousand_more_documents_take_less_than_two_megabytes(target):
    peak(target, 10)
    assert peak(target, 4_000) - peak(target, 2_000) < 2_000 * A_DOCUMENT
