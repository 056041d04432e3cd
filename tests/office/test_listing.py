import pytest

from app.archive.store import Archive
from app.base.errors import UnusableArgument
from app.base.findings import Level
from app.office.convert import Decisions, Outcome, preflight_archive
from app.office.imports import import_files
from app.office.listing import Query, decide, decide_for_client, details, ordered_ids, rows
from tests.office.conftest import NIP, SALE


@pytest.fixture
def purchase(archive: Archive, folder) -> int:
    import_files(archive, NIP, [folder(SALE, "fa3-vat-zakup.xml")])
    return next(row.id for row in rows(archive, ordered_ids(archive, Query())) if row.summary.number == "F/2026/3/7")


def test_an_answer_is_kept_and_the_row_shows_what_follows_from_it(archive, purchase):
    (before,) = rows(archive, [purchase])
    assert (before.summary.level, before.summary.receipt_date) == (Level.ASKS, None)
    decide(archive, [purchase], "receipt_date", "2026-04-02")
    (row,) = rows(archive, [purchase])
    assert row.summary.level is not Level.ASKS
    assert (str(row.summary.receipt_date), row.summary.vat_period) == ("2026-04-02", "2026-04")
    assert details(archive, purchase).answers == {"receipt_date": "2026-04-02"}
    decide(archive, [purchase], "receipt_date", "")
    assert rows(archive, [purchase]) == [before]


@pytest.mark.usefixtures("purchase")
def test_an_answer_for_the_client_holds_for_every_conversion(archive):
    decide_for_client(archive, NIP, "receipt_date", "issue")
    with preflight_archive(archive, NIP, "epp") as plan:
        assert plan.counts[Outcome.WRITTEN] == 2
    with preflight_archive(archive, NIP, "epp", decisions=Decisions({}, {"F/2026/3/7": {"receipt_date": "2026-05-01"}})) as plan:
        assert {str(entry.receipt_date) for entry in plan.entries if entry.receipt_date} == {"2026-05-01"}, (
            "the nearer answer wins"
        )


def test_answers_that_cannot_be_meant(archive, purchase):
    with pytest.raises(UnusableArgument):
        decide(archive, [purchase], "kolor", "niebieski")
    with pytest.raises(UnusableArgument):
        decide(archive, [purchase], "receipt_date", "kiedyś")
    with pytest.raises(UnusableArgument, match="nie ma już"):
        details(archive, 999_999)
