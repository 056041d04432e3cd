"""Access to KSeF: given, tried, shown, taken away. Secrets go to the keyring; the archive keeps by what each client is signed in."""

import datetime as dt
import secrets
from dataclasses import dataclass
from enum import StrEnum

from app.archive import accesses as stored
from app.archive.clients import add_client, list_clients
from app.archive.ksef_records import AccessCheckRow, AccessKind, StoredAccess
from app.archive.store import Archive, gate
from app.base.errors import UnusableArgument
from app.base.files import write_whole
from app.base.texts import _
from app.booking.client import Client
from app.ksef.contexts import Context
from app.ksef.tokens import KsefToken, read_token
from app.office.connection import Connection
from app.office.credentials import OFFICE, certificate_place, file_word, kind_of
from app.vault import names

__all__ = [
    "AccessKind",
    "AccessRow",
    "AccessState",
    "KsefToken",
    "OfficeRow",
    "access_rows",
    "forget_accesses",
    "has_access",
    "office_row",
    "read_token",
    "remove_access",
    "remove_office",
    "set_certificate",
    "set_office_certificate",
    "set_token",
]

_PASSWORD_BYTES = 32


class AccessState(StrEnum):
    """What is known of an access."""

    NONE = "none"
    UNCHECKED = "unchecked"
    WORKS = "works"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessRow:
    """By what one context of a client is signed in, and how it went the last time. `message` says why it was refused, or warns."""

    nip: str
    name: str
    context: str
    kind: AccessKind
    state: AccessState
    holder: str = ""
    reference: str = ""
    expires: dt.date | None = None
    checked_at: dt.datetime | None = None
    message: str = ""


@dataclass(frozen=True, slots=True)
class OfficeRow:
    """The office's own certificate: whose it is and until when it is good."""

    holder: str
    expires: dt.date | None


def access_rows(archive: Archive) -> tuple[AccessRow, ...]:
    """Every client's contexts, by the client's name; a client without an access of his own is served by the office's certificate, if any."""
    kept, checks = stored.list_accesses(archive), stored.list_checks(archive)
    found: list[AccessRow] = []
    for client in (row.client for row in list_clients(archive)):
        contexts = [context for context in kept if context[:10] == client.nip] or [client.nip]
        found.extend(_row(client, context, kept, checks.get(context)) for context in contexts)
    return tuple(found)


def office_row(archive: Archive) -> OfficeRow | None:
    """The office's certificate, if there is one."""
    office = stored.list_accesses(archive).get(OFFICE)
    return None if office is None else OfficeRow(office.holder, office.expires)


def set_token(connection: Connection, context: str, token: str, *, expires: dt.date | None = None) -> None:
    """Keep a client's token (NIP, or NIP-00000 for a unit); a client that is not in the archive is added. Nothing is asked of KSeF.

    Raises `UnusableArgument` for what is no token or belongs to another context, and what the keyring raises.
    """
    owner, pasted = Context.parse(context), read_token(token)
    if pasted.unusable:
        raise UnusableArgument(pasted.problem)
    if pasted.context is not None and pasted.context != owner:
        raise UnusableArgument(
            _("To jest token dla {context}, a nie dla {owner}.").format(context=pasted.context.value, owner=owner.value),
            advice=_("Wklej token wygenerowany w kontekście tego klienta."),
        )
    connection.vault.set(names.token(owner.value), pasted.text)
    _keep(connection, owner, AccessKind.TOKEN, reference=pasted.reference, expires=expires)


def set_certificate(connection: Connection, context: str, data: bytes, password: str, *, key: bytes | None = None) -> None:
    """Keep a client's certificate (PKCS#12, or PEM with its `key`), re-encrypted under a password of our own that only the keyring knows.

    Raises `InputError` for a file or password that cannot be used, and what the keyring raises.
    """
    owner = Context.parse(context)
    holder, expires = _protect(connection, owner.value, data, password, key)
    _keep(connection, owner, AccessKind.CERTIFICATE, holder=holder, expires=expires)


def set_office_certificate(connection: Connection, data: bytes, password: str, *, key: bytes | None = None) -> None:
    """Keep the office's certificate, which serves every client without an access of his own; see `set_certificate`."""
    holder, expires = _protect(connection, OFFICE, data, password, key)
    stored.keep_access(
        connection.archive,
        StoredAccess(context=OFFICE, client_nip="", kind=AccessKind.OFFICE, holder=holder, expires=expires),
    )


def remove_access(connection: Connection, context: str) -> None:
    """Forget a client's access here; in KSeF it lives on. Raises what the keyring raises."""
    owner = Context.parse(context).value
    connection.vault.delete(names.token(owner))
    _remove_certificate(connection, owner)
    stored.forget_access(connection.archive, owner)


def has_access(archive: Archive, nip: str) -> bool:
    """Whether a client has a token or certificate of his own."""
    return any(context[:10] == nip for context in stored.list_accesses(archive))


def forget_accesses(connection: Connection, nip: str) -> None:
    """Forget every access of a client's own here; see `remove_access`."""
    for context in stored.list_accesses(connection.archive):
        if context[:10] == nip:
            remove_access(connection, context)


def remove_office(connection: Connection) -> None:
    """Forget the office's certificate here. Raises what the keyring raises."""
    _remove_certificate(connection, OFFICE)
    stored.forget_access(connection.archive, OFFICE)


def _row(client: Client, context: str, kept: dict[str, StoredAccess], check: AccessCheckRow | None) -> AccessRow:
    kind = kind_of(kept, context)
    access = kept.get(context) or kept.get(OFFICE)
    if check is not None and check.kind is not kind:
        check = None  # it was by another access
    state = AccessState.NONE if kind is AccessKind.NONE else AccessState.UNCHECKED
    if check is not None:
        state = AccessState.WORKS if check.works else AccessState.REFUSED
    return AccessRow(
        nip=client.nip,
        name=client.name,
        context=context,
        kind=kind,
        state=state,
        holder="" if access is None else access.holder,
        reference="" if access is None else access.reference,
        expires=None if access is None else access.expires,
        checked_at=None if check is None else check.checked_at,
        message="" if check is None else check.message,
    )


def _keep(
    connection: Connection,
    owner: Context,
    kind: AccessKind,
    *,
    holder: str = "",
    reference: str = "",
    expires: dt.date | None = None,
) -> None:
    add_client(connection.archive, Client(nip=owner.nip))
    access = StoredAccess(
        context=owner.value, client_nip=owner.nip, kind=kind, holder=holder, reference=reference, expires=expires
    )
    stored.keep_access(connection.archive, access)


def _protect(connection: Connection, context: str, data: bytes, password: str, key: bytes | None) -> tuple[str, dt.date]:
    """Put a certificate's file beside the archive and its new password into the keyring; whose it is and its last day."""
    from app.ksef.certificates import load_certificate, protect  # noqa: PLC0415 - signing takes long to import

    certificate = load_certificate(data, password, key)
    complaint = certificate.complaint(connection.now())
    if complaint:
        raise UnusableArgument(complaint)
    own = secrets.token_urlsafe(_PASSWORD_BYTES)
    connection.vault.set(names.certificate_password(file_word(context)), own)
    place = certificate_place(connection.archive, context)
    with gate(place):
        place.parent.mkdir(mode=0o700, exist_ok=True)
    write_whole(place, [protect(certificate, own)], private=True)
    return certificate.name, certificate.valid_to.date()


def _remove_certificate(connection: Connection, context: str) -> None:
    connection.vault.delete(names.certificate_password(file_word(context)))
    place = certificate_place(connection.archive, context)
    with gate(place):
        place.unlink(missing_ok=True)
