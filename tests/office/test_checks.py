"""The checks joined with the archive: what earlier documents say about a new one, and findings that were acknowledged."""

from collections.abc import Callable
from pathlib import Path

import pytest

from app.archive.records import Query, WorkState
from app.base.findings import Level
from app.office import listing
from app.office.acknowledging import acknowledge, take_back
from app.office.archives import Archive
from app.office.convert import Decisions, preflight_archive, write
from app.office.examination import examine_archive, examine_files, examined_json
from app.office.imports import import_files
from app.office.rebooking import rebook
from tests.office.conftest import KSEF, NIP, SALE, ksef_number

PURCHASE = "fa3-vat-zakup.xml"
OWN_ACCOUNT = "47999000010000000011100111"
ANOTHER_ACCOUNT = "67999000040000000044400441"
Folder = Callable[..., Path]
Changed = Callable[..., bytes]


def number_of(day: int, running: int) -> str:
    return f"{ksef_number('9992044702', f'202603{day:02}', running)}.xml"


@pytest.fixture
def keep(archive: Archive, tmp_path: Path) -> Callable[[str, bytes], int]:
    """Import one document under a file name; its id."""

    def kept(name: str, data: bytes) -> int:
        place = tmp_path / f"{len(list(tmp_path.iterdir()))}"
        place.mkdir()
        (place / name).write_bytes(data)
        (document,) = import_files(archive, NIP, [place]).documents
        assert document.document_id is not None, document.findings
        return document.document_id

    return kept


def codes(archive: Archive, document_id: int) -> set[str]:
    return {finding.code for finding in listing.details(archive, document_id).findings}


def level(archive: Archive, document_id: int) -> Level | None:
    (row,) = listing.rows(archive, [document_id])
    return row.summary.level


def purchase(changed: Changed, number: str, day: str = "2026-03-02", **more: str) -> bytes:
    return changed(PURCHASE, number, **{"<P_1>2026-03-02": f"<P_1>{day}", "<P_6>2026-02-27": f"<P_6>{day}"}, **more)


def test_a_new_seller_is_news_once_the_archive_has_had_time_to_learn(archive: Archive, keep, changed) -> None:
    first = keep("a.xml", purchase(changed, "F/1"))
    soon = keep("b.xml", purchase(changed, "F/2", "2026-03-20", **{"9992044702": "9992064716"}))
    late = keep("c.xml", purchase(changed, "F/3", "2026-04-20", **{"9992044702": "9992114704"}))
    again = keep("d.xml", purchase(changed, "F/4", "2026-04-21", **{"9992044702": "9992114704"}))
    assert "new_seller" not in codes(archive, first) | codes(archive, soon) | codes(archive, again)
    assert "new_seller" in codes(archive, late)


def test_another_account_than_on_earlier_invoices(archive: Archive, keep, changed) -> None:
    first = keep("a.xml", purchase(changed, "F/1"))
    other = keep("b.xml", purchase(changed, "F/2", "2026-03-20", **{OWN_ACCOUNT: ANOTHER_ACCOUNT}))
    back = keep("c.xml", purchase(changed, "F/3", "2026-03-21"))
    assert "account_changed" not in codes(archive, first)
    assert "account_changed" in codes(archive, other)
    assert "account_changed" not in codes(archive, back)


def test_the_same_invoice_under_a_number_written_otherwise(archive: Archive, keep, changed) -> None:
    first = keep(number_of(2, 1), purchase(changed, "F/2026/3/7"))
    assert "possible_duplicate" not in codes(archive, first)
    second = keep(number_of(3, 2), purchase(changed, "f-2026-03-007"))
    assert "possible_duplicate" in codes(archive, first)
    (finding,) = (one for one in listing.details(archive, second).findings if one.code == "possible_duplicate")
    assert "F/2026/3/7" in finding.message


def test_a_file_that_gets_its_ksef_number_is_no_twin_of_itself(archive: Archive, keep, changed) -> None:
    data = purchase(changed, "F/2026/3/7")
    document_id = keep("plik.xml", data)
    assert keep(number_of(2, 1), data) == document_id
    assert "possible_duplicate" not in codes(archive, document_id)


def test_a_correction_waits_for_its_original(archive: Archive, folder: Folder) -> None:
    (correction,) = import_files(archive, NIP, [folder("fa3-kor-pary.xml")]).documents
    assert correction.document_id is not None
    assert "original_not_in_archive" in codes(archive, correction.document_id)
    import_files(archive, NIP, [folder((SALE, f"{KSEF}.xml"), into="pierwotna")])
    assert "original_not_in_archive" not in codes(archive, correction.document_id)


def test_many_documents_at_once_get_what_each_gets_alone(archive: Archive, invoices: Path) -> None:
    import_files(archive, NIP, [invoices])
    together = {one.document_id: one.findings for one in examine_archive(archive, NIP, Query(client=NIP))}
    assert len(together) > 50
    assert together == {id_: listing.details(archive, id_).findings for id_ in together if id_ is not None}


def test_what_merely_informs_raises_nothing_in_lists(archive: Archive, keep, changed) -> None:
    order = "<DodatkowyOpis><Klucz>Zamówienie</Klucz><Wartosc>7</Wartosc></DodatkowyOpis><FaWiersz>"
    plain = keep(f"{KSEF}.xml", changed(SALE, **{"<FaWiersz>\n      <NrWierszaFa>1<": f"{order}\n      <NrWierszaFa>1<"}))
    assert "additional_descriptions" in codes(archive, plain)
    assert level(archive, plain) is None


def test_an_acknowledged_note_raises_the_level_no_more(archive: Archive, keep, changed) -> None:
    wrong = keep(f"{KSEF}.xml", changed(SALE, **{OWN_ACCOUNT: "47999000010000000011100112"}))
    assert level(archive, wrong) is Level.NOTES
    acknowledge(archive, [wrong], "account_unsound", "anna")
    assert level(archive, wrong) is None
    details = listing.details(archive, wrong)
    assert details.acknowledged["account_unsound"].by == "anna"
    assert "account_unsound" in {finding.code for finding in details.findings}, "it is still shown"
    rebook(archive, NIP)
    assert level(archive, wrong) is None
    take_back(archive, [wrong], "account_unsound")
    assert level(archive, wrong) is Level.NOTES


def test_a_question_is_settled_by_an_answer_only(archive: Archive, keep, changed) -> None:
    asks = keep("zakup.xml", purchase(changed, "F/1"))
    acknowledge(archive, [asks], "receipt_date", "anna")
    assert level(archive, asks) is Level.ASKS


def test_the_pre_flight_tells_the_notes_and_which_were_seen(archive: Archive, keep, changed) -> None:
    wrong = keep(f"{KSEF}.xml", changed(SALE, **{OWN_ACCOUNT: "47999000010000000011100112"}))
    acknowledge(archive, [wrong], "account_unsound", "anna")
    with preflight_archive(archive, NIP, "epp", decisions=Decisions()) as plan:
        (row,) = plan.documents
    assert "account_unsound" in {finding.code for finding in row.findings}
    assert row.acknowledged == {"account_unsound"}


def test_a_document_of_a_month_before_the_one_handed_over(archive: Archive, keep, changed, tmp_path: Path) -> None:
    april = keep("a.xml", changed(SALE, "FS/1", **{"2026-03-0": "2026-04-0"}))
    month = Query(client=NIP, month=listing.months(archive, NIP)[0])
    with preflight_archive(archive, NIP, "epp", query=month) as plan:
        write(plan, tmp_path / "wynik.epp")
    late = keep("b.xml", changed(SALE, "FS/2"))
    assert "period_closed" in codes(archive, late)
    assert "period_closed" not in codes(archive, april)
    assert listing.rows(archive, [april])[0].state is WorkState.CONVERTED


def test_files_are_compared_with_each_other_only(folder: Folder, changed) -> None:
    place = folder("fa3-kor-pary.xml", "fa3-obca.xml")
    (place / "x.xml").write_bytes(purchase(changed, "F/2026/3/7"))
    (place / "y.xml").write_bytes(purchase(changed, "F 2026 3 7"))
    (place / "notatki.txt").write_text("nic")
    (place / "zly.xml").write_text("<a/>")
    found = {Path(one.source).name: one for one in examine_files([place], NIP)}
    assert set(found) == {"fa3-kor-pary.xml", "fa3-obca.xml", "x.xml", "y.xml", "zly.xml"}
    assert "possible_duplicate" in {finding.code for finding in found["y.xml"].findings}
    assert "original_not_in_archive" not in {finding.code for finding in found["fa3-kor-pary.xml"].findings}
    assert [finding.code for finding in found["fa3-obca.xml"].findings] == ["client_not_found"], "not his document at all"
    assert found["zly.xml"].level is Level.BLOCKS


def test_the_json_that_scripts_rely_on(archive: Archive, keep, changed) -> None:
    wrong = keep(f"{KSEF}.xml", changed(SALE, **{OWN_ACCOUNT: "47999000010000000011100112"}))
    acknowledge(archive, [wrong], "account_unsound", "anna")
    (examined,) = examine_archive(archive, NIP, Query(client=NIP))
    assert examined.document_id == wrong
    told = examined_json(examined)
    assert {key: told[key] for key in ("source", "number", "ksef_number", "direction", "level")} == {
        "source": KSEF,
        "number": "FS/12/03/2026",
        "ksef_number": KSEF,
        "direction": "sale",
        "level": None,
    }
    assert [(one["code"], one["level"], one["acknowledged"]) for one in told["findings"]] == [("account_unsound", "notes", True)]
