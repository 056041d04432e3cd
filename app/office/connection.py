"""One environment's archive, keyring and KSeF, joined: what every use case of downloading takes."""

import datetime as dt
from types import TracebackType
from typing import Self

from app.archive.calls import ArchivedCalls
from app.archive.store import Archive
from app.base.environments import Environment
from app.base.progress import CancelToken
from app.ksef.addresses import addresses_of
from app.ksef.client import Ksef
from app.ksef.clock import Clock, SystemClock
from app.ksef.errand import Errand
from app.ksef.latarnia import KsefStatus, Latarnia
from app.office.counting import CountedCalls
from app.office.training import Training
from app.vault.memory import MemoryVault
from app.vault.session import SessionVault
from app.vault.system import SystemVault
from app.vault.vault import Vault, VaultState

__all__ = ["Connection", "KsefStatus", "VaultState", "connect"]


class Connection:
    """The way to KSeF of one environment, shared by all threads; `close` it at the end. The archive stays open."""

    def __init__(
        self, archive: Archive, vault: Vault, ksef: Ksef, calls: CountedCalls, *, clock: Clock, training: Training | None = None
    ) -> None:
        self.archive = archive
        self.vault = vault
        self.ksef = ksef
        self.calls = calls
        self.clock = clock
        self.training = training
        self._latarnia = Latarnia(ksef.addresses, clock=clock)

    @property
    def environment(self) -> Environment:
        """Where the documents come from."""
        return self.archive.environment

    def now(self) -> dt.datetime:
        """The present moment by KSeF's clock, in UTC."""
        return self.ksef.now()

    @property
    def locked(self) -> bool:
        """Whether the system would ask the user to unlock the keyring."""
        return self.vault.state() is VaultState.LOCKED

    def vault_state(self) -> VaultState:
        """Whether secrets can be kept; asks the user nothing."""
        return self.vault.state()

    def unremembered(self) -> "Connection":
        """The same connection, for giving an access that is not to be remembered: its secrets stay in memory until the program ends."""
        if not isinstance(self.vault, SessionVault):
            return self
        return Connection(self.archive, self.vault.memory, self.ksef, self.calls, clock=self.clock, training=self.training)

    def ksef_status(self, cancel: CancelToken | None = None) -> KsefStatus | None:
        """What KSeF's status service says (asked four times an hour at most); None where nothing is to be had. For information only."""
        return self._latarnia.ask(Errand(cancel=cancel or CancelToken(), patience=0.0))

    def close(self) -> None:
        """End the connections (and the training KSeF)."""
        self.ksef.close()
        if self.training is not None:
            self.training.stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def connect(
    archive: Archive, *, remember: bool = True, api_url: str = "", vault: Vault | None = None, clock: Clock | None = None
) -> Connection:
    """Join the archive with its environment's KSeF and keyring; nothing is asked of either yet.

    `remember` False keeps secrets in memory only. `api_url` leads to another server than the environment's own; without it the training
    environment starts its KSeF. Raises `UnusableArgument` for an address that cannot be meant.
    """
    environment = archive.environment
    time = clock or SystemClock()
    training = Training.start() if environment is Environment.TRAINING and not api_url else None
    try:
        addresses = addresses_of(environment, training.api if training else api_url)
        calls = CountedCalls(ArchivedCalls(archive))
        ksef = Ksef(addresses, calls=calls, clock=time)
    except BaseException:
        if training is not None:
            training.stop()
        raise
    kept = vault or (SessionVault(SystemVault(environment)) if remember else MemoryVault(environment))
    return Connection(archive, kept, ksef, calls, clock=time, training=training)
