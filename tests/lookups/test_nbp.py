import datetime as dt
from decimal import Decimal

import pytest

from app.base.errors import Cancelled
from app.base.progress import CancelToken
from app.base.public_registers import Stretch, TableRate
from app.lookups.errors import QuestionRefused, ServiceUnavailable
from app.lookups.nbp import Nbp, RatesInMemory
from tests.ksef.scripted import Scripted
from tests.lookups.servers import NbpServer, answer

MARCH = {"2026-03-02": "4.2500", "2026-03-03": "4.2600", "2026-03-06": "4.28", "2026-03-09": "4.3004"}
TODAY = dt.date(2026, 3, 16)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def nbp(server: Scripted, memory: RatesInMemory | None = None, today: dt.date = TODAY) -> Nbp:
    return Nbp(server.url, memory or RatesInMemory(), today=lambda: today)


@pytest.mark.parametrize(
    ("asked", "table"),
    [
        ("2026-03-10", "2026-03-09"),
        ("2026-03-09", "2026-03-06"),
        ("2026-03-08", "2026-03-06"),
        ("2026-03-07", "2026-03-06"),
        ("2026-03-06", "2026-03-03"),
        ("2026-03-03", "2026-03-02"),
    ],
)
def test_the_newest_table_strictly_before_the_day(asked: str, table: str) -> None:
    with NbpServer(MARCH) as server:
        client = nbp(server)
        found = client.before("EUR", day(asked))
        client.close()
    assert found == TableRate(day(table), Decimal(MARCH[table]), f"{day(table):%j}/A/NBP/2026")
    assert str(found.rate) == MARCH[table]


def test_a_quarter_is_asked_for_once_and_up_to_today_only() -> None:
    with NbpServer(MARCH) as server:
        client = nbp(server)
        for asked in ("2026-03-10", "2026-03-04", "2026-03-10", "2026-03-16"):
            assert client.before("EUR", day(asked)) is not None
        client.close()
        assert server.asked == ["/api/exchangerates/rates/A/EUR/2026-01-01/2026-03-16/"]


def test_no_question_is_longer_than_93_days_and_the_start_of_a_quarter_looks_into_the_earlier_one() -> None:
    with NbpServer({"2025-06-30": "4.24", "2025-07-01": "4.25", "2024-02-29": "4.3", "2024-12-31": "4.2"}) as server:
        client = nbp(server)
        assert client.before("EUR", day("2025-07-01")) == TableRate(day("2025-06-30"), Decimal("4.24"), "181/A/NBP/2025")
        assert client.before("EUR", day("2024-03-01")) == TableRate(day("2024-02-29"), Decimal("4.3"), "060/A/NBP/2024")
        assert client.before("EUR", day("2025-01-07")) == TableRate(day("2024-12-31"), Decimal("4.2"), "366/A/NBP/2024")
        client.close()


def test_a_memory_answers_without_the_network() -> None:
    memory = RatesInMemory()
    with NbpServer(MARCH) as server:
        client = nbp(server, memory)
        client.before("EUR", day("2026-03-10"))
        client.close()
    offline = Nbp("", memory, today=lambda: TODAY)
    assert offline.before("EUR", day("2026-03-04")) == TableRate(day("2026-03-03"), Decimal("4.2600"), "062/A/NBP/2026")
    assert offline.before("EUR", day("2025-12-10")) is None
    assert offline.before("USD", day("2026-03-04")) is None


def test_a_day_whose_table_may_still_come_is_not_known_and_not_remembered() -> None:
    rates = dict(MARCH)
    memory = RatesInMemory()
    with NbpServer(rates) as server:
        tuesday = day("2026-03-10")
        client = nbp(server, memory, today=tuesday)
        assert client.before("EUR", day("2026-03-11")) is None, "the table of Tuesday comes at noon"
        assert client.before("EUR", tuesday) is not None
        rates["2026-03-10"] = "4.3100"
        assert client.before("EUR", day("2026-03-11")) == TableRate(tuesday, Decimal("4.3100"), "069/A/NBP/2026")
        assert client.before("EUR", day("2026-03-20")) is None, "the future"
        client.close()


def test_today_and_the_weekend_are_settled_with_the_last_table() -> None:
    with NbpServer({"2026-03-06": "4.28"}) as server:
        client = nbp(server, today=day("2026-03-07"))
        assert client.before("EUR", day("2026-03-09")) == TableRate(day("2026-03-06"), Decimal("4.28"), "065/A/NBP/2026")
        client.close()


def test_a_currency_outside_the_table_is_asked_for_once_in_a_run_and_never_remembered() -> None:
    memory = RatesInMemory()
    with NbpServer(MARCH) as server:
        client = nbp(server, memory)
        assert client.before("XTS", day("2026-03-10")) is None
        assert client.before("XTS", day("2026-03-12")) is None
        client.close()
        assert len(server.asked) == 1
        again = nbp(server, memory)
        again.before("XTS", day("2026-03-10"))
        again.close()
        assert len(server.asked) == 2


def test_ten_days_without_a_table_are_no_holiday() -> None:
    with NbpServer({"2026-02-02": "4.2", "2026-03-16": "4.3"}) as server:
        client = nbp(server)
        assert client.before("EUR", day("2026-03-10")) is None
        client.close()


@pytest.mark.parametrize("currency", ["", "eur", "EU", "../A", "EURO"])
def test_what_is_no_currency_is_never_asked_for(currency: str) -> None:
    with NbpServer(MARCH) as server:
        assert nbp(server).before(currency, day("2026-03-10")) is None
        assert server.asked == []


def test_days_before_the_first_table_of_the_service_are_not_asked_for() -> None:
    with NbpServer({"2002-01-02": "3.5"}) as server:
        client = nbp(server)
        assert client.before("EUR", day("2002-01-02")) is None
        assert client.before("EUR", day("2002-01-03")) is not None
        client.close()
        assert server.asked == ["/api/exchangerates/rates/A/EUR/2002-01-02/2002-03-31/"]


def table(**changes: object) -> dict[str, object]:
    rate = {"no": "047/A/NBP/2026", "effectiveDate": "2026-03-09", "mid": 4.3004}
    whole: dict[str, object] = {"table": "A", "currency": "euro", "code": "EUR", "rates": [rate]}
    for name, value in changes.items():
        if name in rate:
            rate[name] = value
        else:
            whole[name] = value
    return whole


@pytest.mark.parametrize(
    "wrong",
    [
        table(table="C"),
        table(code="USD"),
        table(effectiveDate="2026-05-09"),
        table(effectiveDate="2025-12-31"),
        table(effectiveDate="wczoraj"),
        table(mid=0),
        table(mid=-4.3),
        table(mid="NaN"),
        table(mid=1e9),
        table(no="<script>"),
        table(no="047/C/NBP/2026"),
        table(rates=[table()["rates"][0], table()["rates"][0]]),
        {"rates": []},
        [],
        None,
    ],
)
def test_an_answer_to_another_question_is_not_believed(wrong: object) -> None:
    memory = RatesInMemory()
    with Scripted(lambda *_request: answer(wrong)) as server:
        client = nbp(server, memory)
        with pytest.raises(ServiceUnavailable):
            client.before("EUR", day("2026-03-10"))
        client.close()
    assert memory.stretch("EUR", day("2026-03-10")) is None


def test_a_refused_question_names_it() -> None:
    with Scripted(lambda *_request: (400, {"Content-Type": "text/plain"}, b"400 BadRequest")) as server:
        client = nbp(server)
        with pytest.raises(QuestionRefused) as raised:
            client.before("EUR", day("2026-03-10"))
        client.close()
    assert "/A/EUR/" in raised.value.detail


def test_a_cancelled_run_asks_nothing() -> None:
    token = CancelToken()
    token.cancel()
    with NbpServer(MARCH) as server:
        client = Nbp(server.url, RatesInMemory(), today=lambda: TODAY, cancel=token)
        with pytest.raises(Cancelled):
            client.before("EUR", day("2026-03-10"))
        assert server.asked == []


def test_a_later_longer_stretch_replaces_the_earlier_one() -> None:
    memory = RatesInMemory()
    rate = TableRate(day("2026-03-09"), Decimal("4.3"), "047/A/NBP/2026")
    memory.keep("EUR", Stretch(day("2026-01-01"), day("2026-03-09")), [rate])
    memory.keep("EUR", Stretch(day("2026-01-01"), day("2026-03-12")), [rate])
    assert memory.stretch("EUR", day("2026-03-12")) == Stretch(day("2026-01-01"), day("2026-03-12"))
    assert memory.newest("EUR", day("2026-03-10"), day("2026-03-12")) is None
