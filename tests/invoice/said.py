"""What an XML document says and what an `Invoice` holds, in one notation: numbers by value, dates ISO, flags as 1 and 2."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

import msgspec
from lxml import etree

from app.invoice.model import Invoice

ATTACHED = {"EmbeddedDocumentBinaryObject"}  # its name, type and size are kept, not its bytes
# The form itself, said by `Invoice.form` and `schema_version`; and flags that only announce the element after them.
OF_THE_FORM = {"KodFormularza", "WariantFormularza"}
MARGIN_KINDS = {"P_PMarzy_2", "P_PMarzy_3_1", "P_PMarzy_3_2", "P_PMarzy_3_3"}  # said by the name, not by the 1
ANNOUNCING = {"P_19N", "P_22N", "P_PMarzyN", "P_PMarzy", "NrKSeF", "PlatnoscInna", "TransportInny", "LadunekInny", "RolaInna"}


def canonical(value: object) -> str:
    """One notation for a value on either side."""
    if isinstance(value, bool):
        return "1" if value else "2"
    text = " ".join(str(value).split())
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    return f"{number.normalize():f}" if number.is_finite() and number else text if not number.is_finite() else "0"


def document_says(root: etree._Element) -> Counter[str]:
    """Every text of a leaf and every attribute that the schema lets a document choose."""
    said: Counter[str] = Counter()
    for element in root.iter("*"):
        name = etree.QName(element).localname
        if name in OF_THE_FORM:
            continue
        if len(element) == 0 and (element.text or "").strip() and name not in ANNOUNCING | ATTACHED:
            said[name if name in MARGIN_KINDS else canonical(element.text)] += 1
        said.update(canonical(value) for key, value in element.attrib.items() if not key.startswith("{"))
    return said


def invoice_holds(invoice: Invoice) -> Counter[str]:
    """Every value in an invoice."""
    return Counter(canonical(value) for value in _values(invoice))


def _values(value: object) -> Iterator[object]:
    if isinstance(value, msgspec.Struct):
        for field in msgspec.structs.fields(value):
            if field.name not in {"position", "size", "path"}:  # ours, not the document's
                yield from _values(getattr(value, field.name))
    elif isinstance(value, tuple):
        for item in value:
            yield from _values(item)
    elif isinstance(value, dt.date):
        yield value.isoformat()
    elif value is not None and value != "":
        yield value
