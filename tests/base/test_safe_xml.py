import contextlib
import csv
import socket
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.base.errors import UnreadableDocument
from app.base.safe_xml import MAX_BYTES, parse

# What this gate itself refuses in the corpus of hostile files; the readers refuse the others by their content.
REFUSED = {
    "01-truncated.xml": ("not_well_formed", 47),
    "05-xxe-local-file.xml": ("has_dtd", None),
    "06-xxe-remote-dtd.xml": ("has_dtd", None),
    "07-billion-laughs.xml": ("has_dtd", None),
    "08-cp1250-bytes-declared-utf8.xml": ("bad_encoding", 7),
    "12-empty.xml": ("empty_file", None),
    "13-whitespace-only.xml": ("empty_file", None),
    "15-html-error-page.xml": ("is_html", None),
    "16-zip-renamed.xml": ("is_zip", None),
    "17-pdf-renamed.xml": ("is_pdf", None),
    "18-json-error-body.xml": ("is_json", None),
    "30-deep-nesting.xml": ("too_deep", 2),
    "31-control-characters.xml": ("not_well_formed", 64),
    "32-two-documents.xml": ("not_well_formed", 83),
}

EXTERNAL_ENTITY = '<?xml version="1.0" encoding="{0}"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><a>&b;</a>'


def refusal(data: bytes) -> UnreadableDocument:
    with pytest.raises(UnreadableDocument) as caught:
        parse(data, "faktura.xml")
    return caught.value


def test_every_hostile_file_of_the_corpus_is_parsed_or_refused_as_expected(shared: Path, monkeypatch):
    def no_connection(*_args):
        pytest.fail("a connection was attempted")

    monkeypatch.setattr(socket.socket, "connect", no_connection)
    folder = shared / "ksef" / "samples" / "bad"
    with (folder / "index.csv").open(encoding="utf-8", newline="") as index:
        names = [row["file"] for row in csv.DictReader(index)]
    refused = {}
    for name in names:
        try:
            parse((folder / name).read_bytes(), name)
        except UnreadableDocument as error:
            refused[name] = (error.code, error.line)
    assert refused == REFUSED


def test_every_good_sample_is_parsed(shared: Path):
    files = sorted((shared / "ksef" / "samples").glob("*.xml"))
    assert files
    for file in files:
        assert len(parse(file.read_bytes(), file.name))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1250", "iso-8859-2"])
def test_polish_letters_survive_every_accepted_encoding(encoding):
    declared = encoding.removesuffix("-sig")
    data = f'<?xml version="1.0" encoding="{declared}"?><a>Zażółć gęślą jaźń</a>'.encode(encoding)
    root = parse(data, "faktura.xml")
    assert root.text == "Zażółć gęślą jaźń"
    assert root.getroottree().docinfo.encoding.lower() == declared


@pytest.mark.parametrize(
    ("declared", "encoding"), [("UTF-8", "utf-8"), ("UTF-16", "utf-16"), ("UTF-16", "utf-16-be"), ("ASCII", "ascii")]
)
def test_an_external_entity_is_refused_in_every_encoding(declared, encoding):
    assert refusal(EXTERNAL_ENTITY.format(declared).encode(encoding)).code == "has_dtd"


def test_a_declaration_hidden_behind_comments_and_another_encoding_is_found():
    assert refusal(b"<!-- a --><?b c?>\n<!DOCTYPE a><a/>").code == "has_dtd"
    hidden = EXTERNAL_ENTITY.partition("?>")[2].replace("<", "+ADw-").replace("&", "+ACY-").encode()
    assert refusal(b'<?xml version="1.0" encoding="UTF-7"?>' + hidden).code == "has_dtd"


def test_a_declaration_quoted_in_the_text_is_only_text():
    assert parse(b"<a><![CDATA[<!DOCTYPE html>]]></a>", "faktura.xml").text == "<!DOCTYPE html>"


def test_comments_and_instructions_cannot_cut_an_amount():
    assert parse(b"<P_15>1<!-- -->00<?x y?>.0<![CDATA[0]]></P_15>", "faktura.xml").text == "100.00"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\xef\xbb\xbf \r\n", "empty_file"),
        (b"\xff\xfe \x00", "empty_file"),
        (b"FV/1;2026-02-01;100,00", "not_xml"),
        (b"\x4c\x6f\xa7\x94\x93", "not_xml"),
        (b"\xef\xbb\xbf {}", "is_json"),
        (b"[1]", "is_json"),
        (b"<html><body>503<br></body></html>", "is_html"),
        (b'<?xml version="1.0" encoding="foo"?><a/>', "bad_encoding"),
        (b' <?xml version="1.0"?><a/>', "not_well_formed"),
        (b"<a>&nbsp;</a>", "not_well_formed"),
        (b"<a></b>", "not_well_formed"),
        (b"<" + b"a" * 11_000_000 + b"/>", "too_deep"),
        (b"<a>" + b" " * MAX_BYTES + b"</a>", "too_large"),
    ],
)
def test_what_is_no_invoice_is_named(data, code):
    error = refusal(data)
    assert error.code == code
    assert error.title in str(error)
    assert error.advice in str(error)
    assert str(error).startswith("faktura.xml")


def test_what_ksef_answered_is_quoted():
    body = b'{"exception":{"exceptionDetailList":[{"exceptionCode":1,"exceptionDescription":"Brak faktury."}]}}'
    assert "„Brak faktury.”" in str(refusal(body))


@given(st.binary(max_size=200) | st.text(alphabet="<>/a!&;[]\"'=?-CDATDOYPE \0ł").map(str.encode))
def test_any_bytes_are_parsed_or_refused(data):
    with contextlib.suppress(UnreadableDocument):
        parse(data, "faktura.xml")
