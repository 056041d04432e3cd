"""A kill, without losing the test: from the chosen instant on, everything the program tries to do to the world fails."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection as Database

from app.archive.store import Archive
from app.base.environments import Environment
from app.base.paths import Paths
from app.base.progress import CancelToken
from app.office.connection import Connection, connect
from app.sandbox.server import Sandbox
from app.vault.memory import MemoryVault
from tests.office.ksef_peer import SharedClock


class Killed(BaseException):
    """What no handler of the program may catch."""


class Doom:
    """Strikes at the n-th instant; `strike` says that one has come. Without a number it never does."""

    def __init__(self) -> None:
        self._left: int | None = None
        self._lock = threading.Lock()

    def arm(self, instant: int) -> None:
        self._left = instant

    @property
    def struck(self) -> bool:
        return self._left is not None and self._left < 0

    def strike(self) -> None:
        with self._lock:
            if self._left is None:
                return
            self._left -= 1
            if self._left < 0:
                raise Killed


class DoomedArchive(Archive):
    """Dies before a transaction, before its commit, or after it."""

    doom = Doom()

    @contextmanager
    def writing(self) -> Iterator[Database]:
        self.doom.strike()
        with super().writing() as connection:
            yield connection
            self.doom.strike()
        self.doom.strike()


class DoomedVault(MemoryVault):
    """A keyring that outlives the program; dies before and after each change."""

    def __init__(self, environment: Environment, doom: Doom) -> None:
        super().__init__(environment)
        self.doom = doom

    def set(self, name: str, secret: str) -> None:
        self.doom.strike()
        super().set(name, secret)
        self.doom.strike()

    def delete(self, name: str) -> None:
        self.doom.strike()
        super().delete(name)
        self.doom.strike()


class DoomedClock(SharedClock):
    """Dies in a wait."""

    def __init__(self, sandbox: Sandbox, doom: Doom) -> None:
        super().__init__(sandbox)
        self._doom = doom

    def sleep(self, seconds: float, cancel: CancelToken) -> None:
        self._doom.strike()
        super().sleep(seconds, cancel)


def start_program(folder: Path, sandbox: Sandbox, vault: DoomedVault, doom: Doom) -> Connection:
    """The program, just started in its data folder."""
    paths = Paths(folder)
    paths.prepare()
    archive = DoomedArchive.open(paths.archive(Environment.TRAINING), Environment.TRAINING)
    archive.doom = doom
    return connect(archive, api_url=sandbox.base_url, vault=vault, clock=DoomedClock(sandbox, doom))
