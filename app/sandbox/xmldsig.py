"""Verifying one enveloped XML signature: references, canonical forms, the signature value."""

import base64
import binascii
import copy
import hashlib
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.types import CertificatePublicKeyTypes
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from lxml import etree

DS: Final = "{http://www.w3.org/2000/09/xmldsig#}"
DER: Final = serialization.Encoding.DER

_ENVELOPED: Final = "http://www.w3.org/2000/09/xmldsig#enveloped-signature"
_EXCLUSIVE: Final = "http://www.w3.org/2001/10/xml-exc-c14n#"
_INCLUSIVE: Final = ("http://www.w3.org/TR/2001/REC-xml-c14n-20010315", "http://www.w3.org/2006/12/xml-c14n11")
_DIGESTS: Final = {
    "http://www.w3.org/2001/04/xmlenc#sha256": "sha256",
    "http://www.w3.org/2001/04/xmldsig-more#sha384": "sha384",
    "http://www.w3.org/2001/04/xmlenc#sha512": "sha512",
}
_HASHES: Final[dict[str, hashes.HashAlgorithm]] = {
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}
_RSA: Final = "http://www.w3.org/2001/04/xmldsig-more#rsa-"
_ECDSA: Final = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-"
_PSS: Final = "http://www.w3.org/2007/05/xmldsig-more#"
_LEAST_RSA: Final = 2048
_LEAST_EC: Final = 256


class WrongSignature(Exception):
    """The signature does not hold; the text says what does not fit."""


def verify(root: etree._Element, signature: etree._Element, key: CertificatePublicKeyTypes) -> None:
    """Check that `signature`, a child of `root`, covers the whole document and was made with `key`; raises `WrongSignature`."""
    signed = signature.find(f"{DS}SignedInfo")
    if signed is None:
        raise WrongSignature("Brak elementu SignedInfo.")
    found = signed.findall(f"{DS}Reference")
    if [reference.get("URI") for reference in found].count("") != 1:
        raise WrongSignature('Podpis musi obejmować cały dokument (Reference URI="").')
    for reference in found:
        if not digest_matches(reference, _dereferenced(root, signature, reference)):
            raise WrongSignature(f'Skrót danych nie zgadza się (Reference URI="{reference.get("URI")}").')
    _verify_value(
        key,
        _required(signed, "SignatureMethod").get("Algorithm", ""),
        _decoded(_required(signature, "SignatureValue")),
        canonical(signed, _required(signed, "CanonicalizationMethod")),
    )


def references(signature: etree._Element) -> list[str]:
    """What the signature covers: the URI of each reference."""
    return [node.get("URI", "") for node in signature.iterfind(f"{DS}SignedInfo/{DS}Reference")]


def digest_matches(holder: etree._Element, data: bytes) -> bool:
    """Whether the DigestMethod and DigestValue inside `holder` fit the data."""
    method = _DIGESTS.get(_required(holder, "DigestMethod").get("Algorithm", ""))
    if method is None:
        raise WrongSignature("Niedozwolona funkcja skrótu; wymagana jest co najmniej SHA-256.")
    return hashlib.new(method, data).digest() == _decoded(_required(holder, "DigestValue"))


def canonical(node: etree._Element, method: etree._Element) -> bytes:
    """The canonical form that an element with an ``Algorithm`` names."""
    named = method.get("Algorithm", "")
    algorithm, comments = named.removesuffix("WithComments").rstrip("#"), named.endswith("WithComments")
    if algorithm == _EXCLUSIVE.rstrip("#"):
        prefixes = method.find(f"{{{_EXCLUSIVE}}}InclusiveNamespaces")
        listed = [] if prefixes is None else prefixes.get("PrefixList", "").split()
        return etree.tostring(
            _apex(node), method="c14n", exclusive=True, with_comments=comments, inclusive_ns_prefixes=listed or None
        )
    if algorithm in _INCLUSIVE:
        return etree.tostring(_apex(node), method="c14n", with_comments=comments)
    raise WrongSignature("Nieznana postać kanoniczna XML.")


def _apex(node: etree._Element) -> etree._Element:
    """A copy of a subtree that still knows the namespaces declared above it, which its canonical form needs."""
    if node.getparent() is None:
        return node
    apex = etree.Element(node.tag, attrib=dict(node.attrib), nsmap=node.nsmap)
    apex.text = node.text
    apex.extend(copy.deepcopy(child) for child in node)
    return apex


def _dereferenced(root: etree._Element, signature: etree._Element, reference: etree._Element) -> bytes:
    """The bytes of what a reference names, after its transforms."""
    uri = reference.get("URI", "")
    if uri == "":
        node = copy.deepcopy(root)
        place = root.index(signature)
    else:
        named = [element for element in root.iter() if uri.startswith("#") and element.get("Id") == uri[1:]]
        if len(named) != 1:
            raise WrongSignature(f'Reference URI="{uri}" nie wskazuje dokładnie jednego elementu.')
        node, place = named[0], -1
    form = None
    for transform in reference.iterfind(f"{DS}Transforms/{DS}Transform"):
        if transform.get("Algorithm") == _ENVELOPED and place >= 0:
            _cut_out(node, node[place])
        elif form is None:
            form = canonical(node, transform)
        else:
            raise WrongSignature("Nieznane przekształcenie danych podpisu.")
    if form is None:
        form = etree.tostring(_apex(node), method="c14n", with_comments=False)
    return form


def _cut_out(parent: etree._Element, child: etree._Element) -> None:
    """Remove a child, but not the text after it."""
    before = child.getprevious()
    tail = child.tail or ""
    if before is None:
        parent.text = (parent.text or "") + tail
    else:
        before.tail = (before.tail or "") + tail
    child.tail = None
    parent.remove(child)


def _verify_value(key: CertificatePublicKeyTypes, algorithm: str, value: bytes, data: bytes) -> None:
    name = next((n for n in _HASHES if algorithm in (f"{_RSA}{n}", f"{_ECDSA}{n}", f"{_PSS}{n}-rsa-MGF1")), "")
    if not name:
        raise WrongSignature("Niedozwolony algorytm podpisu.")
    chosen = _HASHES[name]
    try:
        if isinstance(key, rsa.RSAPublicKey) and key.key_size >= _LEAST_RSA and not algorithm.startswith(_ECDSA):
            pss = padding.PSS(padding.MGF1(chosen), padding.PSS.DIGEST_LENGTH)
            key.verify(value, data, pss if algorithm.startswith(_PSS) else padding.PKCS1v15(), chosen)
        elif isinstance(key, ec.EllipticCurvePublicKey) and key.key_size >= _LEAST_EC and algorithm.startswith(_ECDSA):
            half = (key.key_size + 7) // 8
            if len(value) != 2 * half:
                raise WrongSignature("Podpis ECDSA musi mieć postać r || s.")
            numbers = int.from_bytes(value[:half], "big"), int.from_bytes(value[half:], "big")
            key.verify(encode_dss_signature(*numbers), data, ec.ECDSA(chosen))
        else:
            raise WrongSignature("Rodzaj lub długość klucza nie odpowiada algorytmowi podpisu.")
    except InvalidSignature as error:
        raise WrongSignature("Wartość podpisu nie zgadza się.") from error


def _required(holder: etree._Element, name: str) -> etree._Element:
    node = holder.find(f"{DS}{name}")
    if node is None:
        raise WrongSignature(f"Brak elementu {name}.")
    return node


def _decoded(node: etree._Element) -> bytes:
    try:
        return base64.b64decode("".join((node.text or "").split()), validate=True)
    except binascii.Error as error:
        raise WrongSignature("Wartość w podpisie nie jest zapisana w Base64.") from error
