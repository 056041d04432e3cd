"""What every vault promises, on the one that forgets."""

import pytest

from app.base.environments import Environment
from app.vault import names
from app.vault.errors import SecretTooLong
from app.vault.memory import MemoryVault
from app.vault.vault import LONGEST_SECRET, VaultState


def test_a_secret_is_kept_replaced_and_forgotten():
    vault = MemoryVault(Environment.TEST)
    assert vault.state() is VaultState.READY
    assert vault.get("a") is None
    vault.set("a", "pierwszy")
    vault.set("a", "drugi")
    vault.set("b", "inny")
    assert (vault.get("a"), vault.get("b")) == ("drugi", "inny")
    vault.delete("a")
    vault.delete("a")
    assert (vault.get("a"), vault.get("b")) == (None, "inny")


def test_the_limit_of_windows_holds_everywhere():
    vault = MemoryVault(Environment.TEST)
    vault.set("a", "ż" * LONGEST_SECRET)
    with pytest.raises(SecretTooLong, match="1281 znaków") as refused:
        vault.set("a", "ż" * (LONGEST_SECRET + 1))
    assert "żżż" not in str(refused.value)
    assert vault.get("a") == "ż" * LONGEST_SECRET


def test_secrets_are_not_shown():
    vault = MemoryVault(Environment.TEST)
    vault.set("a", "tajne")
    assert "tajne" not in repr(vault)
    assert "test" in repr(vault)


def test_names_tell_things_apart():
    made = [
        names.token("9992014701"),
        names.token("9992014701-00001"),
        names.certificate_password("office"),
        names.export_key("X"),
    ]
    assert len(set(made)) == 4
