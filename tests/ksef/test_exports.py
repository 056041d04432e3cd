"""Starting an export and waiting for it."""

import datetime as dt

import pytest

from app.ksef import exports
from app.ksef.errors import RoleImpossible, TooManyExports, Unavailable
from app.ksef.exports import ExportState, Secret, _package
from app.ksef.filters import Filters, Role
from app.ksef.moments import text
from tests.ksef.conftest import NOON, autumn


def started_and_ended(world, session, **how):
    started = exports.start(session, autumn(), world.errand, **how)
    return started, exports.wait(session, started.reference, world.errand)


def test_an_export_becomes_a_package(world):
    started, ended = started_and_ended(world, world.session())
    assert ended.state is ExportState.READY
    assert ended.package.count == 12
    assert ended.package.hwm
    assert not ended.package.truncated
    assert ended.package.last == ""
    assert dt.timedelta(0) <= started.at - NOON < dt.timedelta(minutes=1)
    assert world.calls("/invoices/exports", "POST") == 1


def test_a_truncated_package_says_how_far_it_goes(make_world):
    world = make_world(cap=5)
    _started, ended = started_and_ended(world, world.session())
    assert ended.package.truncated
    assert ended.package.count == 5
    assert ended.package.last


# Guide §5.2.
@pytest.mark.parametrize(
    ("code", "state"),
    [
        (415, ExportState.KEY_REFUSED),
        (420, ExportState.NOTHING_NEW),
        (500, ExportState.FAILED),
        (550, ExportState.FAILED),
        (410, ExportState.FAILED),
    ],
)
def test_each_end_of_an_export_is_told_apart(world, code, state):
    session = world.session()
    world.inject("export-status", value=code)
    _started, ended = started_and_ended(world, session)
    assert ended.state is state
    assert ended.code == code
    assert ended.package is None


def test_a_window_after_the_mark_holds_nothing_new(world):
    session = world.session()
    late = Filters(Role.BUYER, text(NOON - dt.timedelta(seconds=5)), text(NOON + dt.timedelta(hours=1)))
    started = exports.start(session, late, world.errand)
    assert exports.wait(session, started.reference, world.errand).state is ExportState.NOTHING_NEW


def test_a_refused_key_is_asked_for_anew(world):
    session = world.session()
    world.inject("export-status", value=415)
    started_and_ended(world, session)
    started_and_ended(world, session)
    assert world.calls("/security/public-key-certificates") == 2


def test_new_keys_of_the_ministry_are_taken_without_a_word(world):
    session = world.session()
    world.sandbox.rotate_keys(emergency=True)
    _started, ended = started_and_ended(world, session)
    assert ended.state is ExportState.READY
    assert world.calls("/security/public-key-certificates") == 2


def test_an_export_that_hangs_comes_back_as_running(world):
    session = world.session()
    world.inject("export-stuck")
    started = exports.start(session, autumn(), world.errand)
    begun = world.clock.now()
    assert exports.wait(session, started.reference, world.errand, give_up=600).state is ExportState.RUNNING
    assert 600 <= world.clock.now() - begun < 620
    assert world.calls("/invoices/exports/") < 60


def test_an_expired_or_unknown_export_is_said_to_be_gone(world):
    session = world.session()
    started, _ended = started_and_ended(world, session)
    assert exports.status(session, "20261120-EH-0000000000-0000000000-00", world.errand).state is ExportState.EXPIRED
    world.inject("gone", path="/invoices/exports/")
    assert exports.status(session, started.reference, world.errand).state is ExportState.EXPIRED
    world.clock.sleep(8 * 86_400, world.errand.cancel)
    assert exports.status(session, started.reference, world.errand).state is ExportState.EXPIRED


def test_a_lost_answer_starts_another_export_with_another_key(world):
    session = world.session()
    world.inject("lost", path="/invoices/exports$", method="POST")
    started, ended = started_and_ended(world, session)
    assert ended.state is ExportState.READY
    sent = [one.body["encryption"]["initializationVector"] for one in world.sandbox.requests if one.path == "/invoices/exports"]
    assert len(set(sent)) == 2
    assert started.secret.iv_text == sent[-1]


def test_a_failing_start_is_given_up_at_last(world):
    session = world.session()
    world.inject("status", path="/invoices/exports$", method="POST", value=503, count=None)
    with pytest.raises(Unavailable):
        exports.start(session, autumn(), world.errand)
    assert world.calls("/invoices/exports", "POST") == 6


def test_ten_running_exports_are_enough(make_world):
    world = make_world(export_polls=10_000)
    session = world.session()
    for _ in range(10):
        exports.start(session, autumn(), world.errand)
    with pytest.raises(TooManyExports, match="10 paczek"):
        exports.start(session, autumn(), world.errand)


def test_a_role_that_cannot_be_is_named(world):
    session = world.session()
    world.inject("bad-request", path="/invoices/exports$", method="POST", value=21181)
    with pytest.raises(RoleImpossible):
        exports.start(session, autumn(), world.errand)


@pytest.mark.parametrize("broken", [{"parts": None}, {"invoiceCount": None}, {"parts": [{}]}])
def test_a_package_that_cannot_be_understood_is_a_failure_of_ksef(broken):
    with pytest.raises(Unavailable):
        _package({"invoiceCount": 1, "size": 1, "parts": [], "isTruncated": False, **broken})


def test_a_secret_survives_the_way_through_vault_and_archive():
    secret = Secret.new()
    assert Secret.from_texts(secret.key_text, secret.iv_text) == secret
    assert secret.key_text not in repr(secret)
    for key, iv in ((secret.iv_text, secret.iv_text), ("nie base64", secret.iv_text)):
        with pytest.raises(ValueError, match=r"."):
            Secret.from_texts(key, iv)
