"""What was written is read back before it is placed: a file that says anything else than the invoices never reaches its place."""

import dataclasses
import getpass
import json
import tracemalloc
from decimal import Decimal

import pytest

from app.base.errors import Cancelled, ProgramError
from app.base.money import total
from app.base.progress import CancelToken
from app.booking.client import Client
from app.booking.entry import Direction
from app.office import convert
from app.office.answers import Decisions
from app.office.convert import Outcome, preflight_archive, preflight_files, write
from app.office.imports import import_files
from app.office.listing import Query, WorkState, ordered_ids, rows
from app.office.programs import programs
from app.office.report import report_chunks
from app.office.two_way import verify
from app.targets.contract import Batch, OutputFile
from app.targets.epp import Epp
from app.targets.optima import Optima
from app.targets.registry import TARGETS
from app.targets.sheet import Csv
from tests.office.conftest import NIP, SALE
from tests.targets.conftest import WRITTEN_AT
from tests.targets.made import SELLER
from tests.targets.offices import complete_options, office_client
from tests.targets.test_memory import Year

MANY = (
    SALE, "fa3-vat-zakup.xml", "fa3-fp.xml", "fa3-mpp.xml", "fa3-kor-pary.xml", "fa3-odwrotne-obciazenie.xml", "fa3-oss.xml", "fa3-eur-kurs.xml",
    "fa3-kor-stawki.xml", "fa3-marza-antyki.xml", "fa2-vat.xml",
)  # fmt: skip
ANSWERS = Decisions({"receipt_date": "issue", "optima_margin": "np", "epp_margin": "zw", "short_number": "yes"})


class Lying(Csv):
    """Writes something else than it should: the bytes of every file pass through `lie`."""

    def __init__(self, lie):
        self._lie = lie

    def write(self, batch, options):
        for file in super().write(batch, options):
            yield OutputFile(file.name, [self._lie(b"".join(file.chunks))], file.documents)


def lying(plan, lie):
    plan.order = dataclasses.replace(plan.order, target=Lying(lie))
    return plan


def lines_with(data, number):
    return b"".join(line for line in data.splitlines(keepends=True) if number in line)


NUMBER = b"FS/12/03/2026"
LIES = {
    "an amount is a grosz more": lambda data: data.replace(b"4350,00", b"4350,01"),
    "another date": lambda data: data.replace(b"2026-03-04", b"2026-03-05"),
    "another number": lambda data: data.replace(NUMBER, b"FS/12/03/2025"),
    "another tax number": lambda data: data.replace(b"9992054706", b"9992054707"),
    "another side": lambda data: data.replace(b";S;", b";Z;"),
    "a document is lost": lambda data: data.replace(lines_with(data, NUMBER), b""),
    "a document stands twice": lambda data: data + lines_with(data, NUMBER),
    "two amounts change places": lambda data: (
        data.replace(b"4350,00", b"?").replace(b"1000,50", b"4350,00").replace(b"?", b"1000,50")
    ),
}


@pytest.mark.parametrize("lie", LIES)
def test_a_file_that_differs_is_not_placed_and_converts_nothing(lie, production, folder, tmp_path):
    import_files(production, NIP, [folder(SALE)])
    out = tmp_path / "wynik"
    with preflight_archive(production, NIP, "csv", options={"by_rate": "nie"}) as plan:
        with pytest.raises(ProgramError) as caught:
            write(lying(plan, LIES[lie]), out)
        assert caught.value.title.startswith("Plik odczytany ponownie nie zgadza się z fakturami: „FS/12/03/202")
        assert list(out.iterdir()) == []
        assert [row.state for row in rows(production, ordered_ids(production, Query()))] == [WorkState.NEW]
        assert convert.conversions(production, NIP) == ()
        write(lying(plan, bytes), out)
    assert [row.state for row in rows(production, ordered_ids(production, Query()))] == [WorkState.CONVERTED]


def test_the_statement_by_rates_is_checked_too(folder, tmp_path):
    def lie(data):
        return data.replace(b";23;P_13_1;4350,00", b";23;P_13_1;4350,01")

    with preflight_files([folder(SALE)], NIP, "csv") as plan, pytest.raises(ProgramError):
        write(lying(plan, lie), tmp_path / "wynik")


def test_a_file_that_cannot_be_read_at_all_is_not_placed(folder, tmp_path):
    with preflight_files([folder(SALE)], NIP, "csv") as plan, pytest.raises(ProgramError, match="nie da się odczytać") as caught:
        write(lying(plan, lambda data: data.replace(b"4350,00", b"dwa")), tmp_path / "wynik")
    assert caught.value.advice
    assert list((tmp_path / "wynik").iterdir()) == []


def test_the_first_of_many_differing_documents_are_named(folder, changed, tmp_path):
    place = folder(SALE)
    for number in range(20):
        (place / f"{number}.xml").write_bytes(changed(SALE, f"FS/{number}"))
    with preflight_files([place], NIP, "csv") as plan, pytest.raises(ProgramError) as caught:
        write(lying(plan, lambda data: data.replace(b"4350,00", b"4350,01")), tmp_path / "wynik")
    assert "„FS/1”" in caught.value.title
    assert "i 16 innych" in caught.value.title
    assert "4350" not in f"{caught.value}{caught.value.detail}"


@pytest.mark.parametrize("target", [program.id for program in programs() if not program.id.startswith("jpk-")])
def test_sums_before_and_after_are_in_the_report_for_every_program(target, folder, tmp_path):
    """The JPK files need the client's card and hold a part of the documents: tests/targets/test_two_way.py compares theirs."""
    with preflight_files([folder(*MANY)], NIP, target, decisions=ANSWERS) as plan:
        conversion = write(plan, tmp_path / "wynik")
        report = json.loads(b"".join(report_chunks(plan, conversion.files, conversion.verification)))
        written = plan.counts[Outcome.WRITTEN]
    assert written > 5
    assert report["verified"] is True
    assert conversion.verification.documents == written
    for direction in Direction:
        before = [one for one in report["totals"] if one["direction"] == direction]
        after = [one for one in report["totals_written"] if one["direction"] == direction]
        assert total(Decimal(one["net_pln"]) for one in before) == total(Decimal(one["net_pln"]) for one in after)
    plain = [one for one in report["totals_written"] if one["rates"] == ["23"]]
    assert {one["direction"] for one in plain} == {"sale", "purchase"}
    assert all(one["agrees"] and one["net_pln"] == one["written_net_pln"] != "0.00" for one in plain)


def test_a_correction_of_rates_leaves_each_rate_where_it_is(folder, tmp_path):
    with preflight_files([folder("fa3-kor-stawki.xml")], NIP, "epp") as plan:
        totals = write(plan, tmp_path / "wynik").verification.totals
    assert [(one.rates, one.headings, one.written_net_pln, one.written_tax_pln) for one in totals] == [
        (("23",), ("23",), Decimal("-1000.00"), Decimal("-230.00")),
        (("8",), ("8",), Decimal("1138.89"), Decimal("91.11")),
    ]


def test_rates_under_one_heading_are_compared_together(folder, tmp_path):
    place = folder("fa3-zw.xml", "fa3-marza-turystyka.xml")
    answers = Decisions({"receipt_date": "issue", "optima_margin": "zw"})
    with preflight_files([place], "9992024705", "optima", decisions=answers) as plan:
        totals = write(plan, tmp_path / "wynik").verification.totals
    assert [(one.rates, one.headings, one.net_pln, one.written_net_pln) for one in totals] == [
        (("23",), ("23",), Decimal("406.50"), Decimal("406.50")),
        (("marza", "zw"), ("zwolniona",), Decimal("1680.00"), Decimal("1680.00")),
    ]


def test_chosen_columns_are_checked_as_far_as_they_tell(folder, tmp_path):
    options = {"columns": "number, net, tax", "by_rate": "nie"}
    with preflight_files([folder(SALE, "fa3-fp.xml")], NIP, "xlsx", options=options) as plan:
        (one,) = write(plan, tmp_path / "wynik").verification.totals
    assert (one.direction, one.headings, one.written_net_pln, one.agrees) == (None, ("razem",), Decimal("4850.00"), True)


def test_columns_that_tell_nothing_are_no_reason_to_refuse(folder, tmp_path):
    for target in ("csv", "xlsx"):
        with preflight_files([folder(SALE)], NIP, target, options={"columns": "name, category", "by_rate": "nie"}) as plan:
            assert write(plan, tmp_path / target).verification.documents == 1


def test_nothing_written_means_nothing_verified(folder, tmp_path):
    with preflight_files([folder("fa3-vat-zakup.xml")], NIP, "epp") as plan:
        conversion = write(plan, tmp_path / "wynik")
        report = json.loads(b"".join(report_chunks(plan, conversion.files, conversion.verification)))
    assert (report["verified"], report["totals_written"]) == (False, [])


def test_a_cancel_while_reading_back_leaves_nothing(production, tmp_path, changed):
    place = tmp_path / "duzo"
    place.mkdir()
    for number in range(60):
        (place / f"{number:04}.xml").write_bytes(changed(SALE, f"FS/{number}"))
    import_files(production, NIP, [place])
    token = CancelToken()

    def report(progress):
        if progress.text.startswith("Odczytano ponownie"):
            token.cancel()

    with preflight_archive(production, NIP, "epp") as plan, pytest.raises(Cancelled):
        write(plan, tmp_path / "wynik", report=report, cancel=token)
    assert list((tmp_path / "wynik").iterdir()) == []
    assert {row.state for row in rows(production, ordered_ids(production, Query()))} == {WorkState.NEW}


def test_who_converted_and_the_sums_are_recorded(production, folder, tmp_path, monkeypatch):
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LOGNAME", "zofia")
    monkeypatch.setenv("USERNAME", "zofia")
    assert getpass.getuser() == "zofia"
    import_files(production, NIP, [folder(SALE)])
    with preflight_archive(production, NIP, "epp") as plan:
        write(plan, tmp_path / "wynik")
    (row,) = convert.conversions(production, NIP)
    assert row.made_by == "zofia"
    assert row.totals == (("sale", "23", "4350.00", "1000.50"),)


A_CARD = 300
"""Bytes: what some formats need of a document's contractor, whose card stands elsewhere in the file."""


def peak_of_reading_back(target, count, folder):
    """The largest memory, in bytes, that the two-way check of so many documents took."""
    batch = Batch(client=office_client(target, Client(nip=SELLER)), entries=Year(count), written_at=WRITTEN_AT)
    options = complete_options(target)
    paths = []
    for number, file in enumerate(target.write(batch, options)):
        paths.append(folder / f"{count}-{number}")
        paths[-1].write_bytes(b"".join(file.chunks))
    tracemalloc.start()
    try:
        assert verify(target, options, batch, paths, lambda _count: None).documents == count
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("target", [Epp(), Optima(), Csv()], ids=lambda target: target.id)
def test_reading_back_keeps_no_document(target, tmp_path):
    peak_of_reading_back(target, 10, tmp_path)
    assert peak_of_reading_back(target, 400, tmp_path) - peak_of_reading_back(target, 200, tmp_path) < 200 * A_CARD


@pytest.mark.heavy
@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.id)
def test_reading_thousands_back_keeps_no_document(target, tmp_path):
    peak_of_reading_back(target, 10, tmp_path)
    assert peak_of_reading_back(target, 4_000, tmp_path) - peak_of_reading_back(target, 2_000, tmp_path) < 2_000 * A_CARD
