"""Printing documents of the archive: all of them, marked where they are not for real, and stopped when somebody asks."""

from io import BytesIO

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QPdfWriter

from app.base.errors import Cancelled
from app.base.progress import CancelToken
from app.office.imports import import_files
from app.office.listing import Query, ordered_ids, rows
from app.office.printing import prepare, print_documents
from app.pdf.render import drawing
from tests.office.conftest import KSEF, NIP, SALE


def test_every_document_is_printed_with_the_mark_of_its_environment(archive, folder):
    import_files(archive, NIP, [folder((SALE, f"{KSEF}.xml"), "fa3-vat-zakup.xml")])
    ids = ordered_ids(archive, Query())
    said = []
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    with drawing():
        printer = QPdfWriter(buffer)
        prepare(printer)
        assert print_documents(archive, ids, printer, report=said.append) == ()
        texts = [page.extract_text() for page in PdfReader(BytesIO(bytes(buffer.data().data()))).pages]
    assert [(one.done, one.total) for one in said] == [(1, 2), (2, 2)]
    assert all("TEST" in text for text in texts)
    for row in rows(archive, ids):
        assert any(row.summary.number in text for text in texts)


def test_it_stops_between_documents(archive, folder):
    import_files(archive, NIP, [folder(SALE, "fa3-vat-zakup.xml")])
    token, said = CancelToken(), []

    def report(progress):
        said.append(progress)
        token.cancel()

    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    with drawing():
        printer = QPdfWriter(buffer)
        with pytest.raises(Cancelled):
            print_documents(archive, ordered_ids(archive, Query()), printer, report=report, cancel=token)
    assert len(said) == 1
