"""What the archive knows around a document: the seller's earlier documents, the originals of corrections, the months handed over."""

import datetime as dt
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from app.archive.history import Past, alike_documents, last_converted_month, past_documents, purchases_since
from app.archive.numbers import likeness
from app.archive.records import Summary
from app.archive.store import Archive
from app.archive.whitelist import sellers_asked_about
from app.base.accounts import usable_account
from app.base.dates import Month, polish_day
from app.base.findings import Finding
from app.booking.book import Booked
from app.booking.client import Client
from app.booking.entry import Direction
from app.checks.context import Context, Related
from app.invoice.correction import CorrectedInvoice
from app.invoice.document import Document
from app.office.payees import remarks_on, whitelist_of

_LEARNING: Final = dt.timedelta(days=30)
"""How long the archive must have held purchases before a seller it does not know is news."""
_USUAL: Final = 50
"""How many of a seller's last amounts tell what is usual."""
_LATEST: Final = 2**63
_MANY: Final = 20
"""After how many documents it pays to read all the client's others at once."""

_Place = tuple[dt.date, int]
"""Where a document stands in time: its date of issue and its id."""


@dataclass(slots=True)
class _Seller:
    """What was bought from one seller, by place in time."""

    first: _Place | None = None
    accounts: dict[str, _Place] = field(default_factory=dict)
    amounts: dict[str, list[tuple[_Place, Decimal]]] = field(default_factory=lambda: defaultdict(list))

    def add(self, past: Past) -> None:
        place = (past.issue_date, past.id)
        self.first = place if self.first is None else min(self.first, place)
        if past.account:
            account = usable_account(past.account) or past.account
            self.accounts[account] = min(self.accounts.get(account, place), place)
        amounts, amount = self.amounts[past.currency], (place, past.gross)
        at = bisect_left(amounts, amount)
        if past.gross > 0 and not past.kind.startswith("KOR") and amounts[at : at + 1] != [amount]:
            amounts.insert(at, amount)


class Surroundings:
    """The surroundings of a client's documents, read from his archive as they are asked for; all at once where many are.

    Without an archive (files) only the day is known and what was added: the checks that need more stay silent.
    """

    def __init__(self, client: Client, archive: Archive | None = None, *, today: dt.date | None = None) -> None:
        self._client = client
        self._archive = archive
        self._today = today or polish_day(dt.datetime.now(dt.UTC))
        self._sellers: dict[str, _Seller] = defaultdict(_Seller)
        self._numbered: dict[str, list[Past]] = defaultdict(list)
        self._by_ksef_number: dict[str, Past] = {}
        self._read: set[str] = set()
        self._coming = 0
        self._asked = 0
        self._whole = archive is None
        self._since = None if archive is None else purchases_since(archive, client.nip)
        self._asked_about = frozenset() if archive is None else sellers_asked_about(archive)
        self._closed: Month | None = None if archive is None else last_converted_month(archive, client.nip)

    def add(self, document: Document, summary: Summary, document_id: int | None = None) -> None:
        """A document that has just been read: the next ones are compared with it too. It has no id while it is not in the archive."""
        if summary.direction is Direction.PURCHASE and (self._since is None or summary.issue_date < self._since):
            self._since = summary.issue_date
        if document_id is None:
            self._coming += 1
            document_id = self._coming - _LATEST
        self._learn((_past(document, summary, document_id),))

    def context(self, document: Document, booked: Booked, *, document_id: int | None = None, converted: bool = False) -> Context:
        """What is known around `document`; `document_id` where it lies in the archive, `converted` where it was handed over."""
        invoice = document.invoice
        seller = invoice.seller.nip
        entry = booked.entries[0] if booked.entries else None
        gross = invoice.total_due or Decimal(0) if entry is None else entry.settlement.gross
        if self._archive is None:
            return Context(client=self._client, today=self._today, twins=tuple(self._twins(document, gross, document_id)))
        corrected = invoice.correction.corrected if invoice.correction is not None else ()
        self._read_around(seller, gross, corrected)
        place = (invoice.issue_date, _LATEST if document_id is None else document_id)
        bought = self._sellers.get(seller) or _Seller()
        amounts = bought.amounts.get(invoice.currency, [])
        before = bisect_left(amounts, (place, Decimal(0)))
        return Context(
            client=self._client,
            today=self._today,
            seller_known=self._knows(bought, place),
            accounts=frozenset(account for account, since in bought.accounts.items() if since < place),
            usual_amounts=tuple(amount for _place, amount in amounts[max(0, before - _USUAL) : before]),
            originals=tuple(self._original(seller, one, document_id) for one in corrected),
            twins=tuple(self._twins(document, gross, document_id)),
            closed_until=None if converted else self._closed,
            public_registers=self._public_registers(self._archive, document, booked),
        )

    def _public_registers(self, archive: Archive, document: Document, booked: Booked) -> tuple[Finding, ...]:
        bought = any(entry.direction is Direction.PURCHASE for entry in booked.entries)
        if not bought or document.invoice.seller.nip not in self._asked_about:
            return ()
        return remarks_on(whitelist_of(archive, document))

    def _knows(self, bought: _Seller, place: _Place) -> bool | None:
        if bought.first is not None and bought.first < place:
            return True
        return False if self._since is not None and self._since + _LEARNING <= place[0] else None

    def _original(self, seller: str, corrected: CorrectedInvoice, document_id: int | None) -> Related | None:
        found = self._by_ksef_number.get(corrected.ksef_number) if corrected.ksef_number else None
        if found is None:
            same = self._numbered.get(_key(seller, corrected.number), [])
            found = next((past for past in same if past.id != document_id), None)
        return None if found is None else _related(found)

    def _twins(self, document: Document, gross: Decimal, document_id: int | None) -> Iterator[Related]:
        invoice = document.invoice
        for past in self._numbered.get(_key(invoice.seller.nip, invoice.number), []):
            itself = past.id == document_id or _is_same(past, document)
            if not itself and past.gross == gross and past.currency == invoice.currency:
                yield _related(past)

    def _read_around(self, seller: str, gross: Decimal, corrected: Iterable[CorrectedInvoice]) -> None:
        """Read the seller's documents once; of the client's own many sales only those that this document may be compared with."""
        if self._whole or self._archive is None:
            return
        self._asked += 1
        if self._asked > _MANY:
            self._whole = True
            self._learn(past_documents(self._archive, self._client.nip))
            return
        if seller != self._client.nip:
            if seller not in self._read:
                self._read.add(seller)
                self._learn(past_documents(self._archive, self._client.nip, seller))
            return
        numbers = [text for one in corrected for text in (one.number, one.ksef_number) if text]
        self._learn(alike_documents(self._archive, self._client.nip, seller, gross, numbers))

    def _learn(self, pasts: Iterable[Past]) -> None:
        for past in pasts:
            if past.ksef_number:
                self._by_ksef_number[past.ksef_number] = past
            same = self._numbered[_key(past.seller_nip, past.number)]
            if all(other.id != past.id for other in same):
                same.append(past)
            if past.direction is Direction.PURCHASE:
                self._sellers[past.seller_nip].add(past)


def _key(seller: str, number: str) -> str:
    return f"{seller} {likeness(number)}"


def _is_same(past: Past, document: Document) -> bool:
    """Whether `past` is the very document: under its KSeF number, or the same bytes not numbered yet."""
    return past.ksef_number == document.ksef_number if past.ksef_number else past.sha256 == document.sha256


def _past(document: Document, summary: Summary, place: int) -> Past:
    return Past(
        id=place,
        direction=summary.direction,
        seller_nip=summary.seller_nip,
        kind=summary.kind.value,
        number=summary.number,
        ksef_number=document.ksef_number,
        sha256=document.sha256,
        issue_date=summary.issue_date,
        currency=summary.currency,
        gross=summary.gross,
        account=summary.account,
    )


def _related(past: Past) -> Related:
    return Related(number=past.number, issue_date=past.issue_date, gross=past.gross, ksef_number=past.ksef_number)
