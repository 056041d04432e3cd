import datetime as dt
import json
import shutil
from decimal import Decimal
from pathlib import PurePath

import pytest

from app.base.environments import Environment
from app.base.errors import Cancelled, StorageError, UnusableArgument
from app.base.findings import Level
from app.base.progress import CancelToken
from app.booking.entry import Direction
from app.office import convert, listing
from app.office.answers import Decisions, parse_decisions
from app.office.convert import Outcome, preflight_archive, preflight_files, write
from app.office.imports import import_files
from app.office.listing import Query, WorkState, ordered_ids, rows
from app.office.programs import every_question
from app.office.report import report_chunks
from tests.office.conftest import KSEF, NIP, SALE, ksef_number

PURCHASE = "fa3-vat-zakup.xml"
ISSUE = Decisions({"receipt_date": "issue"})


def outcomes(plan):
    return {PurePath(row.source).name: row.state for row in plan.documents}


def states(archive):
    return sorted(row.state for row in rows(archive, ordered_ids(archive, Query())))


def test_files_are_written_and_every_document_is_accounted_for(folder, tmp_path):
    place = folder(SALE, PURCHASE, "fa3-vat-trzy-stawki.xml")
    (place / "zepsuty.xml").write_bytes(b"<x>")
    (place / "notatka.pdf").write_bytes(b"%PDF")
    with preflight_files([place], NIP, "epp") as plan:
        assert outcomes(plan) == {
            SALE: Outcome.WRITTEN,
            PURCHASE: Outcome.ASKS,
            "fa3-vat-trzy-stawki.xml": Outcome.REFUSED,
            "zepsuty.xml": Outcome.REFUSED,
            "notatka.pdf": Outcome.SKIPPED,
        }
        assert [(one.question.code, one.documents) for one in plan.questions] == [("receipt_date", 1)]
        assert plan.client.name == "Stolarnia Pod Świerkiem sp. z o.o."
        assert plan.period == "2026-03"
        conversion = write(plan, tmp_path / "wynik")
        report = json.loads(b"".join(report_chunks(plan, conversion.files)))
    (file,) = (tmp_path / "wynik").iterdir()
    assert file.name == report["files"][0]["name"]
    assert report["files"][0]["documents"] == 1
    assert (report["target"], report["nip"]) == ("epp", NIP)
    assert {document["state"] for document in report["documents"]} == {"written", "asks", "refused", "skipped"}
    assert set(report["documents"][0]) == {"source", "number", "ksef_number", "direction", "state", "findings"}
    assert all(
        set(finding) == {"level", "code", "message", "field", "acknowledged"}
        for row in report["documents"]
        for finding in row["findings"]
    )
    net = sum(Decimal(total["net_pln"]) for total in report["totals"])
    assert (report["totals"][0]["direction"], net) == ("sale", plan.totals[0].net_pln)


def test_a_decision_for_all_and_one_for_a_document(folder):
    place = folder(PURCHASE)
    with preflight_files([place], NIP, "epp", decisions=ISSUE) as plan:
        assert plan.counts[Outcome.WRITTEN] == 1
        assert next(iter(plan.entries)).receipt_date == dt.date(2026, 3, 2)
    one = Decisions({"receipt_date": "issue"}, {"F/2026/3/7": {"receipt_date": "2026-04-02"}, "nie ma": {"rate": "4.0"}})
    with preflight_files([place], NIP, "epp", decisions=one) as plan:
        assert next(iter(plan.entries)).receipt_date == dt.date(2026, 4, 2)
        assert plan.unheard == ("nie ma",)


def test_the_direction_filters_and_the_rest_is_skipped(folder):
    with preflight_files([folder(SALE, PURCHASE)], NIP, "epp", direction=Direction.SALE) as plan:
        assert outcomes(plan) == {SALE: Outcome.WRITTEN, PURCHASE: Outcome.SKIPPED}


def test_the_same_file_twice_is_written_once_with_its_number(folder):
    place = folder((SALE, "0.xml"), (SALE, f"{KSEF}.xml"), (SALE, "a.xml"), (SALE, f"z {KSEF}.xml"))
    with preflight_files([place], NIP, "epp") as plan:
        assert plan.counts[Outcome.WRITTEN] == 1
        assert plan.counts[Outcome.SKIPPED] == 3
        assert {row.ksef_number for row in plan.documents if row.state is Outcome.WRITTEN} == {KSEF}


def test_two_contents_under_one_number_are_both_refused(folder, changed):
    place = folder((SALE, "a.xml"))
    (place / "b.xml").write_bytes(changed(SALE, "", **{"2026-03-04": "2026-03-05"}))
    with preflight_files([place], NIP, "epp") as plan:
        assert outcomes(plan) == {"a.xml": Outcome.REFUSED, "b.xml": Outcome.REFUSED}
        assert all("duplicate_conflict" in {finding.code for finding in row.findings} for row in plan.documents)
        assert plan.totals == ()


def test_namesakes_under_two_ksef_numbers_ask(folder, changed):
    place = folder((SALE, f"{KSEF}.xml"))
    (place / f"{ksef_number(NIP, '20260305', 7)}.xml").write_bytes(changed(SALE, "", **{"2026-03-04": "2026-03-05"}))
    with preflight_files([place], NIP, "epp") as plan:
        assert sorted(outcomes(plan).values()) == [Outcome.ASKS, Outcome.WRITTEN]
    with preflight_files([place], NIP, "epp", decisions=Decisions({"duplicate": "keep", "short_number": "yes"})) as plan:
        assert plan.counts[Outcome.WRITTEN] == 2
    with preflight_files([place], NIP, "epp", decisions=Decisions({"duplicate": "skip"})) as plan:
        assert plan.counts[Outcome.SKIPPED] == 1


def test_the_same_batch_gives_the_same_bytes_and_an_earlier_other_file_is_kept(folder, tmp_path):
    place = folder(SALE)
    for _ in range(2):
        with preflight_files([place], NIP, "csv", options={"by_rate": "nie"}) as plan:
            write(plan, tmp_path / "a.csv")
    assert [file.name for file in tmp_path.iterdir() if file.suffix == ".csv"] == ["a.csv"]
    out = tmp_path / "b.csv"
    out.write_bytes(b"cudze")
    for _ in range(2):
        with preflight_files([place], NIP, "csv", options={"by_rate": "nie"}) as plan:
            write(plan, out)
    assert (tmp_path / "b.csv.poprzedni-1").read_bytes() == b"cudze"
    assert out.read_bytes() == (tmp_path / "a.csv").read_bytes()


def test_a_disk_that_cannot_be_written_leaves_nothing_and_converts_nothing(production, folder, tmp_path):
    import_files(production, NIP, [folder(SALE)])
    (tmp_path / "plik").write_text("")
    with preflight_archive(production, NIP, "epp") as plan, pytest.raises(StorageError):
        write(plan, tmp_path / "plik" / "wynik")
    assert states(production) == [WorkState.NEW]


def test_a_cancel_while_writing_leaves_nothing(production, tmp_path, changed):
    place = tmp_path / "duzo"
    place.mkdir()
    for number in range(60):
        (place / f"{number:04}.xml").write_bytes(changed(SALE, f"FS/{number}"))
    import_files(production, NIP, [place])
    token = CancelToken()
    with preflight_archive(production, NIP, "epp") as plan, pytest.raises(Cancelled):
        write(plan, tmp_path / "wynik", report=lambda _progress: token.cancel(), cancel=token)
    assert list((tmp_path / "wynik").iterdir()) == []
    assert set(states(production)) == {WorkState.NEW}


def test_files_that_cannot_be_moved_take_the_archive_back(production, folder, tmp_path, monkeypatch):
    import_files(production, NIP, [folder(SALE)])
    with preflight_archive(production, NIP, "csv") as plan:
        out = tmp_path / "wynik"
        (out / next(iter(plan.order.target.write(plan.batch(lambda _count: None), plan.order.options))).name).mkdir(parents=True)
        earlier = sorted(out.iterdir())
        monkeypatch.setattr("pathlib.Path.rename", _refuse)
        with pytest.raises(StorageError):
            write(plan, out)
    assert sorted(out.iterdir()) == earlier
    assert states(production) == [WorkState.NEW]
    assert convert.conversions(production) == ()


def _refuse(_path, _target):
    raise OSError(13, "Odmowa dostępu")


def test_documents_of_the_archive_become_converted_and_a_second_time_asks(production, folder, tmp_path):
    import_files(production, NIP, [folder(SALE, PURCHASE)])
    with preflight_archive(production, NIP, "epp", decisions=ISSUE) as plan:
        conversion = write(plan, tmp_path / "wynik")
    assert states(production) == [WorkState.CONVERTED] * 2
    assert convert.profile(production, NIP).target == "epp"
    purchase = next(id_ for id_ in ordered_ids(production, Query()) if "zakup" in rows(production, [id_])[0].source)
    assert listing.details(production, purchase).answers == {"receipt_date": "issue"}, "the answer stays with the document"
    with preflight_archive(production, NIP, "epp") as plan:
        assert plan.counts[Outcome.ASKS] == 2
        assert [one.question.code for one in plan.questions] == ["repeated"]
    with preflight_archive(production, NIP, "epp", decisions=Decisions({"repeated": "again"})) as plan:
        assert write(plan, tmp_path / "drugi").files[0].documents == 2
    assert convert.undo(production, conversion.conversion_id) == 0, "the second conversion still holds them"
    assert convert.undo(production, conversion.conversion_id + 1) == 2
    assert states(production) == [WorkState.NEW] * 2


def test_other_environments_mark_their_files(archive, folder, tmp_path):
    import_files(archive, NIP, [folder(SALE)])
    with preflight_archive(archive, NIP, "epp") as plan:
        assert write(plan, tmp_path / "wynik.epp").files[0].name == "wynik-TEST.epp"
    with preflight_files([folder(SALE)], NIP, "epp", environment=Environment.TRAINING) as plan:
        assert "SZKOLENIOWE" in write(plan, tmp_path / "folder").files[0].name


def test_a_query_chooses_month_and_states(production, folder, tmp_path):
    import_files(production, NIP, [folder(SALE, PURCHASE)])
    query = Query(client=NIP, month="2026-03", states=frozenset({WorkState.TO_CONVERT}))
    with preflight_archive(production, NIP, "epp", query=query) as plan:
        assert len(plan.documents) == 0
        assert write(plan, tmp_path / "nic").files == ()
    assert not (tmp_path / "nic").exists()


def test_a_file_for_several_files_is_unusable(folder, tmp_path):
    with preflight_files([folder(SALE)], NIP, "csv") as plan, pytest.raises(UnusableArgument, match="kilka plików"):
        write(plan, tmp_path / "jeden.csv")
    assert list(tmp_path.glob("*.csv*")) == []


@pytest.mark.parametrize(
    "text",
    [
        "receipt_date",
        "receipt_date=",
        "=issue",
        "receipt_date=kiedyś",
        "rate=abc",
        "rate=0",
        "nie_ma=1",
        "rate@=4.0",
        "vat_period=2026-13",
    ],
)
def test_decisions_that_cannot_be_meant(text):
    with pytest.raises(UnusableArgument):
        parse_decisions([text], every_question())


def test_decisions_for_numbers_with_signs_in_them():
    decisions = parse_decisions(["rate@FV/1=a@b=4,31", "rate=4.5"], every_question())
    assert decisions == Decisions({"rate": "4.5"}, {"FV/1=a@b": {"rate": "4.31"}})


def test_unknown_targets_options_and_clients(production, folder):
    with pytest.raises(UnusableArgument, match="epp"):
        preflight_files([folder(SALE)], NIP, "word")
    with pytest.raises(UnusableArgument, match="kolor"):
        preflight_files([folder(SALE)], NIP, "epp", options={"kolor": "1"})
    with pytest.raises(UnusableArgument, match="Nie ma klienta"):
        preflight_archive(production, NIP, "epp")


def test_two_processes_do_not_hand_a_document_over_twice(production, folder, tmp_path):
    import_files(production, NIP, [folder(SALE)])
    with preflight_archive(production, NIP, "epp") as first, preflight_archive(production, NIP, "epp") as second:
        write(first, tmp_path / "a")
        with pytest.raises(StorageError, match="już przekazanych"):
            write(second, tmp_path / "b")
    assert list((tmp_path / "b").iterdir()) == []


def test_a_file_that_changes_between_preflight_and_writing_does_not_matter(folder, tmp_path):
    place = folder(SALE)
    with preflight_files([place], NIP, "epp") as plan:
        shutil.rmtree(place)
        assert write(plan, tmp_path / "wynik").files[0].documents == 1


def test_a_decision_that_moves_a_document_to_another_month_leaves_it_for_that_month(production, folder, tmp_path):
    import_files(production, NIP, [folder(SALE, PURCHASE)])
    march = Query(client=NIP, month="2026-03")
    received = Decisions({"receipt_date": "2026-04-02"})
    with preflight_archive(production, NIP, "epp", query=march, decisions=received) as plan:
        assert sorted(outcomes(plan).values()) == [Outcome.SKIPPED, Outcome.WRITTEN]
        assert plan.period == "2026-03"
        (moved,) = (row for row in plan.documents if row.state is Outcome.SKIPPED)
        assert moved.findings[-1].code == "other_period"
        assert "2026-04" in moved.findings[-1].message
        write(plan, tmp_path / "marzec")
    assert states(production) == [WorkState.CONVERTED, WorkState.NEW]
    with preflight_archive(production, NIP, "epp", query=Query(client=NIP, month="2026-04")) as plan:
        assert list(outcomes(plan).values()) == [Outcome.WRITTEN], "the decision was kept and the document is found in its month"


def test_a_decision_is_kept_even_where_it_leaves_nothing_to_write(production, folder, tmp_path):
    import_files(production, NIP, [folder(PURCHASE)])
    decided = Decisions({"receipt_date": "2026-05-04"})
    with preflight_archive(production, NIP, "epp", query=Query(client=NIP, month="2026-03"), decisions=decided) as plan:
        assert write(plan, tmp_path / "marzec").files == ()
    (row,) = rows(production, ordered_ids(production, Query()))
    assert (row.state, row.summary.vat_period, row.summary.receipt_date) == (WorkState.NEW, "2026-05", dt.date(2026, 5, 4))


def test_lists_show_what_a_conversion_decided(production, folder, tmp_path):
    import_files(production, NIP, [folder(PURCHASE)])
    with preflight_archive(production, NIP, "epp", decisions=Decisions({"receipt_date": "2026-04-02"})) as plan:
        write(plan, tmp_path / "wynik")
    (row,) = rows(production, ordered_ids(production, Query()))
    assert (row.state, row.summary.vat_period, row.summary.receipt_date) == (WorkState.CONVERTED, "2026-04", dt.date(2026, 4, 2))
    assert row.summary.level is not Level.ASKS


def test_one_rate_for_two_currencies_is_pointed_out(folder):
    decisions = parse_decisions(["rate=4,31", "receipt_date=issue"], every_question())
    place = folder("fa3-eksport-usd-bez-kursu.xml", "fa3-kor-eur-bez-kursu.xml")
    with preflight_files([place], NIP, "csv", decisions=decisions) as plan:
        assert sorted(plan.rate_currencies) == ["EUR", "USD"]
        noted = [row.currency for row in plan.documents for one in row.findings if one.code == "rate_of_another_currency"]
        assert noted == [plan.rate_currencies[1]]


def test_the_mark_for_a_missing_number_can_be_given_for_all_and_an_idle_decision_is_told(folder):
    decisions = parse_decisions(["ksef_mark=BFK", "vat_period=2026-06"], every_question())
    with preflight_files([folder(SALE)], NIP, "epp", decisions=decisions) as plan:
        assert {entry.ksef_mark for entry in plan.entries} == {"BFK"}
        assert plan.idle == ("vat_period",)
    with preflight_files([folder((SALE, f"{KSEF}.xml"), into="z-numerem")], NIP, "epp", decisions=decisions) as plan:
        assert plan.idle == ("ksef_mark", "vat_period")


def test_decisions_for_many_documents_are_kept_in_few_statements(production, tmp_path, changed):
    place = tmp_path / "wiele"
    place.mkdir()
    for number in range(620):
        (place / f"{number}.xml").write_bytes(changed(PURCHASE, f"FV/{number}"))
    import_files(production, NIP, [place])
    with preflight_archive(production, NIP, "epp", decisions=Decisions({"receipt_date": "2026-04-02"})) as plan:
        write(plan, tmp_path / "wynik")
    kept = rows(production, ordered_ids(production, Query()))
    assert {(row.state, row.summary.vat_period) for row in kept} == {(WorkState.CONVERTED, "2026-04")}
    assert len({row.summary.number for row in kept}) == 620, "every document keeps its own summary"
    (found,) = rows(production, ordered_ids(production, Query(text="FV/619")))
    assert found.summary.number == "FV/619"
