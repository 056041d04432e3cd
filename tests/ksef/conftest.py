"""Our client against the sandbox: real HTTP, real cryptography, and a clock that both go by and nobody has to wait for."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest

from app.base.environments import Environment
from app.base.progress import CancelToken, Progress
from app.ksef.addresses import addresses_of
from app.ksef.client import Ksef
from app.ksef.contexts import Context
from app.ksef.errand import Errand
from app.ksef.filters import Filters, Role
from app.ksef.limiter import CallLog
from app.ksef.session import Session
from app.ksef.tokens import TokenCredential
from app.sandbox.clock import Clock
from app.sandbox.faults import Fault
from app.sandbox.keys import Keys
from app.sandbox.server import Sandbox
from app.sandbox.training import Seed

NOON = dt.datetime(2026, 11, 20, 12, 0, tzinfo=dt.UTC)
AUTUMN = ("2026-08-25T00:00:00Z", "2026-11-20T12:00:00Z")


class SharedClock:
    """The sandbox's time as our client's: a wait pushes it forward, so that both agree how long it took."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.slept: list[float] = []

    def now(self) -> float:
        return self._clock.now().timestamp()

    def sleep(self, seconds: float, cancel: CancelToken) -> None:
        cancel.check()
        self.slept.append(seconds)
        self._clock.advance(seconds)


@dataclass
class World:
    """A sandbox and our client of it."""

    sandbox: Sandbox
    clock: SharedClock
    ksef: Ksef
    told: list[Progress] = field(default_factory=list)

    @property
    def nip(self) -> str:
        return self.sandbox.companies[0].nip

    @property
    def errand(self) -> Errand:
        return Errand(report=self.told.append)

    def session(self, context: str = "") -> Session:
        """Signed in by token."""
        whom = context or self.nip
        return self.ksef.sign_in(Context.parse(whom), TokenCredential(self.sandbox.training_token(whom)), self.errand)

    def inject(self, kind: str, **how: object) -> Fault:
        return self.sandbox.inject(Fault(kind, **how))

    def calls(self, path: str, method: str = "") -> int:
        """How many requests the sandbox has got for a path."""
        return sum(path in one.path and method in ("", one.method) for one in self.sandbox.requests)


@pytest.fixture(scope="session")
def ministry() -> Keys:
    """One pair of the Ministry's keys for all tests: making them takes a while."""
    return Keys.generate()


@pytest.fixture
def make_world(ministry: Keys) -> Iterator[Callable[..., World]]:
    """Starts a sandbox with a client; `calls` is the limiter's log, everything else is the sandbox's."""
    running: list[World] = []

    def make(seed: Seed | None = None, *, calls: CallLog | None = None, **how: object) -> World:
        sandbox = Sandbox(seed, clock=Clock(start=NOON), keys=ministry, **how).start()
        clock = SharedClock(sandbox.clock)
        ksef = Ksef(addresses_of(Environment.TRAINING, sandbox.base_url), calls=calls, clock=clock)
        world = World(sandbox, clock, ksef)
        running.append(world)
        return world

    yield make
    for world in running:
        world.ksef.close()
        world.sandbox.stop()


@pytest.fixture
def world(make_world: Callable[..., World]) -> World:
    """The training KSeF at noon of 20 November 2026."""
    return make_world()


def autumn(role: Role = Role.SELLER) -> Filters:
    """Nearly everything the training clients have."""
    return Filters(role, *AUTUMN)
