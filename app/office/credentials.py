"""By what a client is signed in: the token or certificate of its own, else the certificate of the office. Secrets come from the keyring."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from app.archive.accesses import list_accesses
from app.archive.clients import list_clients
from app.archive.ksef_records import AccessKind, StoredAccess
from app.archive.store import Archive, gate
from app.base.errors import AccessRefused
from app.base.texts import _
from app.ksef.contexts import Context
from app.ksef.credentials import Credential
from app.ksef.tokens import TokenCredential
from app.office.connection import Connection
from app.vault import names

OFFICE: Final = ""
"""The context under which the office's own certificate is kept."""

_OFFICE_FILE: Final = "office"


class Credentials:
    """The credentials of one run. `tokens` (by context) are for this run only and go before what is kept."""

    def __init__(self, connection: Connection, tokens: Mapping[str, str] | None = None) -> None:
        self._connection = connection
        self._tokens = dict(tokens or {})
        self._accesses = list_accesses(connection.archive)

    def kind(self, context: str) -> AccessKind:
        """By what the context would be signed in."""
        return AccessKind.TOKEN if context in self._tokens else kind_of(self._accesses, context)

    def contexts(self, nip: str) -> tuple[str, ...]:
        """The contexts of a client that can be signed in; its NIP alone where the office's certificate, or nothing, serves it."""
        own = {context for context in (*self._accesses, *self._tokens) if context[:10] == nip}
        return tuple(sorted(own)) or (nip,)

    def all_contexts(self) -> tuple[str, ...]:
        """The contexts of every client of the archive that can be signed in."""
        nips = [row.client.nip for row in list_clients(self._connection.archive)]
        found = [context for nip in nips for context in self.contexts(nip)]
        return tuple(context for context in found if self.kind(context) is not AccessKind.NONE)

    def credential(self, context: str) -> Credential:
        """What to sign in with. Raises `AccessRefused` where there is nothing, and what the keyring raises."""
        kind = self.kind(context)
        if kind is AccessKind.NONE:
            raise AccessRefused(
                _("Dla {context} nie ustawiono dostępu do KSeF.").format(context=context),
                advice=_("Podaj token klienta albo certyfikat biura (access set albo przycisk „Dostęp”)."),
            )
        if kind is AccessKind.TOKEN:
            token = self._tokens.get(context) or self._connection.vault.get(names.token(context))
            if token is None:
                raise _lost(_("tokena"), context)
            return TokenCredential(token)
        return self._certificate(OFFICE if kind is AccessKind.OFFICE else context)

    def _certificate(self, context: str) -> Credential:
        from app.ksef.certificates import CertificateCredential, load_certificate  # noqa: PLC0415 - signing takes long to import

        password = self._connection.vault.get(names.certificate_password(file_word(context)))
        if password is None:
            raise _lost(_("hasła certyfikatu"), context or _("biura"))
        place = certificate_place(self._connection.archive, context)
        with gate(place):
            data = place.read_bytes()
        return CertificateCredential(load_certificate(data, password))


def kind_of(accesses: Mapping[str, StoredAccess], context: str) -> AccessKind:
    """By what a context would be signed in, from what is kept."""
    if context in accesses:
        return accesses[context].kind
    return AccessKind.OFFICE if OFFICE in accesses else AccessKind.NONE


def certificate_place(archive: Archive, context: str) -> Path:
    """The file with a certificate and its encrypted private key."""
    return archive.path.parent / f"{archive.path.stem}-certificates" / f"{file_word(context)}.p12"


def file_word(context: str) -> str:
    """The word for a context in the name of a file or of a secret."""
    return context or _OFFICE_FILE


def context_of(text: str) -> Context:
    """A NIP or NIP-00000 as typed. Raises `UnusableArgument`."""
    return Context.parse(text)


def _lost(what: str, context: str) -> AccessRefused:
    return AccessRefused(
        _("W magazynie haseł nie ma {what} dla {context}.").format(what=what, context=context),
        advice=_("Ustaw dostęp ponownie; pobrane dokumenty pozostają w archiwum."),
    )
