"""What the access wizard asks of the office, as jobs for workers. No Qt; secrets pass through and stay nowhere."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from app.base.environments import Environment
from app.base.errors import InputError, UnusableArgument
from app.base.progress import CancelToken, Report
from app.base.texts import _
from app.booking.client import Client
from app.office import access, access_trials, companies
from app.office.access import AccessKind, AccessRow
from app.office.access_before import AccessBefore, access_before, put_back
from app.office.access_checks import keep_check
from app.office.access_trials import AccessCheck
from app.office.connection import Connection, VaultState
from app.office.credentials import context_of
from app.ui.ksef.link import KsefLink

_LARGEST_FILE: Final = 1_000_000
"""Bytes; a certificate has a few thousand."""


@dataclass(frozen=True, slots=True)
class Grounds:
    """What the wizard must know before it asks: whether secrets can be kept, which clients there are, and the training ones."""

    vault: VaultState
    clients: Mapping[str, str]
    training: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CertificateFiles:
    """Where a certificate is: one file with the key in it, or two."""

    certificate: Path
    key: Path | None = None


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of a trial: the answer for one context, or the table of all clients for the office's certificate.

    `added`: the client was not there before. `before`: what signed the context in until a certificate took its place.
    """

    context: str = ""
    holder: str = ""
    check: AccessCheck | None = None
    rows: tuple[AccessRow, ...] = ()
    added: bool = False
    before: AccessBefore | None = field(default=None, repr=False)


def look(link: KsefLink, _report: Report, _cancel: CancelToken) -> Grounds:
    """Prepare the wizard. Makes the connection; in training that starts the KSeF on this computer."""
    connection = link.connection()
    return Grounds(
        connection.vault_state(),
        {row.client.nip: row.client.name for row in companies.clients(link.archive)},
        dict(connection.training.companies) if connection.training is not None else {},
    )


def training_token(link: KsefLink, nip: str) -> str:
    """The training token of a fictional client."""
    training = link.connection().training
    if training is None:
        raise UnusableArgument(_("Tokeny szkoleniowe są tylko w środowisku {name}.").format(name=Environment.TRAINING.label))
    return training.token(nip)


def try_token(link: KsefLink, context: str, token: str, name: str, *, report: Report, cancel: CancelToken) -> Tried:
    """Sign in with a token that is not kept yet. A client that was unknown is there only if it worked."""
    connection = link.connection()
    new = _add(connection, context, name)
    check: AccessCheck | None = None
    try:
        check = access_trials.try_access(connection, context, tokens={context: token}, report=report, cancel=cancel)
    finally:
        if new and (check is None or not check.works):
            companies.remove_client(link.archive, context[:10])
    return Tried(context, check=check)


def keep_token(link: KsefLink, tried: Tried, token: str, name: str, *, remember: bool, expires: dt.date | None = None) -> None:
    """Keep a token that has been tried: in the keyring, or in memory only. `expires` is its last day, where somebody knows one."""
    connection = link.connection()
    _add(connection, tried.context, name)
    access.set_token(connection if remember else connection.unremembered(), tried.context, token, expires=expires)
    if tried.check is not None and tried.check.works:
        warnings = " ".join(finding.message for finding in tried.check.findings)
        keep_check(connection, context_of(tried.context), AccessKind.TOKEN, None, warnings)


def give_certificate(
    link: KsefLink,
    context: str,
    files: CertificateFiles,
    password: str,
    name: str,
    *,
    remember: bool,
    report: Report,
    cancel: CancelToken,
) -> Tried:
    """Keep a certificate and try it: for one context, or (empty) for every client the office serves."""
    connection = link.connection()
    keeping = connection if remember else connection.unremembered()
    data = _content(files.certificate)
    key = None if files.key is None else _content(files.key)
    before = access_before(connection, context)
    if not context:

        def try_for_all() -> Tried:
            access.set_office_certificate(keeping, data, password, key=key)
            return replace(office_table(link, report, cancel), before=before)

        return _or_not_at_all(link, Tried(before=before), try_for_all)
    given = Tried(context, added=_add(connection, context, name), before=before)

    def try_for_one() -> Tried:
        access.set_certificate(keeping, context, data, password, key=key)
        check = access_trials.try_access(connection, context, report=report, cancel=cancel)
        return replace(given, holder=_holder(link, context), check=check)

    return _or_not_at_all(link, given, try_for_one)


def give_training_certificate(link: KsefLink, report: Report, cancel: CancelToken) -> Tried:
    """The certificate of the fictional office, kept and tried."""
    connection = link.connection()
    if connection.training is None:
        raise UnusableArgument(
            _("Certyfikat szkoleniowy jest tylko w środowisku {name}.").format(name=Environment.TRAINING.label)
        )
    data, password = connection.training.office_certificate()
    before = access_before(connection, "")

    def try_for_all() -> Tried:
        access.set_office_certificate(connection, data, password)
        return replace(office_table(link, report, cancel), before=before)

    return _or_not_at_all(link, Tried(before=before), try_for_all)


def office_table(link: KsefLink, report: Report, cancel: CancelToken) -> Tried:
    """Which clients have granted the office the right; those with an access of their own are listed, but not asked for."""
    access_trials.try_office(link.connection(), report=report, cancel=cancel)
    rows = access.access_rows(link.archive)
    office = access.office_row(link.archive)
    return Tried(holder="" if office is None else office.holder, rows=rows)


def take_back(link: KsefLink, given: Tried) -> None:
    """Forget a certificate that was kept for the trial and put back what was there before; the client who was added for it goes too."""
    if given.before is not None:
        put_back(link.connection(), given.before)
    if given.added:
        companies.remove_client(link.archive, given.context[:10])


def _or_not_at_all(link: KsefLink, given: Tried, attempt: Callable[[], Tried]) -> Tried:
    """Keep and try; where it could not be tried, or somebody stopped it, all is as it was before."""
    try:
        return attempt()
    except BaseException:
        take_back(link, given)
        raise


def _add(connection: Connection, context: str, name: str) -> bool:
    """Add the client of a context; whether he was unknown."""
    nip = companies.checked_nip(context[:10])
    if any(row.client.nip == nip for row in companies.clients(connection.archive)):
        return False
    companies.add_client(connection.archive, Client(nip=nip, name=name))
    return True


def _holder(link: KsefLink, context: str) -> str:
    return next((row.holder for row in access.access_rows(link.archive) if row.context == context), "")


def _content(file: Path) -> bytes:
    try:
        if file.stat().st_size > _LARGEST_FILE:
            raise InputError(
                _("Plik „{name}” jest za duży na certyfikat.").format(name=file.name),
                advice=_("Wybierz plik .p12, .pfx, .pem lub .crt."),
            )
        return file.read_bytes()
    except OSError as error:
        raise InputError(
            _("Nie można odczytać pliku „{name}”.").format(name=file.name),
            advice=_("Sprawdź, czy plik istnieje i czy masz do niego prawo."),
        ) from error
