"""One client's download, turn by turn: in a turn each role gets one window. Whatever interrupts it, the next one goes on where it was safe."""

import datetime as dt
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Final

from app.archive.coverage import open_segments, segments
from app.archive.ksef_records import Mark, Segment
from app.archive.locks import only_one
from app.base.errors import Cancelled
from app.base.progress import Progress
from app.base.texts import Words, _
from app.ksef import exports, metadata, packages
from app.ksef.contexts import Context
from app.ksef.credentials import Credential
from app.ksef.errand import Errand
from app.ksef.errors import DamagedPackage, PackageGone, RoleImpossible, TooManyExports, Unavailable
from app.ksef.filters import Role
from app.ksef.session import Session
from app.office.connection import Connection
from app.office.flights import Flight, Flights
from app.office.landing import Incomplete, Tally, land_nothing, land_package
from app.office.singles import land_listed
from app.office.windows import Window, mark_of, next_window, ticks_of
from app.office.work import Work

ROLES: Final = (Role.SELLER, Role.BUYER, Role.THIRD, Role.AUTHORIZED)
"""All four, on every run: a document shows itself in one of them only."""

_IN_FLIGHT: Final = 2
"""Exports of one context prepared at the same time (#245: KSeF fails those of clients who start many)."""
_POLLS: Final = (2.0, 3.0, 5.0, 5.0, 10.0)
_LATER_POLLS: Final = 15.0
_GIVE_UP: Final = 900.0
"""Seconds after which an export is taken for stuck (#307): another one is started."""
_TRIES: Final = 3
_BACKOFF: Final = 10.0
_FEW: Final = 3
"""So few documents in a role's last window let us ask for the list first: most likely it is empty, and nothing has to be prepared."""
_SOON: Final = dt.timedelta(days=31)
_MOST_SINGLES: Final = 5

_NAMES: Final = Words(
    {
        Role.SELLER: "sprzedaż",
        Role.BUYER: "zakup",
        Role.THIRD: "podmiot trzeci",
        Role.AUTHORIZED: "podmiot upoważniony",
    }
)


@dataclass(slots=True)
class _Lane:
    """One role: whether this run has committed a window of it, how often the present one was tried, and why the last time failed."""

    role: Role
    begun: bool = False
    tries: int = 0
    failure: Exception | None = None


@dataclass(slots=True)
class _Flying:
    """An export that is asked after: since when, and when next."""

    lane: _Lane
    flight: Flight
    begun: float
    polls: Iterator[float] = field(default_factory=lambda: iter(_POLLS))
    due: float = field(init=False)

    def __post_init__(self) -> None:
        self.due = self.begun + next(self.polls)


@dataclass(frozen=True, slots=True)
class _Signed:
    """What a sign-in opens: the session, its exports, and the present moment that this run aims at."""

    session: Session
    flights: Flights
    now: Mark


@dataclass(slots=True)
class ClientSync:
    """The download of one context. Use `turn` until it says that all is done, then `close`.

    `since`: where a client's first download begins; with `earlier`, what lies between it and a later beginning is filled.
    """

    connection: Connection
    context: Context
    credential: Credential
    since: Mark
    earlier: bool
    errand: Errand
    tally: Tally = field(default_factory=Tally)
    _open: list[_Lane] = field(default_factory=list)
    _signed: _Signed | None = None
    _alone: bool = False
    _held: ExitStack = field(default_factory=ExitStack)

    def turn(self) -> bool:
        """Give every role that is not done one window. True when all of them reach the present.

        Raises what `app.ksef` raises; everything committed stays, exports on their way are found again by the next turn or run.
        """
        signed = self._begin()
        waiting = deque(self._open)
        flying: list[_Flying] = []
        while waiting or flying:
            while waiting and len(flying) < _IN_FLIGHT:
                lane = waiting.popleft()
                flight = self._take_off(signed, lane)
                if flight is not None:
                    flying.append(_Flying(lane, flight, self.connection.clock.now()))
            if flying:
                self._attend(signed, flying)
        return not self._open

    def close(self) -> None:
        """Log out (as far as KSeF lets us) and let others download this context."""
        try:
            if self._signed is not None:
                self._signed.session.close(Errand(patience=0.0))
        finally:
            self.release()

    def release(self) -> None:
        """Let others download this context."""
        self._alone = False
        self._held.close()

    def _begin(self) -> _Signed:
        if self._signed is None:
            archive = self.connection.archive
            if not self._alone:  # a sign-in that had to wait is begun again
                self._held.enter_context(only_one(archive, self.context.value))
                self._alone = True
            self._say(_("Logowanie do KSeF"))
            session = self.connection.ksef.sign_in(self.context, self.credential, self.errand)
            flights = Flights(self.connection, self.context)
            flights.clear()
            roles = [role.value for role in ROLES]
            open_segments(archive, self.context.nip, self.context.value, roles, self.since, earlier=self.earlier)
            self._open = [_Lane(role) for role in ROLES]
            self._signed = _Signed(session, flights, mark_of(self.connection.now()))
        return self._signed

    def _take_off(self, signed: _Signed, lane: _Lane) -> Flight | None:
        """Begin a role's next window: an export on its way, or None where it was settled without one."""
        found = segments(self.connection.archive, self.context.value, lane.role.value)
        window = next_window(found, signed.now)
        if window is None:
            self._open.remove(lane)
            return None
        flight = signed.flights.resumed(lane.role, window)
        if flight is not None:
            return flight
        if self._expects_few(lane, window, found) and self._list(signed, lane, window, most=_MOST_SINGLES):
            return None
        return self._export(signed, lane, window)

    def _expects_few(self, lane: _Lane, window: Window, found: Sequence[Segment]) -> bool:
        """Whether a role that brought next to nothing the last time is asked again soon after."""
        mine = next(segment for segment in found if segment.start.ticks == window.segment_ticks)
        soon = window.end.ticks - window.start.ticks <= ticks_of(_SOON)
        return mine.begun and mine.counted <= _FEW and soon and not lane.begun

    def _export(self, signed: _Signed, lane: _Lane, window: Window) -> Flight | None:
        self._say(_("Zamawianie paczki: {role}").format(role=_NAMES[lane.role]))
        work = self._work(signed, lane)
        try:
            started = exports.start(signed.session, work.filters(window), self.errand)
        except RoleImpossible:
            land_nothing(work, window, until=window.end)
            self._open.remove(lane)
            return None
        except TooManyExports:
            self._list(signed, lane, window)
            return None
        return signed.flights.keep(lane.role, window, started)

    def _attend(self, signed: _Signed, flying: list[_Flying]) -> None:
        """Ask after the export that is due first; commit it when it is there."""
        one = min(flying, key=lambda other: other.due)
        clock = self.connection.clock
        clock.sleep(max(one.due - clock.now(), 0.0), self.errand.cancel)
        self._say(_("KSeF przygotowuje paczkę: {role}").format(role=_NAMES[one.lane.role]))
        status = exports.status(signed.session, one.flight.reference, self.errand)
        if status.state is exports.ExportState.RUNNING and clock.now() - one.begun < _GIVE_UP:
            one.due = clock.now() + next(one.polls, _LATER_POLLS)
            return
        flying.remove(one)
        if not self._landed(signed, one.lane, one.flight, status):
            again = self._again(signed, one.lane, one.flight.window)
            if again is not None:
                flying.append(_Flying(one.lane, again, clock.now()))

    def _again(self, signed: _Signed, lane: _Lane, window: Window) -> Flight | None:
        """Another export of the same window; where exports will not come, its documents one by one."""
        lane.tries += 1
        if lane.tries < _TRIES:
            self.connection.clock.sleep(_BACKOFF * lane.tries, self.errand.cancel)
            return self._export(signed, lane, window)
        if isinstance(lane.failure, Incomplete):
            raise lane.failure
        self._list(signed, lane, window)
        return None

    def _landed(self, signed: _Signed, lane: _Lane, flight: Flight, status: exports.Status) -> bool:
        """Whether the export came and was committed; else it is given up."""
        work = self._work(signed, lane)
        state = exports.ExportState
        if status.state is state.NOTHING_NEW:
            land_nothing(work, flight.window, until=None, reference=flight.reference)
            signed.flights.forget(flight.reference)
            self._open.remove(lane)
            return True
        lane.failure = None
        if status.state is state.READY and status.package is not None:
            try:
                with packages.fetch(signed.session, flight.reference, status.package, flight.secret, self.errand) as opened:
                    landed = land_package(work, flight, status.package, opened, final=lane.tries + 1 >= _TRIES, tally=self.tally)
            except (DamagedPackage, PackageGone) as error:
                lane.failure = error
            else:
                signed.flights.forget(flight.reference)
                self._moved(lane, flight.window, cut=landed.cut, until=landed.until)
                return True
        signed.flights.give_up(flight.reference)
        return False

    def _list(self, signed: _Signed, lane: _Lane, window: Window, *, most: int | None = None) -> bool:
        """Fetch a window's documents one by one; False where there are more than `most` of them."""
        self._say(_("Lista dokumentów: {role}").format(role=_NAMES[lane.role]))
        work = self._work(signed, lane)
        try:
            listing = metadata.listing(signed.session, work.filters(window), self.errand)
        except RoleImpossible:
            land_nothing(work, window, until=window.end)
            self._open.remove(lane)
            return True
        if most is not None and len(listing.invoices) > most:
            return False
        landed = land_listed(work, window, listing, self.tally)
        self._moved(lane, window, cut=landed.cut, until=landed.until)
        return True

    def _moved(self, lane: _Lane, window: Window, *, cut: bool, until: Mark | None) -> None:
        """After a commit: the role is done when its last window was whole, and has failed when it got nowhere."""
        lane.tries = 0
        lane.begun = True
        if window.last and not cut:
            self._open.remove(lane)
        elif until is None or until <= window.start:
            raise Unavailable(
                _("KSeF nie podał, do kiedy lista dokumentów jest kompletna ({role}).").format(role=_NAMES[lane.role]),
                advice=_("Pobrane dokumenty są w archiwum. Spróbuj ponownie później."),
            )

    def _work(self, signed: _Signed, lane: _Lane) -> Work:
        return Work(self.connection, signed.session, lane.role, self.errand)

    def _say(self, text: str) -> None:
        if self.errand.cancel.cancelled:
            raise Cancelled
        self.errand.report(Progress(self.tally.new, None, text))
