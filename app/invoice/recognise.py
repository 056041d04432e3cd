"""Which form an XML document is written in: by the namespace of its root element, never by its name or codes alone."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from lxml import etree

from app.base.errors import UnreadableDocument
from app.invoice.forms import Form

_ADVICE: Final = "Pobierz z KSeF plik XML faktury i spróbuj ponownie."


class Recognised(NamedTuple):
    """A form and what its header must say of itself; the last three are empty for PEF. `superseded`: replaced before it came into use."""

    form: Form
    namespace: str
    root: str
    system_code: str = ""
    schema_version: str = ""
    variant: str = ""
    superseded: bool = False


_UBL: Final = "urn:oasis:names:specification:ubl:schema:xsd:"

_FORMS: Final[Mapping[str, Recognised]] = {
    recognised.namespace: recognised
    for recognised in (
        Recognised(Form.FA_3, "http://crd.gov.pl/wzor/2025/06/25/13775/", "Faktura", "FA (3)", "1-0E", "3"),
        Recognised(Form.FA_2, "http://crd.gov.pl/wzor/2023/06/29/12648/", "Faktura", "FA (2)", "1-0E", "2"),
        Recognised(Form.FA_1, "http://crd.gov.pl/wzor/2021/11/29/11089/", "Faktura", "FA (1)", "1-0E", "1"),
        Recognised(Form.FA_RR_1, "http://crd.gov.pl/wzor/2026/03/06/14189/", "Faktura", "FA_RR (1)", "1-1E", "1"),
        Recognised(Form.FA_RR_1, "http://crd.gov.pl/wzor/2026/02/17/14164/", "Faktura", "FA_RR(1)", "1-0E", "1", superseded=True),
        Recognised(Form.PEF_3, f"{_UBL}Invoice-2", "Invoice"),
        Recognised(Form.PEF_KOR_3, f"{_UBL}CreditNote-2", "CreditNote"),
    )
}

_UPO: Final = "http://upo.schematy.mf.gov.pl/"
_HTML: Final = "http://www.w3.org/1999/xhtml"


def recognise(root: etree._Element) -> Recognised:
    """The form of a document. Raises `UnreadableDocument` for everything that is not an invoice, saying what it is."""
    name = etree.QName(root)
    namespace = name.namespace or ""
    recognised = _FORMS.get(namespace)
    if recognised is None:
        raise _not_an_invoice(name.localname, namespace)
    if name.localname != recognised.root:
        raise UnreadableDocument(
            f"Element główny nazywa się {name.localname}, a w dokumencie {recognised.form.value} powinien nazywać się {recognised.root}.",
            code="wrong_root",
            field=name.localname,
            line=root.sourceline,
            advice=_ADVICE,
        )
    if recognised.system_code:
        _check_header(root, recognised)
    return recognised


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


def _check_header(root: etree._Element, expected: Recognised) -> None:
    """Refuse a document whose header names another form than its namespace does."""
    prefix = f"{{{expected.namespace}}}"
    code = root.find(f"{prefix}Naglowek/{prefix}KodFormularza")
    variant = root.find(f"{prefix}Naglowek/{prefix}WariantFormularza")
    if code is None or variant is None:
        return  # the reader of the form says what is missing
    for field, found, right in (
        ("kodSystemowy", code.get("kodSystemowy", ""), expected.system_code),
        ("wersjaSchemy", code.get("wersjaSchemy", ""), expected.schema_version),
        ("WariantFormularza", (variant.text or "").strip(), expected.variant),
        ("KodFormularza", (code.text or "").strip(), expected.system_code.split("(")[0].strip()),
    ):
        if found != right:
            raise UnreadableDocument(
                f"Przestrzeń nazw wskazuje na wzór {expected.form.value}, a {field} ma wartość „{found}” zamiast „{right}”.",
                code="form_disagrees",
                field=field,
                line=(variant if field == "WariantFormularza" else code).sourceline,
                advice="Plik jest niespójny; pobierz oryginał z KSeF albo poproś wystawcę o poprawny dokument.",
            )
