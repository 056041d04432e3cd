import datetime as dt
from decimal import Decimal

from app.archive.rates import ArchivedRates
from app.archive.store import Archive
from app.archive.whitelist import ArchivedCallCount, find_answer, keep_answer
from app.base.environments import Environment
from app.base.public_registers import ListAnswer, Stretch, TableRate

FIRST, LAST = dt.date(2026, 1, 1), dt.date(2026, 3, 10)
RATES = [
    TableRate(dt.date(2026, 3, 6), Decimal("4.2800"), "045/A/NBP/2026"),
    TableRate(dt.date(2026, 3, 9), Decimal("0.010965"), "046/A/NBP/2026"),
]


def test_rates_come_back_exactly_and_after_reopening(archive, path) -> None:
    ArchivedRates(archive).keep("EUR", Stretch(FIRST, LAST), RATES)
    with Archive.open(path, Environment.TEST) as again:
        memory = ArchivedRates(again)
        assert memory.stretch("EUR", FIRST) == memory.stretch("EUR", LAST) == Stretch(FIRST, LAST)
        newest = memory.newest("EUR", FIRST, LAST)
    assert newest == RATES[1]
    assert str(newest.rate) == "0.010965"


def test_what_was_not_asked_is_not_known(archive) -> None:
    memory = ArchivedRates(archive)
    memory.keep("EUR", Stretch(FIRST, LAST), RATES)
    assert memory.stretch("EUR", LAST + dt.timedelta(days=1)) is None
    assert memory.stretch("USD", LAST) is None
    assert memory.newest("EUR", dt.date(2026, 3, 7), dt.date(2026, 3, 8)) is None
    assert memory.newest("USD", FIRST, LAST) is None


def test_a_longer_stretch_takes_the_place_of_a_shorter_one(archive) -> None:
    memory = ArchivedRates(archive)
    memory.keep("EUR", Stretch(FIRST, dt.date(2026, 3, 6)), RATES[:1])
    memory.keep("EUR", Stretch(FIRST, LAST), RATES)
    assert memory.stretch("EUR", LAST) == Stretch(FIRST, LAST)
    memory.keep("EUR", Stretch(dt.date(2025, 10, 1), dt.date(2025, 12, 31)), [])
    assert memory.stretch("EUR", dt.date(2025, 11, 11)) == Stretch(dt.date(2025, 10, 1), dt.date(2025, 12, 31))


def listed(day: dt.date, request_id: str, account: str = "61109010140000071219812874") -> ListAnswer:
    return ListAnswer("9992014701", day, request_id, "10-03-2026 09:15:30", account=account, assigned="TAK")


def test_answers_stay_as_proofs_and_the_newest_of_the_latest_day_is_shown(archive) -> None:
    monday, tuesday = dt.date(2026, 3, 9), dt.date(2026, 3, 10)
    for answer in (listed(tuesday, "b"), listed(monday, "a"), listed(tuesday, "c")):
        keep_answer(archive, answer)
    account = "61109010140000071219812874"
    assert find_answer(archive, "9992014701", account) == listed(tuesday, "c")
    assert find_answer(archive, "9992014701", account, monday) == listed(monday, "a")
    assert find_answer(archive, "9992014701", "") is None
    assert find_answer(archive, "9992024705", account) is None


def test_calls_are_counted_by_kind_and_day_up_to_the_most(archive) -> None:
    calls = ArchivedCallCount(archive)
    day, next_day = dt.date(2026, 3, 10), dt.date(2026, 3, 11)
    assert [calls.take("search", day, 2) for _ in range(3)] == [True, True, False]
    assert calls.take("check", day, 2)
    assert calls.take("search", next_day, 2)
    calls.spend("search", next_day, 2)
    assert not calls.take("search", next_day, 2)
