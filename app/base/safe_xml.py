"""The one gate through which XML enters: no DTD, no entities, no network, bounded size and depth.

Codes of the `UnreadableDocument` raised here: ``empty_file``, ``is_zip``, ``is_pdf``, ``is_json``, ``is_html``, ``not_xml``, ``too_large``,
``too_deep``, ``has_dtd``, ``bad_encoding``, ``not_well_formed``.
"""

import re
from typing import Final

import msgspec
from lxml import etree

from app.base.errors import UnreadableDocument

MAX_BYTES: Final = 20 * 1024 * 1024
"""KSeF takes invoices up to 1 MB, with attachments up to 3 MB; what is far larger is no invoice."""

# Made once: a parser per document would cost a tenth of the reading. lxml locks it for the length of a parse. Without `huge_tree`
# libxml2 itself refuses more than 256 levels, text over 10 MB and expanding entities in attributes. Comments are left out while parsing, so
# that `<P_15>1<!-- -->00</P_15>` cannot be read as 1; processing instructions are left out and nothing follows their addresses. White
# space between elements is left out as well: it is a twentieth of the time, and what is left between elements does not belong there.
_PARSER: Final = etree.XMLParser(
    resolve_entities=False,
    load_dtd=False,
    dtd_validation=False,
    attribute_defaults=False,
    no_network=True,
    huge_tree=False,
    remove_comments=True,
    remove_pis=True,
    remove_blank_text=True,
)

# What may precede a document type declaration; possessive, so that a hostile prolog costs one pass.
_DTD: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:\s++|<\?.*?\?>|<!--.*?-->)*+<!DOCTYPE(?P<html>\s+html\b)?", re.DOTALL | re.IGNORECASE
)
_HTML: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:html|head|body)\b", re.IGNORECASE)
# White space, byte-order marks and the empty halves of UTF-16.
_NOT_CONTENT: Final = b" \t\r\n\x00\xef\xbb\xbf\xfe\xff"
_LONGEST_DESCRIPTION: Final = 300

_HTML_PAGE: Final = "To jest strona HTML, nie faktura w formacie XML."
_ADVICE_ORIGINAL: Final = "Pobierz oryginalny plik XML faktury z KSeF i spróbuj ponownie."

_TOO_DEEP: Final = frozenset(
    {etree.ErrorTypes.ERR_INTERNAL_ERROR, etree.ErrorTypes.ERR_RESOURCE_LIMIT, etree.ErrorTypes.ERR_NAME_TOO_LONG}
)
_ENCODING: Final = frozenset(
    {
        etree.ErrorTypes.ERR_INVALID_ENCODING,
        etree.ErrorTypes.ERR_UNKNOWN_ENCODING,
        etree.ErrorTypes.ERR_UNSUPPORTED_ENCODING,
        etree.ErrorTypes.I18N_CONV_FAILED,
    }
)
# libxml2 2.11, which lxml brings to Windows, gives wrong bytes the code of a forbidden character; only its words differ.
_OLD_ENCODING_MESSAGE: Final = "Input is not proper UTF-8"
_REASONS: Final[dict[int, str]] = {
    etree.ErrorTypes.ERR_RESERVED_XML_NAME: "przed deklaracją XML jest inna treść",
    etree.ErrorTypes.ERR_DOCUMENT_EMPTY: "plik nie zawiera elementu głównego",
    etree.ErrorTypes.ERR_DOCUMENT_END: "po zakończeniu dokumentu jest dalsza treść (na przykład druga faktura w tym samym pliku)",
    etree.ErrorTypes.ERR_INVALID_CHAR: "występuje znak niedozwolony w XML",
    etree.ErrorTypes.ERR_TAG_NOT_FINISHED: "plik jest ucięty",
    etree.ErrorTypes.ERR_GT_REQUIRED: "plik jest ucięty lub znacznik nie jest zamknięty",
    etree.ErrorTypes.ERR_LT_REQUIRED: "plik jest ucięty lub znacznik nie jest zamknięty",
    etree.ErrorTypes.ERR_TAG_NAME_MISMATCH: "znacznik otwierający i zamykający różnią się",
    etree.ErrorTypes.ERR_UNDECLARED_ENTITY: "występuje niezdefiniowana encja",
    etree.ErrorTypes.ERR_ATTRIBUTE_REDEFINED: "atrybut jest podany dwa razy",
    etree.ErrorTypes.NS_ERR_UNDEFINED_NAMESPACE: "występuje niezdefiniowany przedrostek przestrzeni nazw",
}


def parse(data: bytes, source: str) -> etree._Element:
    """The root element of an XML document of at most `MAX_BYTES` and 256 levels, without comments, processing instructions
    and white space between elements.

    UTF-8, UTF-16 (with or without a byte-order mark) and declared single-byte encodings are read; `root.getroottree().docinfo.encoding`
    tells which. `source` names the file in the error. Raises `UnreadableDocument` with a code of this module, and the line where known.
    """
    if len(data) > MAX_BYTES:
        raise _unreadable(f"Plik ma {len(data) // (1024 * 1024)} MB; faktura w KSeF ma najwyżej 3 MB.", "too_large", source)
    if not data.startswith(b"<"):
        _recognise(data, source)
    if declaration := _DTD.match(data):
        raise _dtd_refused(source, html=declaration["html"] is not None)
    try:
        root = etree.fromstring(data, _PARSER)
    except etree.XMLSyntaxError as error:
        raise _syntax_error(error, data, source) from None
    if root.getroottree().docinfo.doctype:  # encodings the pattern above cannot look into
        raise _dtd_refused(source, html=False)
    return root


def _recognise(data: bytes, source: str) -> None:
    """Refuse by its first bytes what is no XML at all (guide §1.1)."""
    if data.startswith(b"PK"):
        title = "To jest archiwum ZIP, nie faktura w formacie XML."
        raise _unreadable(title, "is_zip", source, "Wskaż je osobno jako plik .zip albo wypakuj z niego faktury.")
    if data.startswith(b"%PDF"):
        title = "To jest plik PDF, nie faktura w formacie XML."
        raise _unreadable(title, "is_pdf", source, "Z PDF nie da się odczytać faktury. " + _ADVICE_ORIGINAL)
    start = data.lstrip(_NOT_CONTENT)
    if not start:
        raise _unreadable("Plik jest pusty.", "empty_file", source)
    if start.startswith((b"{", b"[")):
        raise _unreadable(f"To jest plik JSON, nie faktura w formacie XML.{_described(start)}", "is_json", source)
    if not start.startswith(b"<"):
        raise _unreadable("To nie jest plik XML.", "not_xml", source)


class _ErrorDetail(msgspec.Struct, rename="camel"):
    exception_description: str = ""


class _ErrorList(msgspec.Struct, rename="camel"):
    exception_detail_list: list[_ErrorDetail] = []


class _ErrorBody(msgspec.Struct):
    exception: _ErrorList


def _described(data: bytes) -> str:
    """What KSeF's error answer says, where the file is one."""
    try:
        body = msgspec.json.decode(data, type=_ErrorBody)
    except msgspec.DecodeError:  # some other JSON: nothing to quote
        return ""
    texts = [detail.exception_description for detail in body.exception.exception_detail_list if detail.exception_description]
    return f" KSeF odpowiedział: „{' '.join(texts)[:_LONGEST_DESCRIPTION]}”" if texts else ""


def _dtd_refused(source: str, *, html: bool) -> UnreadableDocument:
    if html:
        return _unreadable(_HTML_PAGE, "is_html", source)
    title = "Plik zawiera deklarację DOCTYPE, której faktura z KSeF nie ma; ze względów bezpieczeństwa nie został otwarty."
    return _unreadable(title, "has_dtd", source)


def _syntax_error(error: etree.XMLSyntaxError, data: bytes, source: str) -> UnreadableDocument:
    if _HTML.match(data):
        return _unreadable(_HTML_PAGE, "is_html", source)
    detail = str(error.msg)
    if error.code in _TOO_DEEP:
        code, title = "too_deep", "Elementy pliku są zagnieżdżone zbyt głęboko lub zbyt długie jak na fakturę."
    elif error.code in _ENCODING or detail.startswith(_OLD_ENCODING_MESSAGE):
        code = "bad_encoding"
        title = "Znaki w pliku nie zgadzają się z zadeklarowanym kodowaniem; plik został prawdopodobnie zapisany ponownie innym programem."
    else:
        code, title = (
            "not_well_formed",
            f"Plik nie jest poprawnym XML: {_REASONS.get(error.code, 'budowa dokumentu jest uszkodzona')}.",
        )
    return UnreadableDocument(title, code=code, source=source, line=error.lineno, advice=_ADVICE_ORIGINAL, detail=detail)


def _unreadable(title: str, code: str, source: str, advice: str = _ADVICE_ORIGINAL) -> UnreadableDocument:
    return UnreadableDocument(title, code=code, source=source, advice=advice)
