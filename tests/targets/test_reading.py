"""A reader takes its format and nothing else: a file cut, spoilt or of another kind is refused, never half understood or a crash."""

import io

import pytest

from app.targets.registry import TARGETS
from tests.cast import CLIENTS
from tests.targets.conversion import expected, way
from tests.targets.offices import complete_options

EACH_TARGET = pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.id)
INVOICES = ("fa3-vat", "fa3-vat-zakup", "fa2-vat", "fa3-eur-kurs", "fa3-kor-pary")
OTHERS = (
    b"",
    b"\x00\xff\xfe",
    b"<x/>",
    b"<x",
    b"PK\x03\x04",
    b"PK\x05\x06" + bytes(18),
    b'"a";"b"\r\n1;2\r\n',
    "zażółć".encode("utf-16"),
)


@pytest.fixture(scope="module")
def files_of(own_document):
    """The bytes of the files of a few invoices, and every document in them."""

    def written(target):
        options = complete_options(target)
        entries = [
            entry for name in INVOICES for entry in way(target, options, own_document(name), CLIENTS["stolarnia"]).batch.entries
        ]
        batch = way(target, options, own_document(INVOICES[0]), CLIENTS["stolarnia"]).batch
        whole = type(batch)(client=batch.client, entries=entries, written_at=batch.written_at)
        return [b"".join(file.chunks) for file in target.write(whole, options)], expected(target, options, whole)

    return written


def said(target, data):
    """What a reader finds; None where it refuses."""
    try:
        return list(target.read(io.BytesIO(data)))
    except ValueError:
        return None


@EACH_TARGET
def test_what_is_no_file_of_the_format_is_refused(target):
    for data in OTHERS:
        assert not any(one.number or one.tax_number or one.rows for one in said(target, data) or ()), data


@EACH_TARGET
def test_half_a_file_is_refused_or_holds_less(target, files_of):
    files, documents = files_of(target)
    for data in files:
        for end in range(1, len(data) // 2, max(len(data) // 40, 1)):
            found = said(target, data[:end])
            assert found is None or len(found) < documents.total()


@EACH_TARGET
def test_a_spoilt_byte_is_no_reason_to_crash(target, files_of):
    files, documents = files_of(target)
    for data in files:
        for place in range(0, len(data), max(len(data) // 60, 1)):
            found = said(target, data[:place] + bytes([data[place] ^ 0x15]) + data[place + 1 :])
            assert found is None or len(found) <= documents.total() + 1
