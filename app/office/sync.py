"""The download of one client or of all: in fair order, four at a time, one report per run."""

import datetime as dt
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from app.archive import diary
from app.archive.clients import add_client
from app.archive.coverage import reaches
from app.archive.ksef_records import ClientResult, Reach, SyncState
from app.base.errors import UnusableArgument
from app.base.progress import CancelToken, Progress, Report, silent
from app.base.texts import _
from app.booking.client import Client
from app.ksef.contexts import Context
from app.office.client_run import ClientRun
from app.office.client_sync import ROLES
from app.office.connection import Connection
from app.office.credentials import Credentials
from app.office.turns import Turns
from app.office.windows import FIRST_DAY, first_mark

__all__ = ["ClientResult", "SyncReport", "SyncState", "Watch", "sync", "unwatched"]

Watch = Callable[[str, Progress], None]
"""Told how far each context is; may be called from any thread."""

_TOGETHER: Final = 4
"""Contexts downloaded at the same time (API guide §6.3)."""
_LAST_WORD: Final = 0.7
"""Seconds that threads are given after a cancel; what they do later is discarded at their next check."""
_NEVER: Final = dt.datetime.min.replace(tzinfo=dt.UTC)


def unwatched(_context: str, _progress: Progress) -> None:
    """The watch of somebody who does not care."""


@dataclass(frozen=True, slots=True)
class SyncReport:
    """One run: its page in the diary and how it ended for each context."""

    run_id: int
    clients: tuple[ClientResult, ...]


def sync(
    connection: Connection,
    contexts: Sequence[str] | None = None,
    *,
    since: dt.date | None = None,
    tokens: Mapping[str, str] | None = None,
    watch: Watch = unwatched,
    report: Report = silent,
    cancel: CancelToken | None = None,
) -> SyncReport:
    """Download everything KSeF has for these clients (NIP: all its contexts; NIP-00000; None: every client with access).

    A first download begins at `since`, by default on 1 February 2026; an earlier one later fills the gap. `tokens` (by context) are for this
    run only. A client's failure is his alone. After `cancel` the clients not finished are cancelled, within a second; nothing is raised.
    Raises `UnusableArgument` for what is no context, `StorageError`.
    """
    given = {Context.parse(context).value: token for context, token in (tokens or {}).items()}
    credentials = Credentials(connection, given)
    chosen = _chosen(credentials, contexts, given)
    if not chosen:
        raise UnusableArgument(_("Żaden klient nie ma jeszcze dostępu do KSeF."), advice=_("Dodaj klienta i ustaw mu dostęp."))
    for context in chosen:
        add_client(connection.archive, Client(nip=context.nip))
    token = cancel or CancelToken()
    jobs = [
        ClientRun(
            connection,
            credentials,
            context,
            first_mark(since or FIRST_DAY),
            earlier=since is not None,
            report=lambda progress, context=context: watch(context.value, progress),  # type: ignore[misc]  # bound early, on purpose
            cancel=token,
        )
        for context in _fair(connection, chosen)
    ]
    results = _Run(connection, jobs, report, token).run()
    return SyncReport(results[0], tuple(results[1][context.value] for context in chosen))


def _chosen(credentials: Credentials, contexts: Sequence[str] | None, given: Mapping[str, str]) -> tuple[Context, ...]:
    if contexts is None:
        return tuple(Context.parse(context) for context in credentials.all_contexts())
    found: dict[str, Context] = {}
    for text in contexts:
        context = Context.parse(text)
        alone = context.kind != "Nip" or context.value in given  # a token given for one context opens no other
        wanted = (context.value,) if alone else credentials.contexts(context.nip)
        found.update({value: Context.parse(value) for value in wanted})
    return tuple(found.values())


def _fair(connection: Connection, contexts: Sequence[Context]) -> list[Context]:
    """Who has waited longest goes first; of those never downloaded, in the order asked for."""
    known = reaches(connection.archive, [role.value for role in ROLES])
    return sorted(contexts, key=lambda context: known.get(context.value, Reach()).until or _NEVER)


class _Run:
    """One run over several clients."""

    def __init__(self, connection: Connection, jobs: Sequence[ClientRun], report: Report, cancel: CancelToken) -> None:
        self._connection = connection
        self._jobs = jobs
        self._report = report
        self._cancel = cancel
        self._results: dict[str, ClientResult] = {}
        self._lock = threading.Lock()
        self._run_id = diary.begin_run(connection.archive)

    def run(self) -> tuple[int, dict[str, ClientResult]]:
        """All clients to their end; the page of the diary and the results."""
        turns = Turns(self._jobs, self._turn, self._connection.clock, self._cancel)
        # Daemons: a request that hangs must not keep a cancelled run from returning.
        threads = [threading.Thread(target=turns.work, daemon=True) for _ in self._jobs[:_TOGETHER]]
        for thread in threads:
            thread.start()
        self._wait(threads)
        for job in turns.left:
            job.release()
        if turns.failure is not None:
            raise turns.failure
        for job in self._jobs:
            nip, context = job.context.nip, job.context.value
            message = _("Przerwano na życzenie użytkownika.")
            self._keep(ClientResult(nip=nip, context=context, state=SyncState.CANCELLED, message=message))
        diary.end_run(self._connection.archive, self._run_id)
        return self._run_id, self._results

    def _turn(self, job: ClientRun) -> float | None:
        again = job.turn()
        if job.result is not None:
            self._keep(job.result)
        return again

    def _keep(self, result: ClientResult) -> None:
        """Write a client's result, unless there is one already."""
        with self._lock:
            if result.context in self._results:
                return
            self._results[result.context] = result
            done = len(self._results)
        diary.keep_result(self._connection.archive, self._run_id, result)
        self._report(Progress(done, len(self._jobs), _("Zakończono {done} z {total}").format(done=done, total=len(self._jobs))))

    def _wait(self, threads: Sequence[threading.Thread]) -> None:
        deadline: float | None = None
        for thread in threads:
            while thread.is_alive() and (deadline is None or time.monotonic() < deadline):
                thread.join(0.05)
                if self._cancel.cancelled and deadline is None:
                    deadline = time.monotonic() + _LAST_WORD
