"""The words for states of accesses and downloads, and the colours that go with them."""

import datetime as dt
from typing import Final

from app.base.texts import Words, _, plural
from app.office.access import AccessKind, AccessState
from app.office.diary import ClientResult, SyncState
from app.ui.theme import Colours
from app.ui.wording import clock, documents

KINDS: Final = Words(
    {
        AccessKind.NONE: "brak dostępu",
        AccessKind.TOKEN: "token",
        AccessKind.CERTIFICATE: "certyfikat klienta",
        AccessKind.OFFICE: "certyfikat biura",
    }
)
_RUNS: Final = Words(
    {
        SyncState.COMPLETE: "kompletne",
        SyncState.WAITING: "czeka",
        SyncState.FAILED: "niepowodzenie",
        SyncState.CANCELLED: "przerwane",
    }
)


def access_text(kind: AccessKind, state: AccessState) -> str:
    """„token ✓”, „certyfikat biura: odmowa”."""
    if kind is AccessKind.NONE:
        return KINDS[kind]
    ending = {AccessState.WORKS: " ✓", AccessState.REFUSED: _(": odmowa")}.get(state, "")
    return KINDS[kind] + ending


def access_colours(kind: AccessKind, state: AccessState, colours: Colours) -> tuple[str, str]:
    """Ink and ground of the pill of an access."""
    if kind is AccessKind.NONE:
        return colours.attention, colours.attention_soft
    return {
        AccessState.WORKS: (colours.ok, colours.ok_soft),
        AccessState.REFUSED: (colours.wrong, colours.wrong_soft),
    }.get(state, (colours.muted, colours.window))


def run_text(result: ClientResult) -> str:
    """How a run ended for a client, in a word."""
    return _RUNS[result.state]


def run_colours(state: SyncState, colours: Colours) -> tuple[str, str]:
    """Ink and ground of the pill of a result."""
    return {
        SyncState.COMPLETE: (colours.ok, colours.ok_soft),
        SyncState.WAITING: (colours.attention, colours.attention_soft),
        SyncState.FAILED: (colours.wrong, colours.wrong_soft),
        SyncState.CANCELLED: (colours.muted, colours.window),
    }[state]


def result_text(result: ClientResult, now: dt.datetime) -> str:
    """What came of a run for one client: the count of new documents; or the reason with its advice, and when it goes on."""
    if result.state is SyncState.COMPLETE:
        return _("Doszło: {documents}.").format(documents=documents(result.new)) if result.new else _("Nic nowego.")
    waits = result.resumes_at is not None and result.resumes_at > now
    until = _("KSeF prosi o przerwę do {when}.").format(when=clock(result.resumes_at or now, now)) if waits else ""
    return " ".join(part for part in (result.message, until) if part)


def run_summary(results: tuple[ClientResult, ...]) -> str:
    """A run in a sentence: „Pobrano 48 dokumentów. Kompletne: 2 z 3. Niepowodzenie: 1.”"""
    new = sum(result.new for result in results)
    complete = sum(result.state is SyncState.COMPLETE for result in results)
    parts = [
        _("Pobrano {documents}.").format(documents=documents(new)) if new else _("Nic nowego."),
        _("Kompletne: {done} z {all}.").format(done=complete, all=f"{len(results)} {clients_noun_of(len(results))}"),
    ]
    for state, words in (
        (SyncState.FAILED, _("Niepowodzenie: {n}; powód jest w czerwonym wierszu.")),
        (SyncState.WAITING, _("Czeka na KSeF: {n}.")),
        (SyncState.CANCELLED, _("Przerwane: {n}.")),
    ):
        count = sum(result.state is state for result in results)
        if count:
            parts.append(words.format(n=count))
    return " ".join(parts)


def clients_noun_of(count: int) -> str:
    """The noun in „z 1 klienta”, „z 3 klientów”."""
    return plural(count, "klienta", "klientów", "klientów")
