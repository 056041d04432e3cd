"""The signed request of a sign-in by certificate: an AuthTokenRequest with XAdES (§2.9)."""

import datetime as dt
from typing import TYPE_CHECKING, Final

from lxml import etree

from app.base.texts import _
from app.ksef.certificates import SigningCertificate
from app.ksef.contexts import Context

if TYPE_CHECKING:
    from signxml.xades.xades import XAdESSigner

_NAMESPACE: Final = "http://ksef.mf.gov.pl/auth/token/2.1"
_XADES: Final = "http://uri.etsi.org/01903/v1.3.2#"


def signed_request(certificate: SigningCertificate, context: Context, challenge: str, now: dt.datetime) -> bytes:
    """An AuthTokenRequest 2.1 with an enveloped signature XAdES BASELINE-B, RSA or ECDSA with SHA-256; signed at `now`."""
    root = etree.Element(f"{{{_NAMESPACE}}}AuthTokenRequest", nsmap={None: _NAMESPACE})
    etree.SubElement(root, f"{{{_NAMESPACE}}}Challenge").text = challenge
    identifier = etree.SubElement(root, f"{{{_NAMESPACE}}}ContextIdentifier")
    etree.SubElement(identifier, f"{{{_NAMESPACE}}}{context.kind}").text = context.value
    # Whoever has no NIP and no PESEL in the certificate is known to KSeF by its fingerprint.
    by_subject = bool(certificate.nip or certificate.pesel)
    subject = "certificateSubject" if by_subject else "certificateFingerprint"
    etree.SubElement(root, f"{{{_NAMESPACE}}}SubjectIdentifierType").text = subject
    signed = _signer(certificate, now).sign(root, key=certificate.key, cert=[certificate.certificate], always_add_key_value=False)
    return etree.tostring(signed, xml_declaration=True, encoding="UTF-8")


def _signer(certificate: SigningCertificate, now: dt.datetime) -> "XAdESSigner":
    from signxml.algorithms import CanonicalizationMethod, DigestAlgorithm, SignatureMethod  # noqa: PLC0415 – slow, seldom needed
    from signxml.util import SigningSettings  # noqa: PLC0415
    from signxml.xades.xades import XAdESDataObjectFormat, XAdESSigner  # noqa: PLC0415

    class Signer(XAdESSigner):
        """Tells KSeF's time: that of the computer may be wrong."""

        def add_signing_time(
            self,
            signed_signature_properties: etree._Element,
            sig_root: etree._Element,  # noqa: ARG002 – the signature is of signxml
            signing_settings: SigningSettings,  # noqa: ARG002 – as above
        ) -> None:
            time = etree.SubElement(signed_signature_properties, f"{{{_XADES}}}SigningTime", nsmap={"xades": _XADES})
            time.text = now.astimezone(dt.UTC).isoformat(timespec="seconds")

    method = SignatureMethod.RSA_SHA256 if certificate.kind == "RSA" else SignatureMethod.ECDSA_SHA256
    return Signer(
        signature_algorithm=method,
        digest_algorithm=DigestAlgorithm.SHA256,
        # signxml writes no transform for the signed properties, and without one this form is meant (XMLDSig §4.4.3.2).
        c14n_algorithm=CanonicalizationMethod.CANONICAL_XML_1_0,
        data_object_format=XAdESDataObjectFormat(Description=_("Logowanie do KSeF"), MimeType="text/xml"),
    )
