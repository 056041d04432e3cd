"""What can go wrong with the keyring. No text here ever holds a secret."""

from app.base.errors import AccessRefused, InputError, WorldError


class VaultLocked(AccessRefused):
    """The keyring is there, but the user has not let us in."""


class VaultMissing(AccessRefused):
    """The system has no keyring that keeps secrets safely."""


class VaultSilent(WorldError):
    """The keyring did not answer within the time limit."""


class VaultBroken(WorldError):
    """The keyring answered with an error of its own."""


class SecretTooLong(InputError):
    """More characters than every system's keyring can hold."""
