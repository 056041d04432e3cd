"""Rates on their way into conversions, entries and lists: from the archive, from the NBP on loopback, from originals."""

import datetime as dt
import socket
from decimal import Decimal

import pytest

from app.base.environments import Environment
from app.base.findings import Level
from app.base.paths import Paths
from app.booking.entry import ExchangeRate
from app.office.archives import open_archive
from app.office.convert import Outcome, RateMode, preflight_archive, preflight_files, write
from app.office.imports import import_files
from app.office.listing import Query, details, ordered_ids, rows
from app.office.rates import rates_of_archive
from app.office.rebooking import learn_rates
from tests.lookups.servers import NbpServer
from tests.office.conftest import NIP

EXPORT = "fa3-eksport-usd-bez-kursu.xml"
CORRECTION = "fa3-kor-eur-bez-kursu.xml"
ORIGINAL = "fa3-wdt.xml"
ORIGINAL_NUMBER = "9992014701-20260317-0A000000EA02-C2"
# The export is moved into the past, so that its tables are settled on whatever day the tests run: P_6 is Monday 24 March 2025.
PAST = {"2026-03-24": "2025-03-25", "2026-03-23": "2025-03-24"}
TABLES = {"2025-03-20": "3.8500", "2025-03-21": "3.8712", "2025-03-24": "3.8900"}
RATE = ExchangeRate(rate=Decimal("3.8712"), source="nbp", table="080/A/NBP/2025", date=dt.date(2025, 3, 21))


@pytest.fixture
def exports(tmp_path, changed):
    """A folder with three exports without a rate."""
    place = tmp_path / "eksport"
    place.mkdir()
    for number in range(3):
        (place / f"{number}.xml").write_bytes(changed(EXPORT, f"FS/{number}", **PAST))
    return place


@pytest.fixture
def nbp(monkeypatch):
    with NbpServer(dict(TABLES), "USD") as server:
        monkeypatch.setenv("KONWERTER_KSEF_NBP_URL", server.url)
        yield server


def unreachable(monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as gone:
        monkeypatch.setenv("KONWERTER_KSEF_NBP_URL", f"http://127.0.0.1:{gone.getsockname()[1]}")


def levels(archive):
    return {row.summary.level for row in rows(archive, ordered_ids(archive, Query()))}


def test_files_take_the_table_with_one_question_for_all(exports, nbp):
    with preflight_files([exports], NIP, "csv") as plan:
        assert plan.counts[Outcome.WRITTEN] == 3
        assert {entry.exchange_rate for entry in plan.entries} == {RATE}
        assert {entry.vat[0].net_pln for entry in plan.entries} == {Decimal("20130.24")}
        assert plan.rate_problem is None
    assert nbp.asked == ["/api/exchangerates/rates/A/USD/2025-01-01/2025-03-31/"]


def test_without_a_permission_or_a_service_documents_ask(exports, nbp, monkeypatch):
    with preflight_files([exports], NIP, "csv", rates=RateMode.ASK) as plan:
        assert plan.counts[Outcome.ASKS] == 3
    monkeypatch.setenv("KONWERTER_KSEF_NBP_URL", "")
    with preflight_files([exports], NIP, "csv") as plan:
        assert plan.counts[Outcome.ASKS] == 3
        assert plan.rate_problem is None, "switched off is no failure"
    assert nbp.asked == []


def test_a_failing_network_is_tried_once_and_told(exports, monkeypatch):
    unreachable(monkeypatch)
    with preflight_files([exports], NIP, "csv") as plan:
        assert plan.counts[Outcome.ASKS] == 3
        assert "NBP" in str(plan.rate_problem)


def test_an_archive_remembers_the_tables_and_shows_them_in_lists(production, exports, nbp, monkeypatch, tmp_path):
    import_files(production, NIP, [exports])
    assert levels(production) == {Level.ASKS}
    assert nbp.asked == [], "an import does not wait for the network"
    with preflight_archive(production, NIP, "csv") as plan:
        assert plan.counts[Outcome.WRITTEN] == 3
        write(plan, tmp_path / "wynik")
    assert len(nbp.asked) == 1
    unreachable(monkeypatch)
    (first, *_others) = ordered_ids(production, Query())
    (entry,) = details(production, first).entries
    assert entry.exchange_rate == RATE
    with preflight_archive(production, NIP, "csv") as plan:
        assert {question.question.code for question in plan.questions} == {"repeated"}
        assert plan.rate_problem is None


def test_the_training_asks_nobody_outside_this_computer(tmp_path, exports, monkeypatch):
    asked = []
    monkeypatch.setattr("app.lookups.service.Service.get", lambda *request: asked.append(request))
    monkeypatch.delenv("KONWERTER_KSEF_NBP_URL")
    with open_archive(Paths(tmp_path / "data"), Environment.TRAINING) as training:
        import_files(training, NIP, [exports])
        with preflight_archive(training, NIP, "csv") as plan:
            assert plan.counts[Outcome.ASKS] == 3
    assert asked == []


class TestOriginal:
    """A correction without a rate (art. 31b)."""

    @pytest.fixture
    def correction(self, production, folder):
        import_files(production, NIP, [folder(CORRECTION, into="korekta")])
        (document_id,) = ordered_ids(production, Query(text="FK/EU/1"))
        return document_id

    def rate(self, archive, document_id):
        (entry,) = details(archive, document_id).entries
        return None if entry.exchange_rate is None else (entry.exchange_rate.rate, entry.exchange_rate.source)

    def test_takes_the_rate_of_its_original_by_its_ksef_number(self, production, correction, folder):
        assert self.rate(production, correction) is None
        import_files(production, NIP, [folder((ORIGINAL, f"{ORIGINAL_NUMBER}.xml"))])
        assert self.rate(production, correction) == (Decimal("4.2650"), "original")
        with preflight_archive(production, NIP, "csv", rates=RateMode.ASK) as plan:
            assert plan.counts[Outcome.WRITTEN] == 2

    def test_or_by_seller_and_number_where_the_original_is_a_file(self, production, correction, folder):
        import_files(production, NIP, [folder(ORIGINAL)])
        assert self.rate(production, correction) == (Decimal("4.2650"), "original")

    def test_not_of_another_currency(self, production, correction, tmp_path, changed):
        place = tmp_path / "usd"
        place.mkdir()
        (place / "a.xml").write_bytes(changed(ORIGINAL, **{"<KodWaluty>EUR": "<KodWaluty>USD"}))
        import_files(production, NIP, [place])
        assert self.rate(production, correction) is None

    def test_a_circle_of_corrections_ends(self, production, tmp_path, changed):
        place = tmp_path / "koło"
        place.mkdir()
        own = {
            f"<NrKSeF>1</NrKSeF>\n        <NrKSeFFaKorygowanej>{ORIGINAL_NUMBER}</NrKSeFFaKorygowanej>": "<NrKSeFN>1</NrKSeFN>"
        }
        one = changed(CORRECTION, "K/1", **own, **{"FS/EU/2/03/2026": "K/2"})
        other = changed(CORRECTION, "K/2", **own, **{"FS/EU/2/03/2026": "K/1"})
        (place / "1.xml").write_bytes(one)
        (place / "2.xml").write_bytes(other)
        import_files(production, NIP, [place])
        with preflight_archive(production, NIP, "csv") as plan:
            assert plan.counts[Outcome.ASKS] == 2

    def test_the_source_is_asked_by_correction(self, production, correction, folder):
        import_files(production, NIP, [folder(ORIGINAL)])
        invoice = details(production, correction).document.invoice
        with rates_of_archive(production, NIP, RateMode.KNOWN) as rates:
            assert rates.of_original(invoice).rate == Decimal("4.2650")
        with rates_of_archive(production, "9992024705", RateMode.KNOWN) as rates:
            assert rates.of_original(invoice) is None, "another client's documents are not looked at"


def test_rates_can_be_learnt_for_lists_and_previews_in_one_go(production, exports, nbp):
    import_files(production, NIP, [exports])
    assert levels(production) == {Level.ASKS}
    assert learn_rates(production, NIP) is None
    assert levels(production) == {Level.NOTES}
    assert len(nbp.asked) == 1
    assert learn_rates(production, NIP) is None
    assert len(nbp.asked) == 1, "what is known is not asked for again"


def test_learning_rates_tells_why_it_failed(production, exports, monkeypatch):
    import_files(production, NIP, [exports])
    unreachable(monkeypatch)
    assert "NBP" in str(learn_rates(production, NIP))
    assert levels(production) == {Level.ASKS}
