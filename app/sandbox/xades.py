"""Reading a signed AuthTokenRequest (guide §2.9): structure, XML signature, XAdES properties. Own code, on lxml and cryptography only.

Accepted: one enveloped signature, canonical XML 1.0 and 1.1 and the exclusive one, SHA-256 and better, RSA (PKCS#1 v1.5, PSS) of at least
2048 bits and ECDSA of at least P-256. What cannot be accepted raises `Refused` with the code of the contract.
"""

import base64
import binascii
from dataclasses import dataclass
from typing import Final

from cryptography import x509
from lxml import etree

from app.sandbox import xmldsig
from app.sandbox.errors import bad_request

_NAMESPACES: Final = ("http://ksef.mf.gov.pl/auth/token/2.0", "http://ksef.mf.gov.pl/auth/token/2.1")
_XADES: Final = "{http://uri.etsi.org/01903/v1.3.2#}"
_CONTEXTS: Final = ("Nip", "InternalId", "NipVatUe", "PeppolId")
_SUBJECTS: Final = ("certificateSubject", "certificateFingerprint")
_LIMIT: Final = 1_000_000
_ENCODING: Final = (
    etree.ErrorTypes.ERR_INVALID_ENCODING,
    etree.ErrorTypes.ERR_UNKNOWN_ENCODING,
    etree.ErrorTypes.ERR_UNSUPPORTED_ENCODING,
)


@dataclass(frozen=True, slots=True)
class SignedRequest:
    """What an AuthTokenRequest asks, and the certificate whose key signed it."""

    challenge: str
    context_type: str
    context_value: str
    by_subject: bool
    allowed_ips: tuple[str, ...]
    certificate: x509.Certificate


def read(body: bytes) -> SignedRequest:
    """The request, once its signature has been found right."""
    root = _parse(body)
    namespace = next((n for n in _NAMESPACES if root.tag == f"{{{n}}}AuthTokenRequest"), "")
    if not namespace:
        raise bad_request(21401, f"Nieoczekiwany element {etree.QName(root).localname}.")
    signatures = root.findall(f"{xmldsig.DS}Signature")
    if not signatures:
        raise bad_request(9102)
    if len(signatures) > 1:
        raise bad_request(9103)
    fields = _fields(root, namespace)
    certificate = _certificate(signatures[0])
    try:
        xmldsig.verify(root, signatures[0], certificate.public_key())
        _check_properties(signatures[0], certificate)
    except xmldsig.WrongSignature as wrong:
        raise bad_request(9105, str(wrong)) from wrong
    return SignedRequest(*fields, certificate=certificate)


def _parse(body: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False)
    if len(body) > _LIMIT:
        raise bad_request(9101, "Dokument jest za duży.")
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError as error:
        if error.code in _ENCODING:
            raise bad_request(21217) from error
        raise bad_request(21001, str(error.msg)) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise bad_request(9101, "Dokument zawiera definicję typu.")
    return root


def _fields(root: etree._Element, namespace: str) -> tuple[str, str, str, bool, tuple[str, ...]]:
    """Challenge, context, way of naming the subject, addresses, in the order of the schema."""
    children = [child for child in root if isinstance(child.tag, str) and child.tag != f"{xmldsig.DS}Signature"]
    names = [etree.QName(child).localname for child in children]
    foreign = any(etree.QName(child).namespace != namespace for child in children)
    if (
        foreign
        or names[:3] != ["Challenge", "ContextIdentifier", "SubjectIdentifierType"]
        or names[3:] not in ([], ["AuthorizationPolicy"])
    ):
        raise bad_request(21401, "Elementy AuthTokenRequest nie są zgodne ze schematem.")
    context = [child for child in children[1] if isinstance(child.tag, str)]
    if len(context) != 1 or etree.QName(context[0]).localname not in _CONTEXTS:
        raise bad_request(21401, "Element ContextIdentifier musi zawierać dokładnie jeden identyfikator.")
    subject = (children[2].text or "").strip()
    if subject not in _SUBJECTS:
        raise bad_request(21401, "Nieznana wartość SubjectIdentifierType.")
    allowed = tuple(
        (node.text or "").strip() for policy in children[3:] for node in policy.iter(f"{{{namespace}}}*") if not len(node)
    )
    return (
        (children[0].text or "").strip(),
        etree.QName(context[0]).localname,
        (context[0].text or "").strip(),
        subject == "certificateSubject",
        allowed,
    )


def _certificate(signature: etree._Element) -> x509.Certificate:
    node = signature.find(f"{xmldsig.DS}KeyInfo/{xmldsig.DS}X509Data/{xmldsig.DS}X509Certificate")
    if node is None:
        raise bad_request(21115, "Podpis nie zawiera certyfikatu.")
    try:
        return x509.load_der_x509_certificate(base64.b64decode("".join((node.text or "").split()), validate=True))
    except (ValueError, binascii.Error) as error:
        raise bad_request(21115, "Certyfikat jest nieczytelny.") from error


def _check_properties(signature: etree._Element, certificate: x509.Certificate) -> None:
    """XAdES BASELINE-B: signed properties with a time and the digest of the certificate, themselves covered by the signature."""
    properties = signature.find(f"{xmldsig.DS}Object/{_XADES}QualifyingProperties/{_XADES}SignedProperties")
    if properties is None:
        raise xmldsig.WrongSignature("Brak elementu SignedProperties.")
    if f"#{properties.get('Id')}" not in xmldsig.references(signature):
        raise xmldsig.WrongSignature("Podpis nie obejmuje elementu SignedProperties.")
    if properties.find(f"{_XADES}SignedSignatureProperties/{_XADES}SigningTime") is None:
        raise xmldsig.WrongSignature("Brak elementu SigningTime.")
    digests = [
        node
        for name in ("SigningCertificate", "SigningCertificateV2")
        for node in properties.iterfind(f"{_XADES}SignedSignatureProperties/{_XADES}{name}/{_XADES}Cert/{_XADES}CertDigest")
    ]
    if not any(xmldsig.digest_matches(node, certificate.public_bytes(xmldsig.DER)) for node in digests[:1]):
        raise xmldsig.WrongSignature("Skrót certyfikatu w podpisie nie odpowiada certyfikatowi.")
