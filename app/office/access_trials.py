"""Access tried live: a sign-in, and what the token or certificate may do. The answer is remembered in the table of accesses."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.archive.clients import list_clients
from app.archive.ksef_records import AccessKind
from app.base.errors import AccessRefused
from app.base.findings import Finding, Level
from app.base.progress import CancelToken, Progress, Report, silent
from app.base.texts import _
from app.ksef import access as ksef_access
from app.ksef.contexts import Context
from app.ksef.errand import Errand
from app.office.access import AccessRow, access_rows, remove_access
from app.office.access_checks import keep_check
from app.office.connection import Connection
from app.office.credentials import Credentials

__all__ = ["AccessCheck", "revoke_token", "try_access", "try_office"]

_READ = "InvoiceRead"


@dataclass(frozen=True, slots=True)
class AccessCheck:
    """How a live test went: whether documents can be read, what KSeF lets us do, what to say of it."""

    works: bool
    permissions: frozenset[str]
    findings: tuple[Finding, ...]
    message: str


def try_access(
    connection: Connection,
    context: str,
    *,
    tokens: Mapping[str, str] | None = None,
    report: Report = silent,
    cancel: CancelToken | None = None,
) -> AccessCheck:
    """Sign in for a context and look at what that allows. A refusal is an answer, not an error; the world's faults are raised.

    `tokens`, by context, go before what is kept.
    """
    owner = Context.parse(context)
    credentials = Credentials(connection, tokens)
    kind = credentials.kind(owner.value)
    errand = Errand(cancel=cancel or CancelToken(), report=report, interactive=True)
    try:
        session = connection.ksef.sign_in(owner, credentials.credential(owner.value), errand)
        try:
            found = ksef_access.inspect(session, errand)
        finally:
            session.close(errand)
    except AccessRefused as error:
        keep_check(connection, owner, kind, error)
        return AccessCheck(works=False, permissions=frozenset(), findings=(), message=str(error))
    problems = [finding for finding in found.findings if finding.level is Level.BLOCKS]
    works = not problems
    told = " ".join(finding.message for finding in (problems or found.findings))
    if works:
        keep_check(connection, owner, kind, None, told)
    else:
        keep_check(connection, owner, kind, AccessRefused(told))
    message = told if problems else _("Dostęp działa. {told}").format(told=told).strip()
    return AccessCheck(works=works, permissions=found.permissions, findings=found.findings, message=message)


def try_office(connection: Connection, *, report: Report = silent, cancel: CancelToken | None = None) -> tuple[AccessRow, ...]:
    """Try the office's certificate for every client without an access of his own; the table of who granted the right.

    Raises `Cancelled`, and the world's faults that concern all (no network); a single client's trouble is in his row.
    """
    token = cancel or CancelToken()
    credentials = Credentials(connection)
    nips = [row.client.nip for row in list_clients(connection.archive)]
    served = [nip for nip in nips if credentials.kind(nip) is AccessKind.OFFICE]
    for place, nip in enumerate(served):
        token.check()
        report(Progress(place, len(served), _("Sprawdzanie dostępu {nip}").format(nip=nip)))
        try_access(connection, nip, cancel=token)
    wanted = frozenset(served)
    return tuple(row for row in access_rows(connection.archive) if row.nip in wanted)


def revoke_token(connection: Connection, context: str, *, cancel: CancelToken | None = None) -> None:
    """Revoke a client's own token in KSeF and forget it here. Raises `AccessRefused` where KSeF does not let us, and `KonwerterError`."""
    owner = Context.parse(context)
    errand = Errand(cancel=cancel or CancelToken(), interactive=True)
    session = connection.ksef.sign_in(owner, Credentials(connection).credential(owner.value), errand)
    try:
        ksef_access.revoke_own_token(session, errand)
    finally:
        session.close(errand)
    remove_access(connection, owner.value)
