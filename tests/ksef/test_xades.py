"""Signing in by certificate: the sandbox checks the signature with code of its own, and libxmlsec where it is installed."""

import datetime as dt

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from lxml import etree

from app.ksef import exports
from app.ksef.certificates import CertificateCredential, load_certificate
from app.ksef.contexts import Context
from app.ksef.errors import Cause, SignInRefused
from app.ksef.xades import signed_request
from tests.ksef.conftest import NOON, autumn

NAMESPACE = "{http://ksef.mf.gov.pl/auth/token/2.1}"


def office(world, kind="rsa", **how):
    return load_certificate(*world.sandbox.issue_certificate(world.sandbox.office_nip, kind, **how))


def sign_in(world, certificate, context=""):
    whom = Context.parse(context or world.nip)
    return world.ksef.sign_in(whom, CertificateCredential(certificate), world.errand)


@pytest.mark.parametrize("kind", ["rsa", "ec"])
def test_the_offices_certificate_opens_a_clients_documents(world, kind):
    session = sign_in(world, office(world, kind))
    assert session.token_reference == ""
    started = exports.start(session, autumn(), world.errand)
    assert exports.wait(session, started.reference, world.errand).package.count == 12


def test_an_internal_unit_is_signed_in_to_by_certificate_too(world):
    unit = f"{world.nip}-00001"
    world.sandbox.grant(world.sandbox.office_nip, unit)
    assert sign_in(world, office(world), unit).context == Context("InternalId", unit)


def test_a_client_who_has_granted_nothing_is_told_apart(world):
    stranger = world.sandbox.companies[2].nip
    with pytest.raises(SignInRefused) as refused:
        sign_in(world, office(world), stranger)
    assert refused.value.cause is Cause.NO_PERMISSIONS
    assert stranger in refused.value.title


def test_an_ended_or_offline_certificate_is_not_even_sent(world):
    for certificate in (office(world, purpose="offline"), office(world, valid_from=NOON - dt.timedelta(days=50), days=30)):
        with pytest.raises(SignInRefused) as refused:
            sign_in(world, certificate)
        assert refused.value.cause is Cause.CERTIFICATE
    assert world.calls("/auth/xades-signature") == 0


def test_a_revoked_certificate_is_refused_by_ksef(world):
    container, password = world.sandbox.issue_certificate(world.sandbox.office_nip)
    world.sandbox.revoke_certificate(container, password)
    with pytest.raises(SignInRefused, match="Certyfikat odwołany"):
        sign_in(world, load_certificate(container, password))


@pytest.mark.parametrize("code", [21115, 21117, 21217, 21401, 21406, 9101, 9105])
def test_a_signature_that_ksef_does_not_take_is_said_to_be_one(world, code):
    world.inject("bad-request", path="/auth/xades-signature", value=code)
    with pytest.raises(SignInRefused) as refused:
        sign_in(world, office(world))
    assert refused.value.cause is Cause.SIGNATURE


def test_the_session_of_a_certificate_renews_itself(world):
    session = sign_in(world, office(world))
    first = session.access(world.errand)
    world.sandbox.end_sessions()
    world.clock.sleep(2000, world.errand.cancel)
    assert session.access(world.errand) != first


def request_of(certificate):
    return etree.fromstring(signed_request(certificate, Context("Nip", "9992014701"), "wyzwanie", NOON))


def test_the_request_says_what_the_schema_wants_in_its_order(world):
    root = request_of(office(world))
    assert [child.tag.rpartition("}")[2] for child in root] == [
        "Challenge",
        "ContextIdentifier",
        "SubjectIdentifierType",
        "Signature",
    ]
    assert root.findtext(f"{NAMESPACE}ContextIdentifier/{NAMESPACE}Nip") == "9992014701"
    assert root.findtext(f"{NAMESPACE}SubjectIdentifierType") == "certificateSubject"
    times = [node.text for node in root.iter("{http://uri.etsi.org/01903/v1.3.2#}SigningTime")]
    assert times == ["2026-11-20T12:00:00+00:00"]


@pytest.mark.parametrize("kind", ["rsa", "ec"])
def test_libxmlsec_finds_the_signature_right(world, kind):
    xmlsec = pytest.importorskip("xmlsec", reason="libxmlsec is not installed")
    certificate = office(world, kind)
    root = request_of(certificate)
    xmlsec.tree.add_ids(root, ["Id"])
    context = xmlsec.SignatureContext()
    context.key = xmlsec.Key.from_memory(certificate.certificate.public_bytes(Encoding.PEM), xmlsec.KeyFormat.CERT_PEM)
    context.verify(xmlsec.tree.find_node(root, "Signature"))
    root.find(f"{NAMESPACE}Challenge").text = "inne"
    with pytest.raises(xmlsec.Error):
        context.verify(xmlsec.tree.find_node(root, "Signature"))


def test_whoever_has_no_number_in_the_certificate_is_known_by_its_fingerprint(world):
    certificate = load_certificate(*world.sandbox.issue_certificate("0000000000", "ec"))
    nobody = type(certificate)(**{name: getattr(certificate, name) for name in certificate.__slots__ if name != "nip"}, nip="")
    assert request_of(nobody).findtext(f"{NAMESPACE}SubjectIdentifierType") == "certificateFingerprint"
