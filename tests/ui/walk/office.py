"""A large office, quickly made: invented clients with many documents each, three of them with access to the KSeF of the training."""

import datetime as dt
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from app.archive.documents import add_documents
from app.archive.records import NewDocument, Summary
from app.archive.store import Archive
from app.base.environments import Environment
from app.base.paths import Paths
from app.booking.book import book
from app.booking.client import Client, IncomeMethod
from app.booking.entry import Direction
from app.invoice.read import read_document
from app.office import companies
from app.office.archives import open_archive
from app.office.checks import level_of
from app.office.connection import connect
from app.office.summaries import summarise
from app.office.training_clients import add_training_clients
from app.sandbox.numbers import ksef_number
from tests.cast import CARPENTRY, CLIENTS, DESIGNER, GRAIN

BUSY = "Hurtownia Żółwik sp. z o.o."
"""The client that is walked through: as many documents each month as a client may have."""
_BEGIN = dt.date(2026, 1, 1)
_DAYS = 330
_BATCH = 2000
_SUPPLY = re.compile(rb"<P_6>[^<]*</P_6>")
_KINDS = (
    ("fa3-vat", CARPENTRY),
    ("fa3-vat-zakup", CARPENTRY),
    ("fa3-vat-trzy-stawki", GRAIN),
    ("fa3-mpp", CARPENTRY),
    ("fa3-zw", DESIGNER),
    ("fa3-kor-roznice", CARPENTRY),
    ("fa3-eur-kurs", CARPENTRY),
    ("fa3-vat-gotowka", DESIGNER),
    ("fa3-eksport-usd-bez-kursu", CARPENTRY),
)


@dataclass(frozen=True, slots=True)
class _Pattern:
    """One of our own invoices for one client: its bytes around number and date, and what lists show of it."""

    before: bytes
    between: bytes
    after: bytes
    summary: Summary

    @classmethod
    def of(cls, xml: bytes, owner: Client, client: Client) -> "_Pattern":
        own = xml.replace(owner.nip.encode(), client.nip.encode()).replace(owner.name.encode(), client.name.encode())
        own = _SUPPLY.sub(b"", own)
        before, _day, rest = _cut(own, b"P_1")
        between, _number, after = _cut(rest, b"P_2")
        document = read_document(own, source="x.xml")
        booked = book(document, client, {})
        return cls(before, between, after, summarise(document, booked, client.nip, level_of(booked.findings, frozenset())))

    def document(self, client: Client, number: int) -> NewDocument:
        """The document with this number: each ninth from a file, the others from KSeF."""
        day = _BEGIN + dt.timedelta(days=number * 7 % _DAYS)
        title = f"{'FZ' if self.summary.direction is Direction.PURCHASE else 'FS'}/{number}/{day:%m/%Y}"
        xml = b"".join((self.before, day.isoformat().encode(), self.between, title.encode(), self.after))
        received = None if number % 9 == 1 else day
        summary = replace(
            self.summary, number=title, issue_date=day, supply_date=day, receipt_date=received, vat_period=f"{day:%Y-%m}"
        )
        return NewDocument(
            client_nip=client.nip,
            xml=xml,
            sha256=hashlib.sha256(xml).hexdigest(),
            name=f"{number}.xml",
            summary=summary,
            ksef_number="" if received is None else ksef_number(summary.seller_nip or client.nip, day, title.encode()),
            received=received,
        )


@dataclass(frozen=True, slots=True)
class Size:
    """How large an office is; `busy` of its documents belong to one client."""

    clients: int
    documents: int
    busy: int


def make_office(folder: Path, invoices: Path, size: Size) -> Paths:
    """The data folder of an office in the training environment."""
    paths = Paths(folder)
    patterns = [((invoices / f"{name}.xml").read_bytes(), owner) for name, owner in _KINDS]
    with open_archive(paths, Environment.TRAINING) as archive:
        own = [*CLIENTS.values(), *(_client(number) for number in range(size.clients - len(CLIENTS)))]
        for client in own:
            companies.add_client(archive, client)
        busy = own[len(CLIENTS)]
        _fill(archive, busy, patterns, size.busy)
        rest = [client for client in own if client is not busy]
        each, over = divmod(size.documents - size.busy, len(rest))
        for place, client in enumerate(rest):
            _fill(archive, client, patterns, each + (place < over))
        with connect(archive, remember=False) as connection:
            add_training_clients(connection)
    return paths


def _fill(archive: Archive, client: Client, files: list[tuple[bytes, Client]], count: int) -> None:
    patterns = [_Pattern.of(xml, owner, client) for xml, owner in files]
    new: Iterator[NewDocument] = (patterns[number % len(patterns)].document(client, number) for number in range(count))
    while batch := list(islice(new, _BATCH)):
        add_documents(archive, batch)


def _client(number: int) -> Client:
    name = BUSY if number == 0 else f"Spółka Zmyślona {number:03} sp. z o.o."
    return Client(nip=_nip(number), name=name, income_method=IncomeMethod.BOOKS)


def _nip(number: int) -> str:
    """The n-th invented NIP with a right check digit."""
    for tail in range(number * 11, number * 11 + 11):
        digits = f"99940{tail:04d}"
        check = sum(int(digit) * weight for digit, weight in zip(digits, (6, 5, 7, 2, 3, 4, 5, 6, 7), strict=True)) % 11
        if check < 10:
            return f"{digits}{check}"
    raise AssertionError(number)


def _cut(xml: bytes, element: bytes) -> tuple[bytes, bytes, bytes]:
    opening, closing = b"<" + element + b">", b"</" + element + b">"
    start = xml.index(opening) + len(opening)
    end = xml.index(closing, start)
    return xml[:start], xml[start:end], xml[end:]
