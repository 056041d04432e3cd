"""Which stretch is asked for next, and how far an answer proves completeness."""

import datetime as dt
import itertools

from hypothesis import given
from hypothesis import strategies as st

from app.archive.ksef_records import Segment
from app.office.windows import FIRST_DAY, Window, first_mark, mark, mark_of, next_window, reached, ticks_of

NOW = mark("2026-11-20T09:00:00Z")
DAY = dt.timedelta(days=1)


def at(days: float):
    return mark_of(dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC) - days * DAY)


def test_the_first_day_begins_at_midnight_in_poland():
    assert first_mark(FIRST_DAY).text == "2026-01-31T23:00:00.000000Z"


def test_marks_compare_by_their_moment_not_by_their_writing():
    assert mark("2026-11-20T10:00:00+01:00") == NOW
    assert mark("2026-11-20T09:00:00.0000001Z") > NOW


@given(st.floats(0.01, 900))
def test_windows_touch_are_short_enough_and_reach_the_present(days):
    segment = Segment(at(days), at(days))
    windows = []
    while (window := next_window([segment], NOW)) is not None:
        windows.append(window)
        segment = Segment(segment.start, window.end)
    assert windows[0].start == at(days)
    assert windows[-1].end == NOW
    assert [window.last for window in windows] == [False] * (len(windows) - 1) + [True]
    for one, following in itertools.pairwise(windows):
        assert one.end == following.start
    assert all(window.end.ticks - window.start.ticks <= ticks_of(99 * DAY) for window in windows)


def test_a_gap_is_filled_before_the_present_is_asked_for():
    early, late = Segment(at(300), at(250)), Segment(at(200), at(10))
    assert next_window([early, late], NOW) == Window(early.start.ticks, early.until, late.start, last=False)
    assert next_window([Segment(at(300), at(200)), late], NOW) == Window(late.start.ticks, late.until, NOW, last=True)


WINDOW = Window(0, at(50), at(10), last=False)


def test_an_answer_proves_no_more_than_its_window():
    assert reached(WINDOW, hwm=NOW.text, cut=False, last=None) == WINDOW.end
    assert reached(WINDOW, hwm=at(20).text, cut=False, last=at(30)) == at(20)


def test_a_cut_answer_reaches_to_its_last_document_whatever_the_mark_says():
    assert reached(WINDOW, hwm=at(10).text, cut=True, last=at(30)) == at(30)
    assert reached(WINDOW, hwm=at(10).text, cut=True, last=None) is None


def test_without_a_mark_only_what_came_counts():
    assert reached(WINDOW, hwm="", cut=False, last=at(30)) == at(30)
    assert reached(WINDOW, hwm="", cut=False, last=None) is None
