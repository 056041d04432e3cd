"""A vault of the system with a memory in front of it: for secrets somebody asked not to remember."""

from app.vault.memory import MemoryVault
from app.vault.vault import Vault, VaultState


class SessionVault(Vault):
    """Reads the memory first. Writes to `kept`; what was said not to be remembered is put into `memory` instead, and ends with the program."""

    def __init__(self, kept: Vault) -> None:
        super().__init__(kept.environment)
        self.kept = kept
        self.memory = MemoryVault(kept.environment)

    def __repr__(self) -> str:
        return f"SessionVault({self.kept!r})"

    def state(self) -> VaultState:
        """Whether the system's vault can keep secrets."""
        return self.kept.state()

    def get(self, name: str) -> str | None:
        """The secret of that name; the system is not asked for one that is in memory."""
        held = self.memory.get(name)
        return self.kept.get(name) if held is None else held

    def delete(self, name: str) -> None:
        """Forget the secret in both places."""
        self.memory.delete(name)
        if self.kept.state() is not VaultState.MISSING:
            self.kept.delete(name)

    def _keep(self, name: str, secret: str) -> None:
        # What is new holds from now on; and whoever works from memory on a system without a vault does so with the keys of packages too.
        if self.memory.used and self.kept.state() is VaultState.MISSING:
            self.memory.set(name, secret)
            return
        self.kept.set(name, secret)
        self.memory.delete(name)
