"""Which form an XML document is written in: by the namespace of its root element, never by its name or codes alone."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from lxml import etree

from app.base.errors import UnreadableDocument
from app.invoice.forms import Form

_ADVICE: Final = "Pobierz z KSeF plik XML faktury i spróbuj ponownie."


class Schema(NamedTuple):
    """A form's namespace and root element. `superseded`: replaced before it came into use."""

    form: Form
    namespace: str
    root: str = "Faktura"
    superseded: bool = False

    @property
    def prefix(self) -> str:
        """What names of its elements begin with in lxml."""
        return f"{{{self.namespace}}}"


_UBL: Final = "urn:oasis:names:specification:ubl:schema:xsd:"

FA_1: Final = Schema(Form.FA_1, "http://crd.gov.pl/wzor/2021/11/29/11089/")
FA_2: Final = Schema(Form.FA_2, "http://crd.gov.pl/wzor/2023/06/29/12648/")
FA_3: Final = Schema(Form.FA_3, "http://crd.gov.pl/wzor/2025/06/25/13775/")
FA_RR: Final = Schema(Form.FA_RR_1, "http://crd.gov.pl/wzor/2026/03/06/14189/")
FA_RR_SUPERSEDED: Final = Schema(Form.FA_RR_1, "http://crd.gov.pl/wzor/2026/02/17/14164/", superseded=True)
PEF: Final = Schema(Form.PEF_3, f"{_UBL}Invoice-2", "Invoice")
PEF_KOR: Final = Schema(Form.PEF_KOR_3, f"{_UBL}CreditNote-2", "CreditNote")

_SCHEMAS: Final[Mapping[str, Schema]] = {
    schema.namespace: schema for schema in (FA_3, FA_2, FA_1, FA_RR, FA_RR_SUPERSEDED, PEF, PEF_KOR)
}

_UPO: Final = "http://upo.schematy.mf.gov.pl/"
_HTML: Final = "http://www.w3.org/1999/xhtml"


def recognise(root: etree._Element) -> Schema:
    """The schema of a document. Raises `UnreadableDocument` for everything that is not an invoice, saying what it is."""
    namespace, _, name = str(root.tag).rpartition("}")
    schema = _SCHEMAS.get(namespace[1:])
    if schema is None:
        raise _not_an_invoice(name, namespace[1:])
    if name != schema.root:
        raise UnreadableDocument(
            f"Element główny nazywa się {name}, a w dokumencie {schema.form.value} powinien nazywać się {schema.root}.",
            code="wrong_root",
            field=name,
            line=root.sourceline,
            advice=_ADVICE,
        )
    return schema


def _not_an_invoice(name: str, namespace: str) -> UnreadableDocument:
    if namespace.startswith(_UPO):
        code, title = "is_upo", "To jest urzędowe poświadczenie odbioru (UPO), nie faktura."
    elif name == "JPK":
        code, title = "is_jpk", "To jest plik JPK, nie faktura."
    elif namespace == _HTML or name.lower() == "html":
        code, title = "is_html", "To jest strona HTML, nie faktura."
    elif namespace:
        code = "unknown_namespace"
        title = f"Nieznany wzór dokumentu: przestrzeń nazw „{namespace}” nie należy do żadnej wersji faktury obsługiwanej przez program."
    else:
        code, title = "no_namespace", f"Element główny {name} nie ma przestrzeni nazw, więc nie wiadomo, jaki to wzór dokumentu."
    return UnreadableDocument(title, code=code, field=name, advice=_ADVICE)
