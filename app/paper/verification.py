"""The verification link of KSeF ("KOD I") and its QR code (KSeF API guide §8.3)."""

import base64
import io
import re
from typing import Final

import segno

from app.base.environments import Environment
from app.invoice.document import Document

RESAVED: Final = frozenset({"byte_order_mark", "encoding"})
"""Findings of the readers which mean that the bytes are not those KSeF has: the hash in the link will not match."""

# Test environments take numbers with a wrong check digit, so that only the shape counts here.
_NIP: Final = re.compile(r"[0-9]{10}")
_MODULE_DOTS: Final = 8


def verification_link(document: Document, environment: Environment) -> str:
    """``{QR base}/invoice/{seller's NIP}/{DD-MM-RRRR}/{SHA-256, Base64URL}`` of the environment the document comes from.

    Empty where there is nothing to verify: the KSeF number is unknown, or the seller has no NIP.
    """
    nip = document.invoice.seller.nip
    if not document.ksef_number or not _NIP.fullmatch(nip):
        return ""
    digest = base64.urlsafe_b64encode(bytes.fromhex(document.sha256)).decode("ascii").rstrip("=")
    return f"{environment.qr_base}/invoice/{nip}/{document.invoice.issue_date:%d-%m-%Y}/{digest}"


def is_resaved(document: Document) -> bool:
    """Whether the file was opened and saved again, so that its hash is no longer the one KSeF keeps."""
    return any(finding.code in RESAVED for finding in document.findings)


def qr_png(link: str) -> bytes:
    """The QR code of a link as a PNG image, with the quiet zone scanners need."""
    image = io.BytesIO()
    segno.make(link, error="m", micro=False).save(image, kind="png", scale=_MODULE_DOTS, border=4)
    return image.getvalue()


def qr_data_uri(link: str) -> str:
    """The same image for the ``src`` of an ``<img>``."""
    return f"data:image/png;base64,{base64.b64encode(qr_png(link)).decode('ascii')}"
