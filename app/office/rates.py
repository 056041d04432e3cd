"""Exchange rates for the office's work: what the archive remembers first, then the NBP where it may be asked; the rate of an original."""

import datetime as dt
import os
from types import TracebackType
from typing import Final, Self

from app.archive.clients import answers_of_client, find_client
from app.archive.documents import find_invoice, stored
from app.archive.rates import ArchivedRates
from app.archive.store import Archive
from app.base.environments import Environment
from app.base.errors import KonwerterError, UnreadableDocument
from app.base.progress import CancelToken
from app.booking.book import book
from app.booking.entry import ExchangeRate
from app.invoice.model import Invoice
from app.lookups.addresses import NBP_VARIABLE, is_loopback, service_url
from app.lookups.errors import QuestionRefused, ServiceUnavailable, ServiceUnreachable
from app.lookups.nbp import Nbp, RateMemory, RatesInMemory
from app.office.rate_modes import RateMode
from app.office.stored import read_stored

_SOURCE: Final = "nbp"


class OfficeRates:
    """Rates for one run (satisfies `app.booking.exchange.Rates`). Use with ``with``, or `close` it.

    The first failure of the network switches the NBP off for the rest of the run and stays in `problem`, for the person to be told;
    documents then ask.
    """

    def __init__(
        self,
        mode: RateMode,
        memory: RateMemory,
        *,
        url: str,
        cancel: CancelToken | None = None,
        archive: Archive | None = None,
        client_nip: str = "",
    ) -> None:
        self.problem: KonwerterError | None = None
        self._nbp = Nbp(url, memory, cancel=cancel) if mode is RateMode.NBP and url else None
        self._remembered = None if mode is RateMode.ASK else Nbp("", memory)
        self._archive = archive
        self._client_nip = client_nip
        self._tables: dict[tuple[str, dt.date], ExchangeRate | None] = {}
        self._originals: dict[int, tuple[str, ExchangeRate | None]] = {}

    def before(self, currency: str, day: dt.date) -> ExchangeRate | None:
        """The NBP's mean rate of the last working day before `day`; None where it is not known. Raises `Cancelled`, `StorageError`."""
        key = (currency, day)
        if key not in self._tables:
            self._tables[key] = self._look_up(currency, day)
        return self._tables[key]

    def of_original(self, correction: Invoice) -> ExchangeRate | None:
        """The rate with which the archive's one original of `correction` is booked; None where it is not there or not certain."""
        block = correction.correction
        if self._archive is None or block is None or len(block.corrected) != 1:
            return None
        original = block.corrected[0]
        numbers = tuple(dict.fromkeys(filter(None, (original.number, block.right_number))))
        found = find_invoice(self._archive, self._client_nip, original.ksef_number, correction.seller.nip, numbers)
        if found is None:
            return None
        if found not in self._originals:
            self._originals[found] = ("", None)  # a circle of corrections ends here
            self._originals[found] = self._booked(self._archive, found)
        currency, rate = self._originals[found]
        return rate if currency == correction.currency else None

    def close(self) -> None:
        """Close idle connections; what is known stays usable."""
        if self._nbp is not None:
            self._nbp.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def _look_up(self, currency: str, day: dt.date) -> ExchangeRate | None:
        table = None
        if self._nbp is not None and self.problem is None:
            try:
                table = self._nbp.before(currency, day)
            except (ServiceUnreachable, ServiceUnavailable, QuestionRefused) as error:
                self.problem = error
        if table is None and self._remembered is not None:
            table = self._remembered.before(currency, day)
        if table is None:
            return None
        return ExchangeRate(rate=table.rate, source=_SOURCE, table=table.table, date=table.day)

    def _booked(self, archive: Archive, document_id: int) -> tuple[str, ExchangeRate | None]:
        """The currency of a document and the rate it is booked with."""
        found, client = stored(archive, document_id), find_client(archive, self._client_nip)
        if found is None or client is None:
            return "", None
        try:
            document = read_stored(found)
        except UnreadableDocument:
            return "", None
        booked = book(document, client, answers_of_client(archive, client.nip) | found.answers, rates=self)
        return document.invoice.currency, booked.entries[0].exchange_rate if booked.entries else None


def rates_for_files(mode: RateMode, cancel: CancelToken | None = None) -> OfficeRates:
    """Rates for documents that no archive holds: what the NBP says is remembered for this run only."""
    return OfficeRates(mode, RatesInMemory(), url=service_url(NBP_VARIABLE, os.environ), cancel=cancel)


def rates_of_archive(archive: Archive, nip: str, mode: RateMode, cancel: CancelToken | None = None) -> OfficeRates:
    """Rates for a client's documents in an archive, which remembers the tables. The training asks nobody outside this computer."""
    url = service_url(NBP_VARIABLE, os.environ)
    if archive.environment is Environment.TRAINING and not is_loopback(url):
        url = ""
    return OfficeRates(mode, ArchivedRates(archive), url=url, cancel=cancel, archive=archive, client_nip=nip)
