"""Which of the backends that `keyring` finds may hold a secret."""

import contextlib
from typing import Final

from keyring.backend import KeyringBackend
from keyring.core import get_keyring

from app.vault.vault import VaultState

SECRET_SERVICE: Final = ("keyring.backends.SecretService", "Keyring")

# Exactly these classes. A file with passwords, readable or "encrypted", is no keyring of the system, whatever package it comes from.
_ACCEPTED: Final = frozenset(
    {
        ("keyring.backends.Windows", "WinVaultKeyring"),
        ("keyring.backends.macOS", "Keyring"),
        SECRET_SERVICE,
        ("keyring.backends.kwallet", "DBusKeyring"),
    }
)
_CHAINER: Final = ("keyring.backends.chainer", "ChainerBackend")
_DEFAULT_COLLECTION: Final = "/org/freedesktop/secrets/aliases/default"


def find_backend() -> KeyringBackend | None:
    """The system's keyring; None where `keyring` offers only something else (its own configuration is respected)."""
    try:
        chosen = get_keyring()
    except Exception:  # noqa: BLE001 – a configuration that names a backend which cannot be loaded raises anything
        return None
    candidates = list(chosen.backends) if _kind(chosen) == _CHAINER else [chosen]  # type: ignore[attr-defined]  # only the chain has it
    return next((backend for backend in candidates if _kind(backend) in _ACCEPTED), None)


def state_of(backend: KeyringBackend) -> VaultState:
    """Whether the keyring is open, without making it ask. Only the Secret Service tells; the others are taken to be."""
    if _kind(backend) != SECRET_SERVICE:
        return VaultState.READY
    import secretstorage  # noqa: PLC0415 – exists on Linux only

    try:
        with contextlib.closing(secretstorage.dbus_init()) as bus:
            locked = secretstorage.Collection(bus, _DEFAULT_COLLECTION).is_locked()
    except secretstorage.ItemNotFoundException:  # no keyring has been made yet: the system asks for its password first
        return VaultState.LOCKED
    return VaultState.LOCKED if locked else VaultState.READY


def _kind(backend: KeyringBackend) -> tuple[str, str]:
    return type(backend).__module__, type(backend).__name__
