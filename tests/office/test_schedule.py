import datetime as dt
from dataclasses import replace

import pytest

from app.base.dates import WARSAW
from app.base.settings import Scheduled, Settings, load_settings, save_settings
from app.office.diary import ClientResult, SyncState
from app.office.schedule import held_until, next_backup, next_run

NIGHTLY = Scheduled("nightly", at=dt.time(2, 30))


def polish(text):
    return dt.datetime.fromisoformat(text).replace(tzinfo=WARSAW)


def shown(moment):
    return f"{moment.astimezone(WARSAW):%m-%d %H:%M}"


def test_nothing_is_scheduled_unless_somebody_asks():
    assert next_run(Scheduled(), None, polish("2026-11-20 10:00")) is None


def test_each_night_once():
    last = polish("2026-11-20 02:31")
    assert shown(next_run(NIGHTLY, last, polish("2026-11-20 10:00"))) == "11-21 02:30"
    assert shown(next_run(NIGHTLY, polish("2026-11-20 02:30"), polish("2026-11-20 02:30"))) == "11-21 02:30"


def test_a_night_on_which_the_computer_slept_is_made_up_and_then_it_is_the_next_nights_turn():
    now = polish("2026-11-23 08:15")
    due = next_run(NIGHTLY, polish("2026-11-20 02:31"), now)
    assert due <= now
    assert shown(next_run(NIGHTLY, now, now)) == "11-24 02:30"


def test_what_was_due_before_the_schedule_was_made_is_not_made_up():
    now = polish("2026-11-20 10:00")
    fresh = replace(NIGHTLY, since=now)
    assert shown(next_run(fresh, polish("2026-11-01 10:00"), now)) == "11-21 02:30"
    assert shown(next_run(fresh, None, now)) == "11-21 02:30"


def test_the_hour_that_is_missing_in_spring_is_the_next_one():
    # 29 March 2026: 02:00 becomes 03:00.
    due = next_run(NIGHTLY, polish("2026-03-28 02:30"), polish("2026-03-28 12:00"))
    assert due == dt.datetime(2026, 3, 29, 1, 30, tzinfo=dt.UTC)
    assert shown(due) == "03-29 03:30"
    assert shown(next_run(NIGHTLY, due, due)) == "03-30 02:30"


def test_the_hour_that_comes_twice_in_autumn_counts_once():
    # 25 October 2026: 03:00 becomes 02:00.
    due = next_run(NIGHTLY, polish("2026-10-24 02:30"), polish("2026-10-24 12:00"))
    assert due == dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC)
    second = dt.datetime(2026, 10, 25, 1, 30, tzinfo=dt.UTC)
    assert shown(second) == "10-25 02:30"
    assert shown(next_run(NIGHTLY, due, second)) == "10-26 02:30"


def test_an_interval_counts_from_the_end_of_the_last_download_and_is_never_too_short():
    last, now = polish("2026-11-20 10:00"), polish("2026-11-20 10:20")
    assert shown(next_run(Scheduled("interval", minutes=45), last, now)) == "11-20 10:45"
    assert shown(next_run(Scheduled("interval", minutes=1), last, now)) == "11-20 10:15"
    assert next_run(Scheduled("interval", minutes=15), None, now) == now


def test_an_interval_is_not_lengthened_by_a_change_of_the_clock():
    last = polish("2026-03-29 01:50")
    assert shown(next_run(Scheduled("interval", minutes=20), last, last)) == "03-29 03:10"


@pytest.mark.parametrize("scheduled", [NIGHTLY, Scheduled("interval", minutes=60)], ids=lambda one: one.mode)
def test_a_clock_that_was_wrong_does_not_hold_the_download_up(scheduled):
    now = polish("2026-11-20 10:00")
    assert next_run(scheduled, polish("2031-01-01 00:00"), now) <= now + dt.timedelta(days=1)


def test_what_ksef_asks_for_goes_before_the_schedule():
    now, held = polish("2026-11-20 10:00"), polish("2026-11-20 11:30")
    assert next_run(Scheduled("interval", minutes=15), polish("2026-11-20 09:00"), now, held=held) == held
    assert next_run(Scheduled("interval", minutes=15), now, now, held=polish("2026-11-20 10:01")) == polish("2026-11-20 10:15")


def test_one_client_who_may_go_on_is_reason_enough_to_come_back():
    early, late = polish("2026-11-20 11:00"), polish("2026-11-20 12:00")

    def ended(state, resumes_at=None):
        return ClientResult(nip="9992014701", context="9992014701", state=state, resumes_at=resumes_at)

    waiting = [ended(SyncState.WAITING, late), ended(SyncState.WAITING, early)]
    assert held_until(waiting) == early
    assert held_until([*waiting, ended(SyncState.COMPLETE)]) is None
    assert held_until([ended(SyncState.WAITING)]) is None
    assert held_until([]) is None


def test_a_backup_each_week():
    now = polish("2026-11-20 10:00")
    assert next_backup(None, now) == now
    assert next_backup(polish("2026-11-14 10:00"), now) == polish("2026-11-21 10:00")
    assert next_backup(polish("2026-01-01 10:00"), now) < now


def test_the_schedule_is_kept_among_the_settings(tmp_path):
    now = polish("2026-11-20 10:00")
    kept = Settings(scheduled=replace(NIGHTLY, since=now), ran={"download production": now}, told=frozenset({"tray"}))
    save_settings(tmp_path / "settings.json", kept)
    assert load_settings(tmp_path / "settings.json") == kept
