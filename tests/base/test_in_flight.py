"""Requests that can be left alone, and time as KSeF tells it."""

import datetime as dt
import threading

import pytest

from app.base.errors import Cancelled
from app.base.in_flight import abandonable, abandonable_chunks
from app.base.progress import CancelToken
from app.ksef.server_time import ServerTime


def test_an_answer_and_an_error_come_through():
    assert abandonable(lambda: 7, CancelToken()) == 7
    with pytest.raises(ZeroDivisionError):
        abandonable(lambda: 1 // 0, CancelToken())


def test_nothing_is_begun_after_a_cancel():
    cancel = CancelToken()
    cancel.cancel()
    begun = []
    with pytest.raises(Cancelled):
        abandonable(lambda: begun.append(1), cancel)
    assert begun == []


def test_chunks_come_in_their_order_and_end():
    assert b"".join(abandonable_chunks(lambda: iter([b"a", b"", b"b"]), CancelToken())) == b"ab"


def test_an_error_among_chunks_comes_in_its_place():
    def produce():
        yield b"a"
        raise OSError("cut")

    chunks = abandonable_chunks(produce, CancelToken())
    assert next(chunks) == b"a"
    with pytest.raises(OSError, match="cut"):
        next(chunks)


def test_a_sender_whom_nobody_reads_any_more_stops():
    stopped = threading.Event()

    def produce():
        try:
            while True:
                yield b"x" * 10
        finally:
            stopped.set()

    chunks = abandonable_chunks(produce, CancelToken())
    next(chunks)
    chunks.close()
    assert stopped.wait(5)


def test_a_sender_that_hangs_is_left_alone():
    release = threading.Event()
    cancel = CancelToken()

    def produce():
        release.wait(20)
        yield b"late"

    threading.Timer(0.1, cancel.cancel).start()
    with pytest.raises(Cancelled):
        list(abandonable_chunks(produce, cancel))
    release.set()


class Still:
    def now(self):
        return 1_795_000_000.0

    def sleep(self, seconds, cancel):
        raise AssertionError(seconds, cancel)


def header(offset):
    return (dt.datetime.fromtimestamp(1_795_000_000 + offset, dt.UTC)).strftime("%a, %d %b %Y %H:%M:%S GMT")


def test_the_middle_of_the_last_answers_counts():
    time = ServerTime(Still())
    assert time.skew == dt.timedelta(0)
    for offset in (0, 0, 900, 0):
        time.learn(header(offset), Still().now(), Still().now())
    assert abs(time.skew.total_seconds()) <= 1
    assert time.warning == ""


@pytest.mark.parametrize(("offset", "word"), [(600, "spóźnia się o 10 min"), (-600, "śpieszy się o 10 min")])
def test_a_clock_that_is_wrong_by_minutes_is_told_of(offset, word):
    time = ServerTime(Still())
    time.learn(header(offset), Still().now(), Still().now())
    assert word in time.warning
    assert abs((time.now().timestamp() - Still().now()) - offset) <= 1


@pytest.mark.parametrize("written", ["", "wczoraj", "Mon, 99 Foo 2026 99:99:99 GMT"])
def test_a_date_that_is_none_is_passed_over(written):
    time = ServerTime(Still())
    time.learn(written, 0, 0)
    assert time.skew == dt.timedelta(0)
