"""The limiter: no window is ever exceeded, whatever is asked and by however many processes; waits are told and can be cancelled."""

import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.base.errors import Cancelled
from app.base.progress import CancelToken
from app.ksef.endpoints import CHALLENGE, DOCUMENT, EXPORT_STATUS, OWN_TOKEN, QUERY, RATE_LIMITS, START_EXPORT
from app.ksef.errand import Errand
from app.ksef.errors import LimitReached
from app.ksef.limiter import Limiter, MemoryCallLog
from app.ksef.limits import Limit, Limits

START = 1_795_000_000.0
FOREVER = 10.0**9


class Dial:
    """A clock that stands still unless somebody waits."""

    def __init__(self, now=START):
        self.time = now
        self.sleeps = 0

    def now(self):
        return self.time

    def sleep(self, seconds, cancel):
        cancel.check()
        assert seconds > 0
        self.sleeps += 1
        self.time += seconds


def worst(times, length):
    """The most calls in any window of that length."""
    return max((sum(at <= other < at + length for other in times) for at in times), default=0)


STEPS = st.lists(
    st.tuples(
        st.sampled_from([QUERY, DOCUMENT, START_EXPORT, EXPORT_STATUS, OWN_TOKEN]),
        st.sampled_from(["9992014701", "9992254701"]),
        st.floats(0, 900, allow_nan=False),
        st.booleans(),
        st.integers(0, 2),
    ),
    max_size=120,
)
SMALL = st.builds(Limit, st.integers(1, 8), st.one_of(st.none(), st.integers(1, 16)), st.one_of(st.none(), st.integers(1, 20)))


@given(steps=STEPS, small=SMALL)
@settings(deadline=None, max_examples=60)
def test_no_window_is_ever_exceeded(steps, small):
    dial, log = Dial(), MemoryCallLog()
    processes = [Limiter(log, dial) for _ in range(3)]
    limits = Limits({**Limits.of_table().groups, "invoiceMetadata": small})
    for process in processes:
        process.learn("9992014701", limits)
    made = {}
    for endpoint, context, pause, interactive, which in steps:
        dial.time += pause if pause > 300 else 0
        processes[which].enter(context, endpoint, Errand(patience=FOREVER, interactive=interactive))
        made.setdefault((context, endpoint), []).append(dial.time)
    for (context, endpoint), times in made.items():
        table = limits if context == "9992014701" else Limits.of_table()
        for length, count in table.groups[endpoint.group].windows():
            assert worst(times, length) <= count, (endpoint, length)
    assert dial.sleeps <= 4 * len(steps) + 4  # it waits, it does not spin


@pytest.mark.parametrize(
    ("endpoint", "interactive", "in_an_hour"),
    [(QUERY, False, 16), (QUERY, True, 18), (START_EXPORT, False, 18), (DOCUMENT, False, 52), (DOCUMENT, True, 58)],
)
def test_nine_tenths_are_used_and_some_kept_back_for_people(endpoint, interactive, in_an_hour):
    dial = Dial()
    limiter = Limiter(MemoryCallLog(), dial)
    errand = Errand(patience=FOREVER, interactive=interactive)
    made = 0
    while dial.time < START + 3600:
        limiter.enter("9992014701", endpoint, errand)
        made += dial.time < START + 3600
    assert made == in_an_hour


def test_contexts_and_groups_do_not_wait_for_each_other():
    dial = Dial()
    limiter = Limiter(MemoryCallLog(), dial)
    limiter.refused("9992014701", QUERY, 3000)
    limiter.enter("9992014701", START_EXPORT, Errand(patience=10))
    limiter.enter("9992254701", QUERY, Errand(patience=10))
    with pytest.raises(LimitReached):
        limiter.enter("9992014701", QUERY, Errand(patience=10))


def test_each_endpoint_of_the_last_group_has_a_counter_of_its_own():
    limiter = Limiter(MemoryCallLog(), Dial())
    limiter.refused("9992014701", RATE_LIMITS, 3000)
    limiter.enter("9992014701", OWN_TOKEN, Errand(patience=10))


def test_what_one_process_was_told_another_knows():
    dial, log = Dial(), MemoryCallLog()
    Limiter(log, dial).refused("9992014701", QUERY, 2680)
    with pytest.raises(LimitReached) as put_off:
        Limiter(log, dial).enter("9992014701", QUERY, Errand())
    assert 2681 <= put_off.value.resumes_at.timestamp() - START <= 2685


def test_a_shorter_refusal_does_not_end_a_longer_one():
    dial = Dial()
    limiter = Limiter(MemoryCallLog(), dial)
    limiter.refused("9992014701", QUERY, 3000)
    limiter.refused("9992014701", QUERY, 1)
    with pytest.raises(LimitReached):
        limiter.enter("9992014701", QUERY, Errand())


def test_a_wait_of_hours_is_waited_by_somebody_who_has_the_time():
    dial = Dial()
    limiter = Limiter(MemoryCallLog(), dial)
    limiter.refused("9992014701", QUERY, 3 * 3600)
    told = []
    limiter.enter("9992014701", QUERY, Errand(patience=FOREVER, report=told.append))
    assert dial.time >= START + 3 * 3600
    assert dial.sleeps == 1
    assert told[0].until.timestamp() >= START + 3 * 3600


def test_a_clock_set_back_by_a_day_does_not_block_for_a_day():
    dial, log = Dial(START + 86_400), MemoryCallLog()
    limiter = Limiter(log, dial)
    for _ in range(16):
        limiter.enter("9992014701", QUERY, Errand(patience=FOREVER))
    dial.time = START
    limiter.enter("9992014701", QUERY, Errand(patience=10))


def test_a_cancelled_wait_ends_and_counts_nothing():
    limiter = Limiter(MemoryCallLog(), Dial())
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        limiter.enter("9992014701", QUERY, Errand(cancel=cancel))


def test_all_of_this_computer_together_stay_at_ten_a_second():
    dial = Dial()
    limiter = Limiter(MemoryCallLog(), dial)
    times = []
    for number in range(100):
        limiter.enter(f"99920147{number:02}", RATE_LIMITS, Errand())
        times.append(dial.time)
    assert worst(times, 1.0) <= 10


def test_many_threads_share_one_lane():
    log = MemoryCallLog()
    passed = []
    lock = threading.Lock()

    def work():
        limiter = Limiter(log, Dial())
        for _ in range(20):
            try:
                limiter.enter("9992014701", START_EXPORT, Errand(patience=0))
            except LimitReached:
                continue
            with lock:
                passed.append(1)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(passed) == 7  # of eight a second


def test_the_log_of_the_whole_machine_stays_short():
    dial, log = Dial(), MemoryCallLog()
    limiter = Limiter(log, dial)
    for _ in range(300):
        limiter.enter("", CHALLENGE, Errand(patience=FOREVER))
    assert max(len(times) for times, _blocked in log._lanes.values()) < 120


def test_limits_are_read_as_ksef_gives_them():
    limits = Limits.read(
        {
            "invoiceMetadata": {"perSecond": 4, "perMinute": -1, "perHour": 40},
            "invoiceExport": "nonsense",
            "global": {"perSecond": 5, "perMinute": -1, "perHour": -1},
            "somethingNew": {"perSecond": 1},
        }
    )
    assert limits.groups["invoiceMetadata"] == Limit(4, None, 40)
    assert limits.groups["invoiceExport"] == Limit(8, 16, 20)
    assert limits.machine == Limit(4, None, None)
    assert Limits.read(None) == Limits.of_table()
    assert Limits.of_table().machine.second == 10
    assert Limit(1, 2, 3).careful(6) == Limit(1, 2, 1)
    assert limits.groups["invoiceMetadata"].windows() == ((1.0, 4), (3600.0, 40))
