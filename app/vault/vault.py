"""The contract of a vault."""

from abc import ABC, abstractmethod
from enum import StrEnum
from typing import Final

from app.base.environments import Environment
from app.base.texts import _
from app.vault.errors import SecretTooLong

LONGEST_SECRET: Final = 1280
"""Characters that fit an entry of Windows' Credential Locker; the limit holds everywhere, so that data moves between systems."""


class VaultState(StrEnum):
    """Whether secrets can be kept now."""

    READY = "ready"
    LOCKED = "locked"
    """The keyring is there; the system will ask the user to unlock it."""
    MISSING = "missing"
    """No keyring of the system can be used: only "nie zapamiętuj" is left."""


class Vault(ABC):
    """Secrets of one environment by their names (`app.vault.names`): a test token can never be taken for a production one.

    The calls may block until the user unlocks the keyring, and have a time limit; they are not for the GUI's thread.
    """

    def __init__(self, environment: Environment) -> None:
        self.environment = environment

    @abstractmethod
    def state(self) -> VaultState:
        """Whether secrets can be kept; never asks the user anything."""

    @abstractmethod
    def get(self, name: str) -> str | None:
        """The secret of that name; None where there is none. Raises what `app.vault.errors` names."""

    def set(self, name: str, secret: str) -> None:
        """Keep `secret` under `name` in place of an older one; raises `SecretTooLong` and what `app.vault.errors` names."""
        if len(secret) > LONGEST_SECRET:
            raise SecretTooLong(
                _("Wpis jest za długi dla magazynu haseł: ma {length} znaków, a mieści się {limit}.").format(
                    length=len(secret), limit=LONGEST_SECRET
                ),
                advice=_("Sprawdź, czy wklejono sam token albo samo hasło."),
            )
        self._keep(name, secret)

    @abstractmethod
    def delete(self, name: str) -> None:
        """Forget the secret of that name; nothing happens where there is none."""

    @abstractmethod
    def _keep(self, name: str, secret: str) -> None:
        """Store a secret whose length has been checked."""
