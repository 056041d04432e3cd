"""Sellers and accounts of purchases on the white list (a server on loopback), and what is kept of the answers."""

import datetime as dt
import socket

import pytest

from app.archive.whitelist import ArchivedCallCount, find_answer
from app.base.dates import WARSAW
from app.base.environments import Environment
from app.base.errors import Cancelled, UnusableArgument
from app.base.findings import Level
from app.base.paths import Paths
from app.base.progress import CancelToken
from app.lookups.whitelist import CHECK, DAILY, SEARCH
from app.office.acknowledging import acknowledge
from app.office.archives import open_archive
from app.office.imports import import_files
from app.office.listing import Query, decide, details, ordered_ids, rows
from app.office.whitelist import check_white_list, whitelist_of
from tests.ksef.scripted import Scripted
from tests.lookups.servers import WhiteListServer, answer
from tests.office.conftest import NIP, SALE

SELLER, OTHER = "9992044702", "9992144705"
ACCOUNT = "47999000010000000011100111"
PURCHASES = ("fa3-vat-zakup.xml", "fa3-kor-in-plus-zakup.xml", "fa3-mpp.xml")
DAY = dt.date(2026, 3, 10)


@pytest.fixture
def purchases(production, folder):
    """Two documents of one seller, one of another with the same account, and a sale."""
    import_files(production, NIP, [folder(*PURCHASES, SALE)])
    return production


@pytest.fixture
def white_list(monkeypatch):
    with WhiteListServer({(SELLER, ACCOUNT)}, {SELLER: "Czynny", OTHER: "Zwolniony"}) as server:
        monkeypatch.setenv("KONWERTER_KSEF_WL_URL", server.url)
        yield server


def codes(document):
    return [finding.code for finding in document.findings]


def test_each_seller_and_account_is_asked_about_once_a_day_and_kept_with_its_proof(purchases, white_list):
    first = check_white_list(purchases, NIP, day=DAY)
    assert (len(first.documents), first.asked, first.known, first.waiting) == (3, 4, 0, 0)
    assert len(white_list.asked) == 4
    again = check_white_list(purchases, NIP, day=DAY)
    assert (again.asked, again.known) == (0, 4)
    assert again.documents == first.documents
    kept = find_answer(purchases, SELLER, ACCOUNT)
    assert kept.assigned == "TAK"
    assert kept.request_id.startswith("abcde-")
    assert check_white_list(purchases, NIP, day=dt.date(2026, 3, 11)).asked == 4, "another day is another question"


@pytest.mark.usefixtures("white_list")
def test_what_the_answers_mean_is_told_with_the_proof(purchases):
    checkup = check_white_list(purchases, NIP, day=DAY)
    by_number = {document.number: document for document in checkup.documents}
    assert codes(by_number["F/2026/3/7"]) == []
    (strange,) = (document for document in checkup.documents if document.findings)
    assert codes(strange) == ["seller_not_active", "account_not_listed"]
    status, account = strange.findings
    assert "Zwolniony" in status.message
    assert "47 9990 0001 0000 0000 1110 0111" in account.message
    assert all("2026-03-10" in finding.message and "abcde-" in finding.message for finding in strange.findings)


def test_a_document_shows_later_what_was_learnt(purchases, white_list):
    (purchase,) = ordered_ids(purchases, Query(text="F/2026/3/7"))
    document = details(purchases, purchase).document
    assert whitelist_of(purchases, document).open == 2
    check_white_list(purchases, NIP, ids=[purchase], day=DAY)
    verified = whitelist_of(purchases, document)
    assert [(one.account, one.assigned, one.vat_status) for one in verified.answers] == [("", "", "Czynny"), (ACCOUNT, "TAK", "")]
    assert (verified.findings, verified.open) == ((), 0)
    assert len(white_list.asked) == 2


def remarks(archive, text):
    (found,) = ordered_ids(archive, Query(text=text))
    return {finding.code: finding for finding in details(archive, found).findings}


def level(archive, text):
    (row,) = rows(archive, ordered_ids(archive, Query(text=text)))
    return row.summary.level


@pytest.mark.usefixtures("white_list")
def test_what_was_learnt_stands_among_a_documents_remarks_and_raises_it_in_lists(purchases):
    for found in ordered_ids(purchases, Query(client=NIP)):
        decide(purchases, [found], "receipt_date", "issue")
    wrong = {"seller_not_active", "account_not_listed"}
    (strange,) = (document.document_id for document in check_white_list(purchases, NIP, day=DAY).documents if document.findings)
    number = rows(purchases, [strange])[0].summary.number
    assert wrong <= set(remarks(purchases, number))
    others = [code for code in remarks(purchases, number) if code not in wrong]
    for code in others:
        acknowledge(purchases, [strange], code, "Anna")
    assert level(purchases, number) is Level.NOTES
    for code in wrong:
        acknowledge(purchases, [strange], code, "Anna")
    assert level(purchases, number) is None


@pytest.mark.usefixtures("white_list")
def test_a_confirmed_seller_keeps_the_proof_in_sight_and_raises_nothing(purchases):
    before = level(purchases, "F/2026/3/7")
    check_white_list(purchases, NIP, day=DAY)
    proof = remarks(purchases, "F/2026/3/7")["whitelist_confirmed"].message
    assert "47 9990 0001 0000 0000 1110 0111" in proof
    assert "abcde-" in proof
    assert level(purchases, "F/2026/3/7") is before


def test_the_accounts_of_a_factor_and_those_of_sales_are_not_asked_about(production, folder, white_list):
    import_files(production, NIP, [folder("fa3-podmiot3-faktor.xml", "fa3-okres.xml", SALE)])
    assert len(ordered_ids(production, Query())) == 2, "the third is not this client's"
    (document,) = check_white_list(production, NIP, day=DAY).documents
    assert document.number == "F/2026/3/22"
    assert [path for path in white_list.asked if "67999000040000000044400441" in path] == []
    assert len(white_list.asked) == 2, "the seller's own account and his status"


def test_the_days_limit_leaves_the_rest_for_tomorrow(purchases, white_list):
    today = dt.datetime.now(WARSAW).date()
    calls = ArchivedCallCount(purchases)
    calls.spend(SEARCH, today, DAILY[SEARCH])
    checkup = check_white_list(purchases, NIP, day=DAY)
    assert (checkup.asked, checkup.waiting, checkup.limited) == (2, 2, True)
    assert all("/check/" in path for path in white_list.asked)
    calls.spend(CHECK, today, DAILY[CHECK])
    assert check_white_list(purchases, NIP, day=dt.date(2026, 3, 11)).asked == 0


def test_a_failing_service_stops_asking_and_keeps_what_came(purchases, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as gone:
        monkeypatch.setenv("KONWERTER_KSEF_WL_URL", f"http://127.0.0.1:{gone.getsockname()[1]}")
    checkup = check_white_list(purchases, NIP, day=DAY)
    assert (checkup.asked, checkup.waiting) == (0, 4)
    assert "Biała lista" in str(checkup.problem)


def test_a_question_the_ministry_refuses_does_not_stop_the_others(purchases, monkeypatch):
    refusal = answer({"code": "WL-115", "message": "Nieprawidłowy NIP."}, 400)
    with Scripted(lambda *_request: refusal) as server:
        monkeypatch.setenv("KONWERTER_KSEF_WL_URL", server.url)
        checkup = check_white_list(purchases, NIP, day=DAY)
    assert (checkup.asked, checkup.refused, checkup.waiting) == (0, 4, 0)


def test_cancelling_keeps_the_answers_so_far(purchases, white_list):
    token = CancelToken()
    with pytest.raises(Cancelled):
        check_white_list(purchases, NIP, day=DAY, report=lambda _progress: token.cancel(), cancel=token)
    asked = len(white_list.asked)
    assert 0 < asked < 4
    assert check_white_list(purchases, NIP, day=DAY).known == asked


def test_the_training_and_a_list_switched_off_ask_nobody(tmp_path, purchases, monkeypatch):
    with pytest.raises(UnusableArgument, match="wyłączona"):
        check_white_list(purchases, NIP)
    monkeypatch.delenv("KONWERTER_KSEF_WL_URL")
    with open_archive(Paths(tmp_path / "data"), Environment.TRAINING) as training:
        import_files(training, NIP, [tmp_path / "faktury"])
        with pytest.raises(UnusableArgument, match="szkoleniowym"):
            check_white_list(training, NIP)
