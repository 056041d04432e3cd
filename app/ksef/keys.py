"""The Ministry's public keys: which one to take, how long to keep them, when to ask again (§2.2)."""

import base64
import datetime as dt
import logging
import threading
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from app.base.texts import _
from app.ksef.answers import unavailable
from app.ksef.endpoints import PUBLIC_KEYS
from app.ksef.errand import Errand
from app.ksef.errors import Unavailable
from app.ksef.moments import parse
from app.ksef.transport import Transport

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

_LOG: Final = logging.getLogger(__name__)
_KEPT: Final = dt.timedelta(hours=24)


class Usage(StrEnum):
    """What a key is for; a key of the other usage is refused by KSeF."""

    TOKEN = "KsefTokenEncryption"  # noqa: S105 – the contract's word, no password
    EXPORT = "SymmetricKeyEncryption"


@dataclass(frozen=True, slots=True)
class PublicKey:
    """One published key; `key_id` goes with whatever is encrypted by it."""

    key_id: str
    usages: frozenset[str]
    valid_from: dt.datetime
    valid_to: dt.datetime
    certificate: bytes = field(repr=False)

    def encrypt(self, secret: bytes) -> str:
        """`secret` by RSA-OAEP with SHA-256 in both places (§2.4), in base64."""
        from cryptography.hazmat.primitives import hashes  # noqa: PLC0415 – slow, and needed to sign in only
        from cryptography.hazmat.primitives.asymmetric import padding  # noqa: PLC0415

        way = padding.OAEP(mgf=padding.MGF1(hashes.SHA256()), algorithm=hashes.SHA256(), label=None)
        return base64.b64encode(self._rsa().encrypt(secret, way)).decode("ascii")

    def _rsa(self) -> "RSAPublicKey":
        from cryptography import x509  # noqa: PLC0415 – slow, and needed to sign in only
        from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey  # noqa: PLC0415

        key = x509.load_der_x509_certificate(self.certificate).public_key()
        if not isinstance(key, RSAPublicKey):
            raise Unavailable(
                _("Ministerstwo zmieniło rodzaj klucza – zaktualizuj program."),
                advice=_("Zainstaluj najnowszą wersję programu."),
                detail=type(key).__name__,
            )
        return key


class PublicKeys:
    """The keys of one environment, asked for when needed and kept for a day at most, never past their end."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self._lock = threading.Lock()
        self._known: tuple[PublicKey, ...] = ()
        self._asked_at: dt.datetime | None = None

    def choose(self, usage: Usage, errand: Errand) -> PublicKey:
        """The youngest key in force for `usage`."""
        key = self._best(usage)
        if key is None:
            self._ask(errand)
            key = self._best(usage)
        if key is None:
            raise Unavailable(
                _("KSeF nie publikuje teraz ważnego klucza szyfrującego."),
                advice=_("Spróbuj ponownie za kilka minut."),
                detail=usage,
            )
        return key

    def forget(self) -> None:
        """Ask anew next time: KSeF does not know the key we used (21470, 415)."""
        with self._lock:
            self._known = ()
            self._asked_at = None

    def _best(self, usage: Usage) -> PublicKey | None:
        now = self._transport.now()
        with self._lock:
            if self._asked_at is None or not dt.timedelta(0) <= now - self._asked_at < _KEPT:
                return None
            fit = [key for key in self._known if usage in key.usages and key.valid_from <= now < key.valid_to]
        return max(fit, key=lambda key: key.valid_from, default=None)

    def _ask(self, errand: Errand) -> None:
        said = self._transport.call(PUBLIC_KEYS, errand).json()
        if not isinstance(said, list):
            raise unavailable(200, {}, f"{PUBLIC_KEYS}: no list")
        keys = tuple(key for item in said if (key := _read(item)) is not None)
        with self._lock:
            self._known = keys
            self._asked_at = self._transport.now()


def _read(item: Any) -> PublicKey | None:  # noqa: ANN401 – foreign data
    """One entry; None for one that cannot be understood, for another may be fine."""
    try:
        return PublicKey(
            key_id=item["publicKeyId"],
            usages=frozenset(item["usage"]),
            valid_from=parse(item["validFrom"]),
            valid_to=parse(item["validTo"]),
            certificate=base64.b64decode("".join(item["certificate"].split()), validate=True),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        _LOG.warning("Klucz publiczny KSeF pominięty: %s", type(error).__name__)
        return None
