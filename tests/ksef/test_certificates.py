"""Certificates: loading in every shape an office gets them, what they say, and keeping the key encrypted."""

import datetime as dt

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

from app.base.errors import InputError
from app.ksef.certificates import load_certificate, protect

PEM, DER = serialization.Encoding.PEM, serialization.Encoding.DER
NOW = dt.datetime(2026, 11, 20, tzinfo=dt.UTC)


def make(key, *, subject=(), days=730, usage=None):
    name = x509.Name([x509.NameAttribute(oid, value) for oid, value in (*subject, (NameOID.COMMON_NAME, "Anna Żółta"))])
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(0x7F)
        .not_valid_before(NOW - dt.timedelta(days=1))
        .not_valid_after(NOW - dt.timedelta(days=1) + dt.timedelta(days=days))
    )
    if usage is not None:
        flags = dict.fromkeys(
            (
                "key_encipherment",
                "data_encipherment",
                "key_agreement",
                "key_cert_sign",
                "crl_sign",
                "encipher_only",
                "decipher_only",
            ),
            False,
        )
        builder = builder.add_extension(
            x509.KeyUsage(digital_signature=usage, content_commitment=not usage, **flags), critical=True
        )
    return builder.sign(key, None if isinstance(key, ed25519.Ed25519PrivateKey) else hashes.SHA256())


def key_bytes(key, encoding=PEM, password=b""):
    encryption = serialization.BestAvailableEncryption(password) if password else serialization.NoEncryption()
    return key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, encryption)


EC = ec.generate_private_key(ec.SECP256R1())
CERTIFICATE = make(EC, subject=((NameOID.SERIAL_NUMBER, "PNOPL-90010112345"),), usage=True)


@pytest.mark.parametrize(
    ("data", "password", "key"),
    [
        (
            pkcs12.serialize_key_and_certificates(b"a", EC, CERTIFICATE, None, serialization.BestAvailableEncryption(b"sezam")),
            "sezam",
            None,
        ),
        (pkcs12.serialize_key_and_certificates(b"a", EC, CERTIFICATE, None, serialization.NoEncryption()), "", None),
        (CERTIFICATE.public_bytes(PEM) + key_bytes(EC, password=b"sezam"), "sezam", None),
        (CERTIFICATE.public_bytes(PEM), "sezam", key_bytes(EC, password=b"sezam")),
        (CERTIFICATE.public_bytes(DER), "sezam", key_bytes(EC, password=b"sezam")),
        (CERTIFICATE.public_bytes(DER), "sezam", key_bytes(EC, DER, b"sezam")),
        (CERTIFICATE.public_bytes(PEM), "niepotrzebne", key_bytes(EC)),
        (
            make(ec.generate_private_key(ec.SECP256R1())).public_bytes(PEM) + CERTIFICATE.public_bytes(PEM) + key_bytes(EC),
            "",
            None,
        ),
    ],
)
def test_a_certificate_is_found_with_its_key(data, password, key):
    found = load_certificate(data, password, key)
    assert (found.kind, found.name, found.pesel, found.nip, found.serial) == ("EC", "Anna Żółta", "90010112345", "", "7F")
    assert found.complaint(NOW) == ""
    assert found.days_left(NOW) == 729


@pytest.mark.parametrize(
    ("subject", "nip", "pesel"),
    [
        (((NameOID.ORGANIZATION_IDENTIFIER, "VATPL-9992254701"),), "9992254701", ""),
        (((NameOID.SERIAL_NUMBER, "TINPL-9992254701"),), "9992254701", ""),
        (((NameOID.SERIAL_NUMBER, "8291"),), "", ""),
    ],
)
def test_whose_it_is(subject, nip, pesel):
    key = ec.generate_private_key(ec.SECP384R1())
    found = load_certificate(make(key, subject=subject).public_bytes(PEM) + key_bytes(key))
    assert (found.nip, found.pesel, found.kind) == (nip, pesel, "EC")


@pytest.mark.parametrize(
    ("data", "password", "key", "text"),
    [
        (b"", "", None, "złe hasło"),
        (b"nie certyfikat", "x", None, "złe hasło"),
        (protect(load_certificate(CERTIFICATE.public_bytes(PEM) + key_bytes(EC)), "sezam"), "inne", None, "złe hasło"),
        (CERTIFICATE.public_bytes(PEM), "inne", key_bytes(EC, password=b"sezam"), "złe hasło"),
        (CERTIFICATE.public_bytes(PEM), "", None, "złe hasło"),
        (CERTIFICATE.public_bytes(PEM), "", key_bytes(ec.generate_private_key(ec.SECP256R1())), "pasującego"),
        (pkcs12.serialize_key_and_certificates(b"a", None, CERTIFICATE, None, serialization.NoEncryption()), "", None, "pary"),
    ],
)
def test_what_is_no_pair_of_certificate_and_key_is_refused(data, password, key, text):
    with pytest.raises(InputError, match=text):
        load_certificate(data, password, key)


WEAK = rsa.generate_private_key(65537, 1024)  # noqa: S505 – weak on purpose


@pytest.mark.parametrize("key", [WEAK, ed25519.Ed25519PrivateKey.generate()])
def test_a_key_that_ksef_would_not_take_is_refused(key):
    with pytest.raises(InputError, match="za słaby"):
        load_certificate(make(key).public_bytes(PEM) + key_bytes(key))


def test_what_speaks_against_a_certificate_is_said():
    found = load_certificate(make(EC, days=30, usage=False).public_bytes(PEM) + key_bytes(EC))
    assert "Offline" in found.complaint(NOW)
    assert "ważny dopiero od 2026-11-19" in found.complaint(NOW - dt.timedelta(days=5))
    assert "był ważny do 2026-12-19" in found.complaint(NOW + dt.timedelta(days=40))
    assert found.days_left(NOW + dt.timedelta(days=40)) < 0


def test_a_kept_certificate_opens_with_its_password_only():
    found = load_certificate(CERTIFICATE.public_bytes(PEM) + key_bytes(EC))
    kept = protect(found, "hasło z sejfu")
    again = load_certificate(kept, "hasło z sejfu")
    assert again.certificate == found.certificate
    assert key_bytes(again.key) == key_bytes(EC)
    with pytest.raises(InputError):
        load_certificate(kept)
    with pytest.raises(InputError):
        protect(found, "")


def test_the_key_is_not_shown():
    found = load_certificate(CERTIFICATE.public_bytes(PEM) + key_bytes(EC))
    assert "key" not in repr(found)
