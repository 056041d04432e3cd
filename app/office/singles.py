"""Documents of a window fetched one by one, in the order of their storage: what has come is safe whenever the rest has to wait."""

from collections.abc import Mapping, Sequence
from typing import Final

from app.archive.ksef_records import Arrival, Delivered, Mark
from app.archive.readings import held_numbers
from app.base.errors import WorldError
from app.base.progress import Progress
from app.base.texts import _
from app.ksef import single
from app.ksef.metadata import Listing
from app.ksef.records import InvoiceMetadata
from app.office.landing import Landed, Tally, commit
from app.office.parcels import arrival, hash_of, known_arrival, stored_mark
from app.office.spool import Spool
from app.office.windows import Window, reached
from app.office.work import Work

_TOGETHER: Final = 50


def land_listed(work: Work, window: Window, listing: Listing, tally: Tally) -> Landed:
    """Fetch and commit the documents of a listing, fifty in a transaction; what the archive holds already is only linked.

    When a download fails (`LimitReached`, no network, a document not yet available) what came before it is committed first, with the
    checkpoint at the document that did not come; then the error goes on.
    """
    ordered = sorted(listing.invoices, key=_order)
    held = held_numbers(work.connection.archive, work.session.context.nip, [invoice.number for invoice in ordered])
    landed = Landed(Delivered(), None, cut=False)
    for start in range(0, max(len(ordered), 1), _TOGETHER):
        part = ordered[start : start + _TOGETHER]
        rest = ordered[start + _TOGETHER :]
        arrivals: Spool[Arrival] = Spool(Arrival)
        try:
            failure = _fetch(work, part, held, arrivals)
            if failure is not None:
                until: Mark | None = stored_mark(part[len(arrivals)])
            elif rest:
                until = stored_mark(rest[0])
            else:
                last = stored_mark(ordered[-1]) if ordered else None
                until = reached(window, hwm=listing.hwm, cut=False, last=last)
            landing = work.landing(window, None if until is None else min(until, window.end), counted=len(ordered))
            landed = Landed(commit(work, landing, arrivals), landing.until, cut=False)
            tally.add(landed)
        finally:
            arrivals.close()
        if failure is not None:
            raise failure
    return landed


def _fetch(work: Work, part: Sequence[InvoiceMetadata], held: Mapping[str, str], arrivals: Spool[Arrival]) -> WorldError | None:
    """Fetch documents in order; the failure that stopped it, if one did."""
    for invoice in part:
        sha256 = held.get(invoice.number, "")
        if sha256 and sha256 == hash_of(invoice):
            arrivals.append(known_arrival(invoice, sha256, work.role))
            continue
        work.errand.report(Progress(len(arrivals), len(part), _("Pobieranie dokumentu {number}").format(number=invoice.number)))
        try:
            content = single.download(work.session, invoice.number, work.errand, expected_hash=invoice.invoice_hash)
        except WorldError as error:
            return error
        arrivals.append(arrival(content, invoice, work.role))
    return None


def _order(invoice: InvoiceMetadata) -> tuple[int, str]:
    stored = stored_mark(invoice)
    return (0 if stored is None else stored.ticks, invoice.number)
