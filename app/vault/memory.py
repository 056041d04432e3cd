"""The vault of a user who said "nie zapamiętuj": secrets live as long as the program."""

from app.base.environments import Environment
from app.vault.vault import Vault, VaultState


class MemoryVault(Vault):
    """Secrets in memory only; always ready."""

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        self._secrets: dict[str, str] = {}

    def __repr__(self) -> str:
        return f"MemoryVault({self.environment.value})"

    @property
    def used(self) -> bool:
        """Whether it holds anything."""
        return bool(self._secrets)

    def state(self) -> VaultState:
        """Ready."""
        return VaultState.READY

    def get(self, name: str) -> str | None:
        """The secret of that name; None where there is none."""
        return self._secrets.get(name)

    def delete(self, name: str) -> None:
        """Forget the secret of that name."""
        self._secrets.pop(name, None)

    def _keep(self, name: str, secret: str) -> None:
        self._secrets[name] = secret
