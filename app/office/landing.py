"""A package that has come: checked against its own list, repaired where a few documents lack, committed with its checkpoint."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from app.archive.deliveries import deliver
from app.archive.ksef_records import Arrival, Delivered, Landing, Mark
from app.base.errors import WorldError
from app.base.progress import Progress
from app.base.texts import _
from app.ksef import single
from app.ksef.errors import DamagedDocument, DamagedPackage, NoRight, NotInKsef
from app.ksef.exports import Package
from app.ksef.packages import OpenedPackage, Outcome
from app.ksef.records import InvoiceMetadata
from app.office.flights import Flight
from app.office.parcels import arrival, packed_arrival, stored_mark
from app.office.spool import Spool
from app.office.windows import KSEF_CAP, Window, mark, reached
from app.office.work import Work

_MOST_REPAIRS: Final = 10
_REPORT_EVERY: Final = 200


class Incomplete(DamagedPackage):
    """A package lacks documents that its own list names, and they cannot be had one by one either."""


class Contradiction(WorldError):
    """KSeF gave other bytes under a number than it gave before."""


@dataclass(frozen=True, slots=True)
class Landed:
    """What one window brought; `until`: up to where it is complete now, `cut`: there is more in it."""

    delivered: Delivered
    until: Mark | None
    cut: bool


@dataclass(slots=True)
class Tally:
    """What all windows of a client brought."""

    new: int = 0
    known: int = 0
    replaced: list[str] = field(default_factory=list)

    def add(self, landed: Landed) -> None:
        """Count a window."""
        self.new += landed.delivered.new
        self.known += landed.delivered.known
        self.replaced.extend(landed.delivered.replaced)


def land_package(
    work: Work, flight: Flight, package: Package, opened: OpenedPackage, *, final: bool, tally: Tally | None = None
) -> Landed:
    """Commit the documents of a package and its checkpoint, all in one transaction.

    Raises `DamagedPackage` for one that does not agree with its list, so that it is exported again; when `final`, what there is of it is
    committed, and the checkpoint stays before the first document that lacks. Then `Incomplete` says which cannot be had, or
    `DamagedPackage` that KSeF's list must tell the rest: so many lack that they were not asked for, or nobody knows which. What is
    committed is counted in `tally`, whatever is raised then.
    """
    arrivals: Spool[Arrival] = Spool(Arrival)
    try:
        last = _check_in(work, opened, arrivals, package)
        lacking = _repair(work, opened.outcome, arrivals)
        if not final and (lacking or not _sound(opened, package, arrivals)):
            raise DamagedPackage(_("Paczka z KSeF nie zgadza się ze swoim spisem."), detail="; ".join(opened.outcome.problems))
        cut = package.truncated or package.count >= KSEF_CAP
        if package.truncated and package.last:
            last = mark(package.last)
        short = len(arrivals) + len(lacking) < package.count
        until = None if short else _before(reached(flight.window, hwm=package.hwm, cut=cut, last=last), lacking)
        landing = work.landing(flight.window, until, reference=flight.reference, counted=len(arrivals))
        landed = Landed(commit(work, landing, arrivals), until, cut)
        if tally is not None:
            tally.add(landed)
    finally:
        arrivals.close()
    if short or len(lacking) > _MOST_REPAIRS:
        raise DamagedPackage(
            _("W paczce z KSeF brakuje dokumentów."),
            advice=_("Program pobierze je pojedynczo, według spisu KSeF."),
            detail=f"{landing.counted} / {package.count}",
        )
    if lacking:
        raise _incomplete(lacking)
    return landed


def land_nothing(work: Work, window: Window, *, until: Mark | None, reference: str = "") -> None:
    """Commit that a window holds no documents: up to `until`, or (None) no news beyond what was complete before."""
    commit(work, work.landing(window, until, reference=reference), ())


def commit(work: Work, landing: Landing, arrivals: Iterable[Arrival]) -> Delivered:
    """Commit arrivals with their checkpoint. Raises `Contradiction` (after the commit) where KSeF contradicts itself."""
    delivered = deliver(work.connection.archive, landing, arrivals, work.errand.cancel.check)
    if delivered.clashes:
        raise Contradiction(
            _("KSeF podał inną treść niż poprzednio pod numerem {numbers}.").format(numbers=", ".join(delivered.clashes[:3])),
            advice=_("W archiwum została treść pobrana wcześniej. Zgłoś to pomocy technicznej KSeF, podając ten numer."),
        )
    return delivered


def _check_in(work: Work, opened: OpenedPackage, arrivals: Spool[Arrival], package: Package) -> Mark | None:
    """Take every document of the package; when the last of them was stored."""
    last: Mark | None = None
    for document in opened:
        work.errand.cancel.check()
        taken = packed_arrival(document, work.role)
        arrivals.append(taken)
        if taken.stored and (last is None or taken.stored_ticks > last.ticks):
            last = Mark(taken.stored_ticks, taken.stored)
        if len(arrivals) % _REPORT_EVERY == 0:
            work.errand.report(
                Progress(
                    len(arrivals),
                    package.count,
                    _("Sprawdzono {done} z {count} dokumentów").format(done=len(arrivals), count=package.count),
                )
            )
    return last


def _repair(work: Work, outcome: Outcome, arrivals: Spool[Arrival]) -> tuple[InvoiceMetadata, ...]:
    """Fetch what a package lacks one by one, where it is a handful; what lacks still."""
    lacking = (*outcome.missing, *outcome.damaged)
    if len(lacking) > _MOST_REPAIRS:
        return lacking
    still: list[InvoiceMetadata] = []
    for metadata in lacking:
        try:
            content = single.download(work.session, metadata.number, work.errand, expected_hash=metadata.invoice_hash)
        except (NotInKsef, DamagedDocument, NoRight):
            still.append(metadata)
        else:
            arrivals.append(arrival(content, metadata, work.role))
    return tuple(still)


def _sound(opened: OpenedPackage, package: Package, arrivals: Spool[Arrival]) -> bool:
    """Whether the package, with the documents that were fetched one by one, is what it says it is, and says it of each."""
    return not opened.outcome.unlisted and len(opened.metadata) >= package.count and len(arrivals) >= package.count


def _before(until: Mark | None, lacking: tuple[InvoiceMetadata, ...]) -> Mark | None:
    """Not beyond the first document that lacks; nothing where it is not known when that was stored."""
    for metadata in lacking:
        stored = stored_mark(metadata)
        until = None if until is None or stored is None else min(until, stored)
    return until


def _incomplete(lacking: tuple[InvoiceMetadata, ...]) -> Incomplete:
    numbers = ", ".join(metadata.number for metadata in lacking[:3])
    return Incomplete(
        _("KSeF wymienia {n} dokumentów, których nie daje pobrać (na przykład {numbers}).").format(
            n=len(lacking), numbers=numbers
        ),
        advice=_(
            "Reszta jest w archiwum. Spróbuj ponownie później; program nie uzna okresu za kompletny, dopóki ich nie pobierze."
        ),
    )
