"""The keys of the sandbox's Ministry: two RSA-2048 pairs in certificates of their own, published and rotated (guide §2.2)."""

import base64
import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import Any, Final, Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import NameOID

from app.sandbox import moments

TOKEN: Final = "KsefTokenEncryption"  # noqa: S105 - the name of a usage in the contract
SYMMETRIC: Final = "SymmetricKeyEncryption"

_LIFE: Final = dt.timedelta(days=730)
_SHIFT: Final = dt.timedelta(days=30)


@dataclass(frozen=True, slots=True)
class KeyPair:
    """A private key and its usage, without a date."""

    usage: str
    private: rsa.RSAPrivateKey

    @property
    def public_key_id(self) -> str:
        """Base64 of the SHA-256 of the public key; the same for every certificate of the key."""
        spki = self.private.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
        return base64.b64encode(hashlib.sha256(spki).digest()).decode("ascii")

    def decrypt(self, ciphertext: bytes) -> bytes:
        """RSAES-OAEP with SHA-256 in both places; `ValueError` for anything else."""
        oaep = padding.OAEP(mgf=padding.MGF1(hashes.SHA256()), algorithm=hashes.SHA256(), label=None)
        return self.private.decrypt(ciphertext, oaep)


@dataclass(frozen=True, slots=True)
class Keys:
    """One pair for tokens and one for export keys. Making them takes a third of a second: tests may share one."""

    token: KeyPair
    symmetric: KeyPair

    @classmethod
    def generate(cls) -> Self:
        """Two new pairs."""
        return cls(*(KeyPair(usage, rsa.generate_private_key(65537, 2048)) for usage in (TOKEN, SYMMETRIC)))


@dataclass(frozen=True, slots=True)
class _Published:
    pair: KeyPair
    certificate: x509.Certificate

    def document(self) -> dict[str, Any]:
        return {
            "certificate": base64.b64encode(self.certificate.public_bytes(serialization.Encoding.DER)).decode("ascii"),
            "certificateId": base64.b64encode(self.certificate.fingerprint(hashes.SHA256())).decode("ascii"),
            "publicKeyId": self.pair.public_key_id,
            "validFrom": moments.text(moments.ticks(self.certificate.not_valid_before_utc)),
            "validTo": moments.text(moments.ticks(self.certificate.not_valid_after_utc)),
            "usage": [self.pair.usage],
        }


class Ministry:
    """The published list: the present pairs, a past certificate of each that is over, a future one that has not begun.

    The expired and the future certificates carry keys that decrypt nothing, so that a client which takes the first in the list fails.
    """

    def __init__(self, keys: Keys, now: dt.datetime) -> None:
        useless = Keys(KeyPair(TOKEN, keys.symmetric.private), KeyPair(SYMMETRIC, keys.token.private))
        self._decoys = [
            _publish(useless.token, now - _LIFE - _SHIFT),
            _publish(useless.symmetric, now + _LIFE),
        ]
        self._present = [_publish(pair, now - _SHIFT) for pair in (keys.token, keys.symmetric)]

    def rotate(self, keys: Keys, now: dt.datetime, *, emergency: bool) -> None:
        """Publish new pairs next to the present ones, which an emergency removes at once."""
        kept = [] if emergency else self._present
        self._present = [*kept, *(_publish(pair, now - dt.timedelta(seconds=1)) for pair in (keys.token, keys.symmetric))]

    def document(self) -> list[dict[str, Any]]:
        """What GET /security/public-key-certificates answers."""
        return [entry.document() for entry in [self._decoys[0], *self._present, self._decoys[1]]]

    def knows(self, public_key_id: str) -> bool:
        """Whether a key with this id is in use."""
        return any(entry.pair.public_key_id == public_key_id for entry in self._present)

    def decrypt(self, usage: str, ciphertext: bytes, public_key_id: str = "") -> bytes | None:
        """The plaintext by the first fitting pair of that usage in use; None where none fits."""
        for entry in self._present:
            if entry.pair.usage != usage or public_key_id not in ("", entry.pair.public_key_id):
                continue
            try:
                return entry.pair.decrypt(ciphertext)
            except ValueError:
                continue  # another pair of the same usage may fit
        return None


def _publish(pair: KeyPair, valid_from: dt.datetime) -> _Published:
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "PL"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "KSeF szkoleniowy (dane zmyślone)"),
            x509.NameAttribute(NameOID.COMMON_NAME, pair.usage),
        ]
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(pair.private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(valid_from)
        .not_valid_after(valid_from + _LIFE)
        .sign(pair.private, hashes.SHA256())
    )
    return _Published(pair, certificate)
