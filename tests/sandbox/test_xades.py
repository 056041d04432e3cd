"""Signing in by certificate (KSeF API guide §2.9). The signers are libraries we did not write: xmlsec through the SDK, and signxml."""

import datetime as dt
import re

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from ksef_client.services.xades import XadesKeyPair, sign_xades_enveloped
from lxml import etree
from signxml import CanonicalizationMethod, DigestAlgorithm, XMLSigner
from signxml.xades import XAdESSigner

from tests.sandbox.peer import code_of

CARPENTRY, DESIGNER, GRAIN = "9992014701", "9992024705", "9992034709"


def request(challenge, context=f"<Nip>{CARPENTRY}</Nip>", subject="certificateSubject", version="2.1", more=""):
    return (
        f'<AuthTokenRequest xmlns="http://ksef.mf.gov.pl/auth/token/{version}">\n  <Challenge>{challenge}</Challenge>\n'
        f"  <ContextIdentifier>{context}</ContextIdentifier>\n"
        f"  <SubjectIdentifierType>{subject}</SubjectIdentifierType>{more}\n</AuthTokenRequest>"
    )


class Signing:
    """A peer that signs."""

    def __init__(self, box, peer, nip=CARPENTRY, kind="rsa", **more):
        self.peer = peer
        self.container, self.password = box.issue_certificate(nip, kind, **more)
        self.pair = XadesKeyPair.from_pkcs12_bytes(pkcs12_bytes=self.container, pkcs12_password=self.password)

    def challenge(self):
        return self.peer.call("POST", "/auth/challenge", "").json()["challenge"]

    def signed(self, **more):
        xml = request(self.challenge(), **more)
        return sign_xades_enveloped(xml, self.pair.certificate_pem, self.pair.private_key_pem).encode()

    def send(self, body):
        return self.peer.call("POST", "/auth/xades-signature", "", data=body, headers={"Content-Type": "application/xml"})

    def status(self, **more):
        status = self.peer.status(self.send(self.signed(**more)))
        return (status["code"], *(status["details"] or []))


@pytest.fixture
def signing(box, peers):
    def make(nip=CARPENTRY, kind="rsa", **more):
        return Signing(box, peers(box, signed_in=False), nip, kind, **more)

    return make


@pytest.mark.parametrize("kind", ["rsa", "ec"])
@pytest.mark.parametrize("version", ["2.0", "2.1"])
def test_a_certificate_opens_its_own_context(signing, kind, version):
    signer = signing(kind=kind)
    assert signer.status(version=version) == (200,)
    assert signer.peer.redeem().status_code == 200
    assert signer.peer.query().status_code == 200


def signed_by_signxml(signer, kind, form):
    algorithm = {"rsa": "rsa-sha256", "ec": "ecdsa-sha256"}[kind]
    made = XAdESSigner(signature_algorithm=algorithm, digest_algorithm=DigestAlgorithm.SHA256, c14n_algorithm=form)
    root = etree.fromstring(request(signer.challenge()).encode())
    return etree.tostring(made.sign(root, key=signer.pair.private_key_pem, cert=signer.pair.certificate_pem))


@pytest.mark.parametrize("kind", ["rsa", "ec"])
@pytest.mark.parametrize("form", [CanonicalizationMethod.CANONICAL_XML_1_0, CanonicalizationMethod.CANONICAL_XML_1_1])
def test_signatures_of_signxml_hold(signing, kind, form):
    signer = signing(kind=kind)
    assert signer.peer.status(signer.send(signed_by_signxml(signer, kind, form)))["code"] == 200


def test_signxml_with_the_exclusive_form_digests_what_no_transform_says(signing):
    """Its references to the properties carry no transform, so the standard's form applies, not the exclusive one; libxmlsec agrees."""
    signer = signing()
    form = CanonicalizationMethod.EXCLUSIVE_XML_CANONICALIZATION_1_0
    assert code_of(signer.send(signed_by_signxml(signer, "rsa", form))) == 9105


def test_the_office_reads_for_those_who_granted_it_the_right(box, signing):
    signer = signing(box.office_nip)
    assert signer.status(context=f"<Nip>{DESIGNER}</Nip>") == (200,)
    signer.peer.context = DESIGNER
    signer.peer.redeem()
    assert signer.peer.query().json()["invoices"]
    assert signer.status(context=f"<Nip>{GRAIN}</Nip>") == (415, "Brak przypisanych uprawnień")
    box.grant(box.office_nip, GRAIN)
    assert signer.status(context=f"<Nip>{GRAIN}</Nip>") == (200,)
    box.withdraw(box.office_nip, GRAIN)
    assert signer.status(context=f"<Nip>{GRAIN}</Nip>") == (415, "Brak przypisanych uprawnień")


def test_an_owner_opens_the_internal_identifiers_of_his_company(signing):
    signer = signing()
    assert signer.status(context=f"<InternalId>{CARPENTRY}-00002</InternalId>") == (200,)
    assert signer.status(context=f"<InternalId>{DESIGNER}-00002</InternalId>") == (415, "Brak przypisanych uprawnień")


def test_a_fingerprint_names_a_subject_too(box, signing):
    signer = signing(DESIGNER)
    mark = x509.load_pem_x509_certificate(signer.pair.certificate_pem.encode()).fingerprint(hashes.SHA256()).hex().upper()
    assert signer.status(subject="certificateFingerprint")[0] == 415
    box.grant(mark, CARPENTRY)
    assert signer.status(subject="certificateFingerprint") == (200,)


def test_an_authorization_policy_is_kept(signing):
    policy = "<AuthorizationPolicy><AllowedIps><Ip4Address>203.0.113.7</Ip4Address></AllowedIps></AuthorizationPolicy>"
    signer = signing()
    assert signer.status(more=policy) == (200,)
    signer.peer.redeem()
    assert signer.peer.query().json()["reasonCode"] == "ip-not-allowed"


def test_certificates_of_the_wrong_kind_do_not_sign_in(box, signing):
    assert signing(purpose="offline").status() == (460, "Niepoprawny certyfikat")
    early = box.clock.now().replace(microsecond=0) + dt.timedelta(days=1)
    assert signing(valid_from=early).status() == (460, "Nieważny certyfikat")
    late = box.clock.now().replace(microsecond=0) - dt.timedelta(days=10)
    assert signing(valid_from=late, days=9).status() == (460, "Nieważny certyfikat")
    signer = signing()
    box.revoke_certificate(signer.container, signer.password)
    assert signer.status() == (460, "Certyfikat odwołany")


def test_a_self_made_certificate_is_not_trusted(box, signing):
    signer = signing()
    key = ec.generate_private_key(ec.SECP256R1())
    names = {"obcy": "Niezaufany łańcuch certyfikatów", "": "Błąd weryfikacji łańcucha certyfikatów"}
    for name, complaint in names.items():
        subject = x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_IDENTIFIER, f"VATPL-{CARPENTRY}")])
        issuer = subject if name else box.world.authority.certificate.subject
        builder = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key.public_key())
        begins = box.clock.now().replace(microsecond=0)
        dated = builder.serial_number(7).not_valid_before(begins).not_valid_after(begins + dt.timedelta(days=1))
        certificate = dated.sign(key, hashes.SHA256())
        container = pkcs12.serialize_key_and_certificates(
            b"x", key, certificate, None, serialization.BestAvailableEncryption(b"x")
        )
        signer.pair = XadesKeyPair.from_pkcs12_bytes(pkcs12_bytes=container, pkcs12_password="x")  # noqa: S106 - of a key made here
        assert signer.status() == (460, complaint)


def test_a_certificate_is_trusted_in_the_next_run(boxes, peers):
    signer = Signing(boxes(), peers(boxes(), signed_in=False))
    signer.peer = peers(boxes(), signed_in=False)
    assert signer.status() == (200,)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda xml: xml.replace(CARPENTRY.encode(), DESIGNER.encode(), 1), 9105),
        (lambda xml: re.sub(rb"<ds:Signature .*</ds:Signature>", b"", xml, flags=re.DOTALL), 9102),
        (lambda xml: re.sub(rb"(<ds:Signature .*</ds:Signature>)", rb"\1\1", xml, flags=re.DOTALL), 9103),
        (lambda xml: re.sub(rb"<xades:SigningTime>[^<]*", b"<xades:SigningTime>2026-01-01T00:00:00Z", xml), 9105),
        (lambda xml: re.sub(rb"<ds:SignatureValue>...", b"<ds:SignatureValue>AAA", xml), 9105),
        (lambda xml: xml.replace(b"xmlenc#sha256", b"sha1"), 9105),
        (lambda xml: xml.replace(b'URI=""', b'URI="#SignedProperties"'), 9105),
        (lambda xml: re.sub(rb"<ds:X509Certificate>[^<]*", b"<ds:X509Certificate>AAAA", xml), 21115),
        (lambda xml: re.sub(rb"<ds:KeyInfo>.*</ds:KeyInfo>", b"", xml, flags=re.DOTALL), 21115),
        (lambda xml: xml.replace(b"token/2.1", b"token/3.0"), 21401),
        (lambda xml: xml.replace(b"SubjectIdentifierType", b"SubjectType"), 21401),
        (lambda _: b"<nie-xml", 21001),
        (lambda _: b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', 9101),
        (lambda _: b'<?xml version="1.0" encoding="nieznane"?><a/>', 21217),
    ],
)
def test_what_does_not_hold_is_refused_with_its_code(signing, change, code):
    signer = signing()
    assert code_of(signer.send(change(signer.signed()))) == code


def test_a_signed_challenge_is_used_once(signing):
    signer = signing()
    body = signer.signed()
    assert signer.send(body).status_code == 202
    assert code_of(signer.send(body)) == 21111


def test_a_key_other_than_the_certificates_does_not_sign(signing):
    signer, stranger = signing(), signing(DESIGNER)
    xml = request(signer.challenge())
    body = sign_xades_enveloped(xml, stranger.pair.certificate_pem, stranger.pair.private_key_pem).encode()
    swapped = re.sub(
        rb"(<ds:X509Certificate>)[^<]*",
        rb"\g<1>" + "".join(signer.pair.certificate_pem.splitlines()[1:-1]).encode(),
        body,
    )
    assert code_of(signer.send(swapped)) == 9105


def test_a_signature_of_signxml_without_xades_properties_is_refused(signing):
    signer = signing()
    root = etree.fromstring(request(signer.challenge()).encode())
    form = CanonicalizationMethod.EXCLUSIVE_XML_CANONICALIZATION_1_0
    signed = XMLSigner(c14n_algorithm=form).sign(root, key=signer.pair.private_key_pem, cert=signer.pair.certificate_pem)
    assert code_of(signer.send(etree.tostring(signed))) == 9105
