"""One client in a run: turns of its download, and how they end, whatever happens, as a result."""

import datetime as dt
import logging
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from app.archive.coverage import reaches
from app.archive.ksef_records import ClientResult, Mark, Reach, SyncState
from app.base.errors import AccessRefused, Cancelled, KonwerterError, ProgramError
from app.base.progress import CancelToken, Progress, Report
from app.base.texts import _, plural
from app.ksef.contexts import Context
from app.ksef.errand import Errand
from app.ksef.errors import Blocked, LimitReached, NotYetAvailable, Unavailable
from app.office.access_checks import keep_check
from app.office.client_sync import ROLES, ClientSync
from app.office.connection import Connection
from app.office.credentials import Credentials
from app.office.reading import read_arrivals
from app.office.wording import moment_text

PATIENCE: Final = 900.0
"""A longer wait for KSeF's limits ends a client as waiting."""

_TURN_PATIENCE: Final = 20.0
"""A wait that is longer lets other clients go first."""

_MOST_RETURNS: Final = 5
"""So often KSeF may ask a client in one run to come back later because it is out of order."""

_log: Final = logging.getLogger(__name__)


class ClientRun:
    """The run of one context. `result` is None until it is over."""

    def __init__(
        self,
        connection: Connection,
        credentials: Credentials,
        context: Context,
        since: Mark,
        *,
        earlier: bool,
        report: Report,
        cancel: CancelToken,
    ) -> None:
        self.context = context
        self.result: ClientResult | None = None
        self._connection = connection
        self._credentials = credentials
        self._report = report
        self._cancel = cancel
        self._since = since
        self._earlier = earlier
        self._sync: ClientSync | None = None
        self._problems = 0
        self._returns = 0
        self._requests = 0

    def turn(self) -> float | None:
        """One turn; the moment (seconds since 1970) before which the next is of no use, or None when `result` is there."""
        before = self._counted()
        try:
            again = self._guarded(self._go_on)
        except BaseException:
            self.release()
            raise
        finally:
            self._requests += self._counted() - before
        if self.result is not None:
            self.result = replace(self.result, requests=self._requests)
        return again

    def release(self) -> None:
        """Let others download this context, at once: for a run that gets no more turns and has no time to log out."""
        if self._sync is not None:
            self._sync.release()

    def _go_on(self) -> float | None:
        try:
            done = self._download().turn()
        except (LimitReached, Blocked) as error:
            if error.resumes_at.timestamp() - self._connection.clock.now() > PATIENCE:
                raise
            self._report(Progress(0, None, error.title, until=error.resumes_at))
            return error.resumes_at.timestamp()
        except Unavailable as error:
            # Shorter waits have been sat out by `app.ksef`.
            if not _TURN_PATIENCE < error.retry_after <= PATIENCE or self._returns >= _MOST_RETURNS:
                raise
            self._returns += 1
            resumes = self._connection.clock.now() + error.retry_after
            self._report(Progress(0, None, error.title, until=dt.datetime.fromtimestamp(resumes, dt.UTC)))
            return resumes
        self._read()
        if not done:
            return 0.0
        keep_check(self._connection, self.context, self._credentials.kind(self.context.value), None)
        self._end(SyncState.COMPLETE)
        return None

    def _guarded(self, job: Callable[[], float | None]) -> float | None:
        """`job`, with everything that can stop this client turned into its result; the others never hear of it."""
        try:
            return job()
        except Cancelled:
            self._end(SyncState.CANCELLED, _("Przerwano na życzenie użytkownika."))
        except (LimitReached, Blocked) as error:
            self._interrupted(SyncState.WAITING, error, error.resumes_at)
        except NotYetAvailable as error:
            self._interrupted(SyncState.WAITING, error)
        except KonwerterError as error:
            self._interrupted(SyncState.FAILED, error)
        except Exception as error:  # noqa: BLE001 - a bug of ours that shows with one client must not stop the others
            _log.exception("download of %s failed", self.context)
            self._interrupted(
                SyncState.FAILED, ProgramError(_("Błąd programu podczas pobierania."), detail=f"{type(error).__name__}: {error}")
            )
        return None

    def _interrupted(self, state: SyncState, error: KonwerterError, resumes_at: dt.datetime | None = None) -> None:
        _log.warning("download of %s: %s (%s)", self.context, error, error.detail)
        if isinstance(error, AccessRefused):
            keep_check(self._connection, self.context, self._credentials.kind(self.context.value), error)
        try:
            self._read()
        except KonwerterError as second:  # what came is safe; the next run reads it
            _log.warning("reading for %s: %s", self.context, second)
        except Exception:  # noqa: BLE001 - most likely the bug that brought us here; it must not stop the others
            _log.exception("reading for %s failed", self.context)
        self._end(state, str(error), resumes_at)

    def _download(self) -> ClientSync:
        if self._sync is None:
            credential = self._credentials.credential(self.context.value)
            errand = Errand(cancel=self._cancel, report=self._report, patience=_TURN_PATIENCE)
            self._sync = ClientSync(self._connection, self.context, credential, self._since, self._earlier, errand)
        return self._sync

    def _read(self) -> None:
        found = read_arrivals(self._connection.archive, self.context.nip, report=self._report, cancel=self._cancel)
        self._problems += found.problems

    def _end(self, state: SyncState, message: str = "", resumes_at: dt.datetime | None = None) -> None:
        reach = reaches(self._connection.archive, [role.value for role in ROLES]).get(self.context.value, Reach())
        new, known, replaced = 0, 0, list[str]()
        if self._sync is not None:
            new, known, replaced = self._sync.tally.new, self._sync.tally.known, self._sync.tally.replaced
            self._close(self._sync)
        self.result = ClientResult(
            nip=self.context.nip,
            context=self.context.value,
            state=state,
            new=new,
            known=known,
            problems=self._problems,
            complete_from=reach.start,
            complete_to=reach.until,
            resumes_at=resumes_at,
            message=" ".join(filter(None, [message, *_sentences(state, new, self._problems, replaced, reach)])),
            finished_at=self._connection.now(),
        )

    def _close(self, sync: ClientSync) -> None:
        try:
            sync.close()
        except KonwerterError as error:  # logging out is a courtesy
            _log.info("log-out of %s: %s", self.context, error)

    def _counted(self) -> int:
        return self._connection.calls.count


def _sentences(state: SyncState, new: int, problems: int, replaced: list[str], reach: Reach) -> list[str]:
    """What the diary tells of a client besides what went wrong."""
    told: list[str] = []
    if new or state is SyncState.COMPLETE:
        told.append(_("Nowe dokumenty: {n}.").format(n=new))
    if problems:
        told.append(
            _("{n} {stored} bez zmian, ale nie da się ich odczytać jako faktur: sprawdź je na liście z uwagami.").format(
                n=problems, stored=plural(problems, "dokument zapisano", "dokumenty zapisano", "dokumentów zapisano")
            )
        )
    if replaced:
        told.append(
            _(
                "Uwaga: treść zaimportowana z pliku pod numerem {numbers} różniła się od oryginału z KSeF; zastąpił ją oryginał."
            ).format(numbers=", ".join(replaced[:3]))
        )
    if reach.until is not None:
        told.append(_("Kompletne do {when}.").format(when=moment_text(reach.until)))
    return told
