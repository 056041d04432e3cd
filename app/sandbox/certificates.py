"""The sandbox's certificate authority: certificates to sign in with, and what is wrong with one (guide §2.9, status 460).

The authority's key is derived from the seed, so that a certificate made in one run is trusted in the next. It is no secret and
nobody but the sandbox trusts it.
"""

import datetime as dt
import hashlib
import re
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

_ORDER: Final = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_NIP: Final = re.compile(r"(?:VATPL|TINPL)-(\d{10})", re.ASCII)
_FROM: Final = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
_TO: Final = dt.datetime(2046, 1, 1, tzinfo=dt.UTC)

UNTRUSTED: Final = "Niezaufany łańcuch certyfikatów"
BROKEN_CHAIN: Final = "Błąd weryfikacji łańcucha certyfikatów"
OUT_OF_DATE: Final = "Nieważny certyfikat"
REVOKED: Final = "Certyfikat odwołany"
UNFIT: Final = "Niepoprawny certyfikat"


class Authority:
    """Issues certificates and judges them."""

    def __init__(self, secret: bytes) -> None:
        number = int.from_bytes(hashlib.sha256(b"authority" + secret).digest(), "big") % (_ORDER - 1) + 1
        self._key = ec.derive_private_key(number, ec.SECP256R1())
        self._name = x509.Name(
            [
                x509.NameAttribute(NameOID.COUNTRY_NAME, "PL"),
                x509.NameAttribute(NameOID.ORGANIZATION_NAME, "KSeF szkoleniowy (dane zmyślone)"),
                x509.NameAttribute(NameOID.COMMON_NAME, "Urząd certyfikatów KSeF szkoleniowego"),
            ]
        )
        self.certificate = self._build(self._name, self._key.public_key(), 1, _FROM, _TO).sign(self._key, hashes.SHA256())
        self._revoked: set[int] = set()

    def _build(
        self,
        subject: x509.Name,
        key: ec.EllipticCurvePublicKey | rsa.RSAPublicKey,
        serial: int,
        valid_from: dt.datetime,
        valid_to: dt.datetime,
    ) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(key)
            .serial_number(serial)
            .not_valid_before(valid_from)
            .not_valid_after(valid_to)
        )

    def issue(
        self, nip: str, name: str, *, kind: str, valid_from: dt.datetime, days: int, purpose: str, password: str
    ) -> tuple[bytes, str]:
        """PKCS#12 with a key and its certificate, and its password; `kind` rsa or ec, `purpose` authentication or offline."""
        key = ec.generate_private_key(ec.SECP256R1()) if kind == "ec" else rsa.generate_private_key(65537, 2048)
        subject = x509.Name(
            [
                x509.NameAttribute(NameOID.COUNTRY_NAME, "PL"),
                x509.NameAttribute(NameOID.ORGANIZATION_NAME, name),
                x509.NameAttribute(NameOID.ORGANIZATION_IDENTIFIER, f"VATPL-{nip}"),
                x509.NameAttribute(NameOID.COMMON_NAME, f"{name} ({purpose})"[:64]),
            ]
        )
        signs = purpose == "authentication"
        usage = x509.KeyUsage(
            digital_signature=signs,
            content_commitment=not signs,
            key_encipherment=False,
            data_encipherment=False,
            key_agreement=False,
            key_cert_sign=False,
            crl_sign=False,
            encipher_only=False,
            decipher_only=False,
        )
        serial = x509.random_serial_number()
        builder = self._build(subject, key.public_key(), serial, valid_from, valid_from + dt.timedelta(days=days))
        certificate = builder.add_extension(usage, critical=True).sign(self._key, hashes.SHA256())
        encryption = serialization.BestAvailableEncryption(password.encode("utf-8"))
        return pkcs12.serialize_key_and_certificates(name.encode("utf-8"), key, certificate, None, encryption), password

    def revoke(self, container: bytes, password: str) -> None:
        """From now on the certificate in this PKCS#12 is refused."""
        certificate = pkcs12.load_key_and_certificates(container, password.encode("utf-8"))[1]
        if certificate is not None:
            self._revoked.add(certificate.serial_number)

    def complaint(self, certificate: x509.Certificate, now: dt.datetime) -> str:
        """What is wrong with a certificate, as status 460 says it; empty where nothing is."""
        if certificate.issuer != self._name:
            return UNTRUSTED
        try:
            certificate.verify_directly_issued_by(self.certificate)
        except (InvalidSignature, ValueError, TypeError):
            return BROKEN_CHAIN
        if not certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc:
            return OUT_OF_DATE
        if certificate.serial_number in self._revoked:
            return REVOKED
        return "" if _may_sign_in(certificate) else UNFIT


def _may_sign_in(certificate: x509.Certificate) -> bool:
    """A certificate of type 2 (offline codes) carries another key usage and cannot log in."""
    try:
        return certificate.extensions.get_extension_for_class(x509.KeyUsage).value.digital_signature
    except x509.ExtensionNotFound:
        return True


def nip_of(certificate: x509.Certificate) -> str:
    """The NIP in the certificate's subject; empty where there is none."""
    for oid in (NameOID.ORGANIZATION_IDENTIFIER, NameOID.SERIAL_NUMBER):
        for attribute in certificate.subject.get_attributes_for_oid(oid):
            match = _NIP.fullmatch(str(attribute.value))
            if match:
                return match.group(1)
    return ""


def fingerprint(certificate: x509.Certificate) -> str:
    """SHA-256 of the certificate, capital hexadecimal digits."""
    return certificate.fingerprint(hashes.SHA256()).hex().upper()
