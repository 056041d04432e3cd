"""Certificates: loading, what they say of their owner, how long they hold, keeping their key encrypted, and signing in with one (§2.9)."""

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

from app.base.errors import InputError
from app.base.texts import _
from app.ksef.contexts import Context
from app.ksef.credentials import Challenge, Started, read_started
from app.ksef.endpoints import SIGN_IN_BY_SIGNATURE
from app.ksef.errand import Errand
from app.ksef.errors import Cause, SignInRefused
from app.ksef.keys import PublicKeys
from app.ksef.transport import Transport

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from cryptography.x509 import Certificate

    PrivateKey = RSAPrivateKey | EllipticCurvePrivateKey

_LEAST_RSA_BITS: Final = 2048
_LEAST_EC_BITS: Final = 256
_NIP: Final = re.compile(r"(?:VATPL|TINPL)-(\d{10})", re.ASCII)
_PESEL: Final = re.compile(r"PNOPL-(\d{11})", re.ASCII)
_PEM_MARK: Final = b"-----BEGIN "


@dataclass(frozen=True, slots=True)
class SigningCertificate:
    """A certificate with its private key. `nip` and `pesel` are empty where its subject does not give them."""

    kind: Literal["RSA", "EC"]
    name: str
    nip: str
    pesel: str
    serial: str
    valid_from: dt.datetime
    valid_to: dt.datetime
    signs: bool
    """Whether its key usage allows signing in: KSeF's type "Offline" does not."""
    certificate: "Certificate" = field(repr=False)
    key: "PrivateKey" = field(repr=False)

    def complaint(self, now: dt.datetime) -> str:
        """Why KSeF would not take it at `now`, as a Polish sentence; empty where nothing speaks against it."""
        if now < self.valid_from:
            return _("Certyfikat „{name}” jest ważny dopiero od {day}.").format(name=self.name, day=f"{self.valid_from:%Y-%m-%d}")
        if now >= self.valid_to:
            return _("Certyfikat „{name}” był ważny do {day}. Uzyskaj nowy w Aplikacji Podatnika.").format(
                name=self.name, day=f"{self.valid_to:%Y-%m-%d}"
            )
        if not self.signs:
            return _(
                "Certyfikat „{name}” nie służy do logowania (typ „Offline”). Uzyskaj certyfikat do uwierzytelniania."
            ).format(name=self.name)
        return ""

    def days_left(self, now: dt.datetime) -> int:
        """Whole days until it ends; negative afterwards."""
        return (self.valid_to - now).days


def load_certificate(data: bytes, password: str = "", key: bytes | None = None) -> SigningCertificate:
    """A certificate and its key from a PKCS#12 file (.p12, .pfx), or from PEM; PEM or DER with the key in a file of its own is fine too.

    Raises `InputError` for a wrong password, an unreadable file, a missing or foreign key, and a key too weak for KSeF.
    """
    secret = password.encode("utf-8") or None
    if key is None and _PEM_MARK not in data:
        certificate, private = _from_pkcs12(data, secret)
    else:
        certificate, private = _from_pem(data, key or data, secret)
    return _described(certificate, private)


def protect(certificate: SigningCertificate, password: str) -> bytes:
    """The certificate and its key as a PKCS#12 file encrypted with `password`, which belongs in the vault; raises `InputError` for none."""
    from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12  # noqa: PLC0415 – slow, seldom needed

    if not password:
        raise InputError(_("Plik z kluczem musi mieć hasło."))
    encryption = BestAvailableEncryption(password.encode("utf-8"))
    return pkcs12.serialize_key_and_certificates(
        certificate.name.encode("utf-8"), certificate.key, certificate.certificate, None, encryption
    )


class CertificateCredential:
    """Signs in with a certificate: a client's own, or the office's for every client who granted it the right to read."""

    def __init__(self, certificate: SigningCertificate) -> None:
        self._certificate = certificate

    def __repr__(self) -> str:
        return f"CertificateCredential({self._certificate.serial})"

    @property
    def token_reference(self) -> str:
        """Empty: there is no token."""
        return ""

    def start(self, transport: Transport, keys: PublicKeys, context: Context, challenge: Challenge, errand: Errand) -> Started:  # noqa: ARG002 – the contract of credentials; only tokens need a key
        """Hand KSeF the signed request; raises `SignInRefused` for a certificate that cannot be meant for it."""
        complaint = self._certificate.complaint(transport.now())
        if complaint:
            raise SignInRefused(complaint, cause=Cause.CERTIFICATE)
        from app.ksef.xades import signed_request  # noqa: PLC0415 – the library that signs is slow, and needed to sign in only

        document = signed_request(self._certificate, context, challenge.text, transport.now())
        return read_started(transport.call(SIGN_IN_BY_SIGNATURE, errand, xml=document))


def _from_pkcs12(data: bytes, secret: bytes | None) -> tuple["Certificate | None", object]:
    from cryptography.hazmat.primitives.serialization import pkcs12  # noqa: PLC0415 – slow, seldom needed

    try:
        key, certificate, _others = pkcs12.load_key_and_certificates(data, secret)
    except (ValueError, TypeError) as error:
        raise _wrong_password_or_file(error) from None
    return certificate, key


def _from_pem(data: bytes, key_data: bytes, secret: bytes | None) -> tuple["Certificate | None", object]:
    from cryptography import x509  # noqa: PLC0415 – slow, seldom needed
    from cryptography.exceptions import UnsupportedAlgorithm  # noqa: PLC0415
    from cryptography.hazmat.primitives import serialization  # noqa: PLC0415

    pem_key = _PEM_MARK in key_data
    try:
        certificates = x509.load_pem_x509_certificates(data) if _PEM_MARK in data else [x509.load_der_x509_certificate(data)]
        # A password for a key that needs none is an error for the library, and only a habit for a person.
        encrypted = b"ENCRYPTED" in key_data if pem_key else secret is not None
        load = serialization.load_pem_private_key if pem_key else serialization.load_der_private_key
        private = load(key_data, secret if encrypted else None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise _wrong_password_or_file(error) from None
    own = private.public_key()
    return next((one for one in certificates if one.public_key() == own), None), private


def _wrong_password_or_file(error: Exception) -> InputError:
    return InputError(
        _("Nie można otworzyć certyfikatu: złe hasło albo nie jest to plik certyfikatu z kluczem."),
        advice=_("Sprawdź hasło i wskaż plik .p12 lub .pfx albo plik certyfikatu razem z plikiem klucza."),
        detail=type(error).__name__,
    )


def _described(certificate: "Certificate | None", private: object) -> SigningCertificate:
    from cryptography.hazmat.primitives.asymmetric import ec, rsa  # noqa: PLC0415 – slow, seldom needed
    from cryptography.x509.oid import NameOID  # noqa: PLC0415

    if certificate is None or private is None:
        raise InputError(
            _("W pliku nie ma pary: certyfikatu i pasującego do niego klucza prywatnego."),
            advice=_("Wskaż plik .p12 lub .pfx albo plik certyfikatu razem z jego plikiem klucza."),
        )
    if isinstance(private, rsa.RSAPrivateKey) and private.key_size >= _LEAST_RSA_BITS:
        kind: Literal["RSA", "EC"] = "RSA"
    elif isinstance(private, ec.EllipticCurvePrivateKey) and private.key_size >= _LEAST_EC_BITS:
        kind = "EC"
    else:
        raise InputError(
            _("Klucz tego certyfikatu jest za słaby albo ma rodzaj, którego KSeF nie przyjmuje."),
            advice=_("Potrzebny jest klucz RSA od 2048 bitów albo EC P-256 lub większy."),
            detail=type(private).__name__,
        )

    def subject(oid: "object") -> str:
        return next((str(one.value) for one in certificate.subject if one.oid == oid), "")

    identifiers = " ".join((subject(NameOID.ORGANIZATION_IDENTIFIER), subject(NameOID.SERIAL_NUMBER)))
    nip, pesel = _NIP.search(identifiers), _PESEL.search(identifiers)
    return SigningCertificate(
        kind=kind,
        name=subject(NameOID.COMMON_NAME) or certificate.subject.rfc4514_string(),
        nip=nip.group(1) if nip else "",
        pesel=pesel.group(1) if pesel else "",
        serial=f"{certificate.serial_number:X}",
        valid_from=certificate.not_valid_before_utc,
        valid_to=certificate.not_valid_after_utc,
        signs=_may_sign(certificate),
        certificate=certificate,
        key=private,
    )


def _may_sign(certificate: "Certificate") -> bool:
    """KSeF's certificates for signing in carry digitalSignature; a certificate that says nothing is let through."""
    from cryptography import x509  # noqa: PLC0415 – slow, seldom needed

    try:
        return certificate.extensions.get_extension_for_class(x509.KeyUsage).value.digital_signature
    except x509.ExtensionNotFound:
        return True
