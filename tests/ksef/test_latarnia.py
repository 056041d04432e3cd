"""Latarnia: information only, seldom asked, never in the way."""

import pytest

from app.base.environments import Environment
from app.base.errors import Cancelled
from app.base.progress import CancelToken
from app.ksef.addresses import addresses_of
from app.ksef.errand import Errand
from app.ksef.latarnia import Latarnia, Message


def latarnia(world):
    return Latarnia(addresses_of(Environment.TRAINING, world.sandbox.base_url), clock=world.clock)


def test_what_it_says_is_told(world):
    world.sandbox.announce(
        "MAINTENANCE", {"category": "MAINTENANCE", "title": "Przerwa", "text": "W nocy.", "start": "2026-11-20T22:00:00Z"}
    )
    found = latarnia(world).ask(world.errand)
    assert found is not None
    assert not found.available
    assert found.messages == (Message("MAINTENANCE", "Przerwa", "W nocy.", "2026-11-20T22:00:00Z", ""),)


def test_it_is_asked_once_in_a_quarter_of_an_hour(world):
    lamp = latarnia(world)
    for _ in range(3):
        found = lamp.ask(world.errand)
        assert found is not None
        assert found.available
    assert world.calls("/status") == 1
    world.clock.sleep(901, CancelToken())
    lamp.ask(world.errand)
    assert world.calls("/status") == 2


@pytest.mark.parametrize("fault", ["html", "firewall", "status", "drop", "truncated"])
def test_its_own_failure_means_nothing(world, fault):
    world.inject(fault, path="/status")
    assert latarnia(world).ask(world.errand) is None


@pytest.mark.parametrize("environment", [Environment.TEST, Environment.DEMO])
def test_where_there_is_none_to_be_believed_none_is_asked(environment):
    assert Latarnia(addresses_of(environment)).ask(Errand()) is None


def test_a_cancel_is_a_cancel(world):
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        latarnia(world).ask(Errand(cancel=cancel))
