"""Downloading one document by its KSeF number (§4)."""

import base64
import hashlib
import logging
from typing import Final

from app.base.texts import _
from app.ksef.answers import NOT_FOUND
from app.ksef.endpoints import DOCUMENT
from app.ksef.errand import Errand
from app.ksef.errors import DamagedDocument, NotInKsef, NotYetAvailable, Rejected
from app.ksef.session import Session

_LOG: Final = logging.getLogger(__name__)
_TRIES: Final = 3
_NO_SUCH: Final = 21164
_NOT_YET: Final = 21165


def download(session: Session, number: str, errand: Errand, *, expected_hash: str = "") -> bytes:
    """The bytes of a document exactly as its issuer sent them.

    They agree with the hash KSeF sends along and with `expected_hash` (``invoiceHash`` of the metadata), or `DamagedDocument` is
    raised after three downloads. `NotInKsef`: no such document for this context; `NotYetAvailable`: in some minutes; `NoRight`.
    """
    for _attempt in range(_TRIES):
        try:
            answer = session.call(DOCUMENT, errand, path={"ksefNumber": number})
        except Rejected as no:
            raise _missing(number, no) from None
        digest = base64.b64encode(hashlib.sha256(answer.body).digest()).decode("ascii")
        told = answer.headers.get("x-ms-meta-hash", "")
        if digest == (expected_hash or digest) and digest == (told or digest):
            return answer.body
        _LOG.warning("%s: skrót %s, według nagłówka %s, według listy %s", number, digest, told, expected_hash)
    raise DamagedDocument(
        _("Treść faktury {number} nie zgadza się z jej skrótem w KSeF.").format(number=number),
        advice=_("Faktury nie zapisano. Program spróbuje pobrać ją ponownie przy następnym pobieraniu."),
        detail=number,
    )


def _missing(number: str, no: Rejected) -> NotInKsef | NotYetAvailable | Rejected:
    if no.code == _NOT_YET:
        return NotYetAvailable(
            _("Faktura {number} jest już w KSeF, ale nie można jej jeszcze odczytać.").format(number=number),
            advice=_("Spróbuj za kilka minut."),
            detail=no.detail,
        )
    if no.code == _NO_SUCH or no.status == NOT_FOUND:
        return NotInKsef(
            _("KSeF nie ma faktury {number} dla tego podmiotu.").format(number=number),
            advice=_("Sprawdź numer i wybrane środowisko."),
            detail=no.detail,
        )
    return no
