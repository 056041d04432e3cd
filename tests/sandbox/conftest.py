import contextlib
import datetime as dt

import pytest

from app.sandbox.clock import Clock
from app.sandbox.keys import Keys
from app.sandbox.limits import Limits
from app.sandbox.server import Sandbox
from tests.openapi import Contract
from tests.sandbox.peer import Peer

NOON = dt.datetime(2026, 11, 20, 12, 0, 0, 123456, tzinfo=dt.UTC)


@pytest.fixture(scope="session")
def keys():
    """Two RSA pairs for all tests: making them takes a while."""
    return Keys.generate()


@pytest.fixture
def boxes(keys):
    """Makes running sandboxes whose clock stands still at noon of 20 November 2026, without limits unless asked."""
    with contextlib.ExitStack() as stack:

        def make(seed=None, **more):
            more.setdefault("clock", Clock(NOON))
            more.setdefault("limits", Limits.none())
            more.setdefault("auth_polls", 0)
            more.setdefault("export_polls", 0)
            return stack.enter_context(Sandbox(seed, keys=keys, **more))

        yield make


@pytest.fixture
def box(boxes):
    return boxes()


@pytest.fixture
def peers():
    """Makes clients of a sandbox, signed in unless told otherwise."""
    with contextlib.ExitStack() as stack:

        def make(box, context="9992014701", *, signed_in=True):
            peer = Peer(box, context)
            stack.callback(peer.close)
            return peer.sign_in() if signed_in else peer

        yield make


@pytest.fixture
def peer(box, peers):
    return peers(box)


@pytest.fixture(scope="session")
def contract(shared):
    return Contract(shared)
