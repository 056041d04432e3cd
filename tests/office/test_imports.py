import json
import os
import shutil
import sys

import pytest

from app.base.errors import Cancelled, UnusableArgument
from app.base.progress import CancelToken
from app.office.answers import Decisions
from app.office.companies import client, clients
from app.office.convert import preflight_archive, write
from app.office.imports import Fate, import_files
from app.office.listing import Query, details, ordered_ids, rows
from app.office.report import report_chunks
from tests.office.conftest import KSEF, NIP, SALE


def fates(imported):
    return {fate: imported.count(fate) for fate in Fate if imported.count(fate)}


def test_documents_of_the_client_are_kept_and_others_refused_with_the_reason(archive, folder):
    place = folder(SALE, "fa3-vat-zakup.xml", "fa3-vat-trzy-stawki.xml")
    (place / "notatka.txt").write_text("x")
    imported = import_files(archive, "999-201-47-01", [place])
    assert fates(imported) == {Fate.NEW: 2, Fate.REFUSED: 1, Fate.OTHER: 1}
    refused = next(document for document in imported.documents if document.fate is Fate.REFUSED)
    assert refused.findings[0].code == "client_not_found"
    assert NIP in refused.findings[0].message
    assert client(archive, NIP).name == "Stolarnia Pod Świerkiem sp. z o.o."


def test_importing_twice_changes_nothing(archive, folder):
    place = folder(SALE, "fa3-vat-zakup.xml", "fa3-kor-danych.xml")
    import_files(archive, NIP, [place])
    before = rows(archive, ordered_ids(archive, Query()))
    assert fates(import_files(archive, NIP, [place])) == {Fate.KNOWN: 3}
    assert rows(archive, ordered_ids(archive, Query())) == before


def test_a_ksef_number_in_the_name_is_learnt_later(archive, folder):
    place = folder(SALE)
    import_files(archive, NIP, [place])
    shutil.move(place / SALE, place / f"{KSEF}.xml")
    assert fates(import_files(archive, NIP, [place])) == {Fate.NUMBERED: 1}
    (row,) = rows(archive, ordered_ids(archive, Query()))
    assert row.ksef_number == row.source == KSEF


def test_another_content_under_the_same_number_is_refused(archive, folder, changed):
    place = folder(SALE)
    (place / "zmieniona.xml").write_bytes(changed(SALE, "", **{"2026-03-04": "2026-03-05"}))
    imported = import_files(archive, NIP, [place])
    assert fates(imported) == {Fate.NEW: 1, Fate.REFUSED: 1}
    assert imported.documents[1].findings[0].code == "duplicate"


def test_nothing_of_the_client_leaves_no_client(archive, folder):
    import_files(archive, NIP, [folder("fa3-vat-trzy-stawki.xml")])
    assert clients(archive) == ()


def test_a_cancel_keeps_finished_transactions_and_no_half(archive, tmp_path, changed):
    place = tmp_path / "duzo"
    place.mkdir()
    for number in range(450):
        (place / f"{number:04}.xml").write_bytes(changed(SALE, f"FS/{number}"))
    token = CancelToken()
    with pytest.raises(Cancelled):
        import_files(archive, NIP, [place], report=lambda _progress: token.cancel(), cancel=token)
    assert len(ordered_ids(archive, Query())) == 200
    assert fates(import_files(archive, NIP, [place])) == {Fate.NEW: 250, Fate.KNOWN: 200}


def test_inputs_without_documents_and_wrong_nips_are_unusable(archive, tmp_path):
    (tmp_path / "puste").mkdir()
    with pytest.raises(UnusableArgument, match="żadnego dokumentu"):
        import_files(archive, NIP, [tmp_path / "puste"])
    with pytest.raises(UnusableArgument, match="NIP"):
        import_files(archive, "1234567890", [tmp_path])


def test_details_are_read_and_booked_from_the_archive(archive, folder, invoices):
    import_files(archive, NIP, [folder(SALE)])
    (document_id,) = ordered_ids(archive, Query())
    found = details(archive, document_id)
    assert found.xml == (invoices / SALE).read_bytes()
    assert found.document.invoice.number == found.entries[0].number == "FS/12/03/2026"
    assert found.conversions == ()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere file names are always text")
def test_a_file_name_that_is_no_text_stops_nothing(archive, folder, invoices, tmp_path):
    place = folder("fa3-vat-zakup.xml")
    (place / os.fsdecode(b"z\xb3y.xml")).write_bytes((invoices / SALE).read_bytes())
    assert import_files(archive, NIP, [place]).count(Fate.NEW) == 2
    out = tmp_path / os.fsdecode(b"ksi\xeagi")
    with preflight_archive(archive, NIP, "epp", decisions=Decisions({"receipt_date": "issue"})) as plan:
        files = write(plan, out).files
        assert json.loads(b"".join(report_chunks(plan, files)))["files"][0]["path"].endswith(f"ksi?gi/{files[0].name}")
    assert (out / files[0].name).is_file()
