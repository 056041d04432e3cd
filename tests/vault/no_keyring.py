"""A system that keeps no secrets."""

from app.vault.errors import VaultMissing
from app.vault.vault import Vault, VaultState


class NoKeyring(Vault):
    """Never there: nothing can be kept or deleted."""

    def state(self) -> VaultState:
        return VaultState.MISSING

    def get(self, _name: str) -> str | None:
        return None

    def delete(self, name: str) -> None:
        raise VaultMissing(name)

    def _keep(self, name: str, _secret: str) -> None:
        raise VaultMissing(name)
