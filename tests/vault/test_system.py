"""The system's keyring: which are accepted, and what becomes of every way in which one fails. No real keyring is touched here."""

import threading

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import SecretService, fail, null
from keyring.backends.chainer import ChainerBackend
from keyring.errors import InitError, KeyringLocked, PasswordSetError

from app.base.environments import Environment
from app.base.errors import AccessRefused, WorldError
from app.vault.errors import VaultBroken, VaultLocked, VaultMissing, VaultSilent
from app.vault.on_a_thread import call_within
from app.vault.system import SystemVault
from app.vault.vault import VaultState


class Plaintext(KeyringBackend):
    """What packages of other keyrings offer: a file."""

    # Not higher: the class is offered to the whole run, and would hide the real keyring from the tests that need it.
    priority = 0

    def __init__(self):
        super().__init__()
        self.asked = []

    def get_password(self, service, username):
        self.asked.append((service, username))

    def set_password(self, service, username, password):
        self.asked.append((service, username, password))


@pytest.fixture
def use():
    """Makes `keyring` offer a backend, for the time of the test."""
    before = keyring.get_keyring()
    yield keyring.set_keyring
    keyring.set_keyring(before)


@pytest.fixture
def accepted(use, monkeypatch):
    """A backend that passes for the Secret Service's and does what the test says."""

    def offer(**methods):
        backend = SecretService.Keyring()
        for name, method in methods.items():
            monkeypatch.setattr(backend, name, method, raising=False)
        use(backend)
        return backend

    return offer


class Chain(ChainerBackend):
    """A chain whose links the test chooses."""


Chain.__module__, Chain.__name__ = ChainerBackend.__module__, ChainerBackend.__name__


@pytest.mark.parametrize("backend", [fail.Keyring(), null.Keyring(), Plaintext()])
def test_what_is_no_keyring_of_the_system_is_missing(use, backend):
    use(backend)
    vault = SystemVault(Environment.TEST)
    assert vault.state() is VaultState.MISSING
    for call in (lambda: vault.get("a"), lambda: vault.set("a", "tajne"), lambda: vault.delete("a")):
        with pytest.raises(VaultMissing, match="nie ma magazynu haseł") as refused:
            call()
        assert "nie zapamiętuj" in refused.value.advice
    assert getattr(backend, "asked", []) == []


def test_a_chain_is_used_only_for_its_real_link(use):
    chain, file, kept = Chain(), Plaintext(), {}
    real = SecretService.Keyring()
    real.set_password = lambda service, _user, secret: kept.update({service: secret})
    Chain.backends = [file, real]
    use(chain)
    SystemVault(Environment.DEMO).set("token/9992014701", "tajne")
    assert kept == {"Konwerter KSeF/demo/token/9992014701": "tajne"}
    assert file.asked == []
    Chain.backends = [file]
    assert SystemVault(Environment.DEMO).state() is VaultState.MISSING


def test_each_environment_has_names_of_its_own(accepted):
    kept = {}
    accepted(
        set_password=lambda service, user, secret: kept.update({(service, user): secret}),
        get_password=lambda service, user: kept.get((service, user)),
        delete_password=lambda service, user: kept.pop((service, user)),
    )
    test, production = SystemVault(Environment.TEST), SystemVault(Environment.PRODUCTION)
    test.set("a", "próbny")
    assert production.get("a") is None
    production.set("a", "prawdziwy")
    test.delete("a")
    test.delete("a")
    assert (test.get("a"), production.get("a")) == (None, "prawdziwy")


class PromptDismissedException(Exception):
    """As secretstorage raises it."""


def failing(error):
    def method(*_arguments):
        raise error

    return method


@pytest.mark.parametrize(
    ("error", "becomes", "kind"),
    [
        (KeyringLocked("no"), VaultLocked, AccessRefused),
        (InitError("no"), VaultLocked, AccessRefused),
        (PromptDismissedException(), VaultLocked, AccessRefused),
        (PasswordSetError("no"), VaultBroken, WorldError),
        (OSError(5, "D-Bus"), VaultBroken, WorldError),
        (RuntimeError("what"), VaultBroken, WorldError),
    ],
)
def test_every_failure_becomes_one_of_ours_with_advice(accepted, error, becomes, kind):
    accepted(get_password=failing(error), set_password=failing(error))
    vault = SystemVault(Environment.TEST)
    for call in (lambda: vault.get("a"), lambda: vault.set("a", "bardzo-tajne"), lambda: vault.delete("a")):
        with pytest.raises(becomes) as refused:
            call()
        assert isinstance(refused.value, kind)
        assert refused.value.advice
        assert "bardzo-tajne" not in f"{refused.value!r}{refused.value}{refused.value.detail}"
        assert refused.value.__cause__ is None


def test_the_secret_in_a_foreign_error_is_erased(accepted):
    accepted(set_password=failing(ValueError("cannot store password=bardzo-tajne-slowo")))
    with pytest.raises(VaultBroken) as refused:
        SystemVault(Environment.TEST).set("a", "bardzo-tajne-slowo")
    assert "bardzo-tajne-slowo" not in refused.value.detail


def test_a_keyring_that_never_answers_is_given_up(accepted):
    release = threading.Event()
    accepted(get_password=lambda *_arguments: release.wait(20) and None)
    with pytest.raises(VaultSilent, match="nie odpowiedział") as silent:
        SystemVault(Environment.TEST, patience=0.05).get("a")
    assert "odblokowanie" in silent.value.advice
    release.set()


def test_a_keyring_that_is_slow_but_answers_is_waited_for():
    assert call_within(20, lambda: threading.Event().wait(0.05)) is False
