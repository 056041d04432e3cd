"""A document's metadata as KSeF lists it (§3.2). For lists and checks only: bookkeeping reads the XML."""

from decimal import Decimal
from typing import Any

import msgspec

from app.base.texts import _
from app.ksef.errors import Unavailable
from app.ksef.moments import sound


class Party(msgspec.Struct, frozen=True):
    """A seller or buyer; `identifier` is a NIP for a Polish one."""

    identifier: str = ""
    name: str = ""


class InvoiceMetadata(msgspec.Struct, frozen=True):
    """One record. Moments are texts as received, for they go back to KSeF; amounts are in the document's currency, VAT in PLN.

    `number` is the KSeF number in capitals; `invoice_hash` SHA-256 of the XML in base64, empty where KSeF gave none.
    """

    number: str
    invoice_number: str = ""
    issue_date: str = ""
    acquisition: str = ""
    permanent_storage: str = ""
    seller: Party = Party()
    buyer: Party = Party()
    net: Decimal | None = None
    gross: Decimal | None = None
    vat: Decimal | None = None
    currency: str = ""
    kind: str = ""
    form: str = ""
    self_invoicing: bool = False
    attachment: bool = False
    invoice_hash: str = ""


def read_record(said: Any) -> InvoiceMetadata | None:  # noqa: ANN401 – foreign data
    """A record; None for what has no KSeF number. Unknown fields and values are let through (§3.2, contract policy)."""
    number = _text(said, "ksefNumber").upper()
    if not number:
        return None
    return InvoiceMetadata(
        number=number,
        invoice_number=_text(said, "invoiceNumber"),
        issue_date=_text(said, "issueDate"),
        acquisition=sound(_inner(said, "acquisitionDate")),
        permanent_storage=sound(_inner(said, "permanentStorageDate")),
        seller=Party(_text(_inner(said, "seller"), "nip"), _text(_inner(said, "seller"), "name")),
        buyer=Party(_text(_inner(_inner(said, "buyer"), "identifier"), "value"), _text(_inner(said, "buyer"), "name")),
        net=_amount(said, "netAmount"),
        gross=_amount(said, "grossAmount"),
        vat=_amount(said, "vatAmount"),
        currency=_text(said, "currency"),
        kind=_text(said, "invoiceType"),
        form=_text(_inner(said, "formCode"), "systemCode"),
        self_invoicing=_inner(said, "isSelfInvoicing") is True,
        attachment=_inner(said, "hasAttachment") is True,
        invoice_hash=_text(said, "invoiceHash"),
    )


def read_records(body: bytes) -> tuple[dict[str, Any], list[InvoiceMetadata]]:
    """A JSON object with ``invoices``, numbers in it exact, and its records; raises `Unavailable` where it is not one."""
    try:
        said = _DECODER.decode(body)
    except msgspec.DecodeError as error:
        raise _unreadable(str(error)) from None
    if not isinstance(said, dict) or not isinstance(said.get("invoices"), list):
        raise _unreadable("invoices")
    return said, [record for item in said["invoices"] if (record := read_record(item)) is not None]


def _unreadable(detail: str) -> Unavailable:
    return Unavailable(_("Lista faktur z KSeF jest nieczytelna."), advice=_("Spróbuj ponownie za kilka minut."), detail=detail)


# Amounts must not pass through binary fractions.
_DECODER = msgspec.json.Decoder(float_hook=Decimal)


def _inner(said: Any, name: str) -> Any:  # noqa: ANN401 – foreign data
    return said.get(name) if isinstance(said, dict) else None


def _text(said: Any, name: str) -> str:  # noqa: ANN401 – foreign data
    value = _inner(said, name)
    return value if isinstance(value, str) else ""


def _amount(said: Any, name: str) -> Decimal | None:  # noqa: ANN401 – foreign data
    value = _inner(said, name)
    return Decimal(value) if isinstance(value, (int, Decimal)) and not isinstance(value, bool) else None
