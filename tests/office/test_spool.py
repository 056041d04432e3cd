import threading

import msgspec
import pytest

from app.booking.book import book
from app.booking.client import Client
from app.booking.entry import Entry
from app.invoice.read import read_document
from app.office.spool import Spool


class Item(msgspec.Struct, frozen=True):
    number: int
    text: str = ""


def test_a_spool_is_a_sequence():
    spool = Spool(Item)
    for number in range(10):
        spool.append(Item(number, "ą" * number))
    assert (len(spool), spool[3].number, spool[-1].number) == (10, 3, 9)
    assert [item.number for item in spool[2:5]] == [2, 3, 4]
    assert [item.number for item in spool] == list(range(10))
    with pytest.raises(IndexError):
        spool[10]
    spool.close()


def test_every_entry_comes_back_as_it_went_in(invoices):
    spool = Spool(Entry)
    entries = []
    for file in sorted(invoices.glob("fa*.xml")):
        document = read_document(file.read_bytes(), source=file.name)
        for party in (document.invoice.seller, document.invoice.buyer):
            entries += book(document, Client(nip=party.nip), {"receipt_date": "issue"}).entries if party.nip else ()
    for entry in entries:
        spool.append(entry)
    assert len(entries) > 100
    assert list(spool) == entries
    spool.close()


def test_threads_read_one_spool():
    spool = Spool(Item)
    for number in range(500):
        spool.append(Item(number))
    results: list[list[int]] = []
    threads = [threading.Thread(target=lambda: results.append([item.number for item in spool])) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [list(range(500))] * 4
    spool.close()
