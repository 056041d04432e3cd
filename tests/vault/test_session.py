"""A secret that is not to be remembered is used before the kept one and never reaches the system's vault."""

import pytest

from app.base.environments import Environment
from app.vault.errors import VaultMissing
from app.vault.memory import MemoryVault
from app.vault.session import SessionVault
from app.vault.vault import Vault, VaultState


class _NoVault(Vault):
    """A system without a keyring."""

    def state(self) -> VaultState:
        return VaultState.MISSING

    def get(self, name: str) -> str | None:
        raise VaultMissing(name)

    def delete(self, name: str) -> None:
        raise VaultMissing(name)

    def _keep(self, name: str, _secret: str) -> None:
        raise VaultMissing(name)


def test_memory_goes_first_and_stays_apart():
    kept = MemoryVault(Environment.TEST)
    vault = SessionVault(kept)
    vault.set("a", "kept")
    vault.memory.set("a", "for now")
    assert vault.get("a") == "for now"
    assert kept.get("a") == "kept"
    vault.delete("a")
    assert vault.get("a") is None


def test_a_secret_kept_later_replaces_the_one_in_memory():
    vault = SessionVault(MemoryVault(Environment.TEST))
    vault.memory.set("a", "old")
    vault.set("a", "new")
    assert vault.get("a") == "new"


def test_without_a_keyring_nothing_is_kept_silently():
    with pytest.raises(VaultMissing):
        SessionVault(_NoVault(Environment.TEST)).set("a", "secret")


def test_without_a_keyring_a_session_in_memory_works_and_can_be_forgotten():
    vault = SessionVault(_NoVault(Environment.TEST))
    vault.memory.set("token", "secret")
    vault.set("export", "key")
    assert vault.get("token") == "secret"
    assert vault.get("export") == "key"
    vault.delete("token")
    assert "secret" not in repr(vault)
