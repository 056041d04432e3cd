"""Against the real Windows Credential Locker, under names that no context can have: nobody's own entries are touched, and none is left."""

import sys

import pytest

from app.base.environments import Environment
from app.vault import names
from app.vault.backends import find_backend
from app.vault.errors import SecretTooLong
from app.vault.system import SystemVault
from app.vault.vault import LONGEST_SECRET, VaultState

pytestmark = pytest.mark.skipif(sys.platform != "win32", reason="the Windows Credential Locker exists on Windows only")

NAMES = (names.token("pytest-1"), names.token("pytest-2"), names.certificate_password("pytest-1"))
ENVIRONMENTS = tuple(Environment)


@pytest.fixture
def vaults():
    """A vault of each environment, empty of our names before and after the test."""
    made = {environment: SystemVault(environment) for environment in ENVIRONMENTS}

    def clear():
        for vault in made.values():
            for name in NAMES:
                vault.delete(name)

    clear()
    yield made
    clear()


@pytest.fixture
def vault(vaults):
    return vaults[Environment.TEST]


def test_the_locker_is_the_keyring_found_and_it_is_ready(vault):
    backend = find_backend()
    assert (type(backend).__module__, type(backend).__name__) == ("keyring.backends.Windows", "WinVaultKeyring")
    assert vault.state() is VaultState.READY


def test_a_secret_is_kept_replaced_and_forgotten(vault):
    name, other, _password = NAMES
    assert vault.get(name) is None
    vault.set(name, "pierwszy")
    vault.set(other, "inny")
    vault.set(name, "drugi")
    assert (vault.get(name), vault.get(other)) == ("drugi", "inny")
    assert SystemVault(Environment.TEST).get(name) == "drugi"
    vault.delete(name)
    vault.delete(name)
    assert (vault.get(name), vault.get(other)) == (None, "inny")


@pytest.mark.parametrize(
    "secret", ["zażółć gęślą jaźń ZAŻÓŁĆ GĘŚLĄ JAŹŃ", "20250514-EC-2C4A31F000-1C2D|nip-9992014701|0f3a", " \t\"'\\ "]
)
def test_every_character_comes_back(vault, secret):
    vault.set(NAMES[0], secret)
    assert vault.get(NAMES[0]) == secret


def test_the_longest_secret_fits_and_a_longer_one_is_refused_by_us(vault):
    longest = "ż" * LONGEST_SECRET
    vault.set(NAMES[0], longest)
    assert vault.get(NAMES[0]) == longest
    with pytest.raises(SecretTooLong, match="1281 znaków") as refused:
        vault.set(NAMES[0], longest + "ż")
    assert "żżż" not in str(refused.value)
    assert vault.get(NAMES[0]) == longest


def test_each_environment_has_names_of_its_own(vaults):
    for environment, vault in vaults.items():
        for name in NAMES:
            vault.set(name, f"{environment.value} {name}")
    for environment, vault in vaults.items():
        assert [vault.get(name) for name in NAMES] == [f"{environment.value} {name}" for name in NAMES]
    vaults[Environment.TEST].delete(NAMES[0])
    assert vaults[Environment.TEST].get(NAMES[0]) is None
    assert vaults[Environment.PRODUCTION].get(NAMES[0]) == f"{Environment.PRODUCTION.value} {NAMES[0]}"
