"""What KSeF says there is: the metadata of every document of a role, without the documents (API guide §6.4: one call for 10,000 records)."""

from dataclasses import dataclass, field
from typing import Final

from app.archive.ksef_records import Mark, Segment
from app.base.progress import Progress
from app.base.texts import _
from app.ksef import exports, metadata, packages
from app.ksef.errors import DamagedPackage, LimitReached, PackageGone, RoleImpossible, TooManyExports
from app.ksef.records import InvoiceMetadata
from app.office.parcels import stored_mark
from app.office.windows import KSEF_CAP, Window, mark, next_window, reached
from app.office.work import Work

_GIVE_UP: Final = 900.0


@dataclass(slots=True)
class Census:
    """The documents of one role by number, and up to where the list of them is final."""

    records: dict[str, InvoiceMetadata] = field(default_factory=dict)
    until: Mark | None = None


def take_census(work: Work, start: Mark, end: Mark) -> Census:
    """List everything stored from `start` to `end` in one role. Raises what `app.ksef` raises; nothing is kept in the archive."""
    found = Census(until=start)
    while (window := next_window((Segment(start, found.until or start),), end)) is not None:
        work.errand.report(
            Progress(len(found.records), None, _("Spis dokumentów z KSeF: {count}").format(count=len(found.records)))
        )
        try:
            until, cut = _count(work, window, found.records)
        except RoleImpossible:
            return Census(until=end)
        if until is None or until <= window.start:
            return found
        found.until = until
        if window.last and not cut:
            return found
    return found


def _count(work: Work, window: Window, records: dict[str, InvoiceMetadata]) -> tuple[Mark | None, bool]:
    """One window by an export of metadata, else page by page; up to where it is final, and whether it was cut."""
    try:
        started = exports.start(work.session, work.filters(window), work.errand, only_metadata=True)
        status = exports.wait(work.session, started.reference, work.errand, give_up=_GIVE_UP)
        if status.state is exports.ExportState.NOTHING_NEW:
            return None, False
        package = status.package
        if package is not None:
            with packages.fetch(
                work.session, started.reference, package, started.secret, work.errand, only_metadata=True
            ) as opened:
                if len(opened.metadata) >= package.count:
                    records.update(opened.metadata)
                    cut = package.truncated or package.count >= KSEF_CAP
                    last = mark(package.last) if package.last else _latest(opened.metadata)
                    return reached(window, hwm=package.hwm, cut=cut, last=last), cut
    except (TooManyExports, DamagedPackage, PackageGone, LimitReached):
        pass  # page by page instead, which has a limit of its own
    listing = metadata.listing(work.session, work.filters(window), work.errand)
    listed = {invoice.number: invoice for invoice in listing.invoices}
    records.update(listed)
    return reached(window, hwm=listing.hwm, cut=False, last=_latest(listed)), False


def _latest(records: dict[str, InvoiceMetadata]) -> Mark | None:
    marks = [stored for record in records.values() if (stored := stored_mark(record)) is not None]
    return max(marks, default=None)
