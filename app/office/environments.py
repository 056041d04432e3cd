"""What a person must know of an environment before working with it."""

from app.base.environments import Environment
from app.ksef.addresses import Addresses, addresses_of

__all__ = ["Addresses", "described"]


def described(environment: Environment) -> Addresses:
    """Its purpose, the way to sign in, its warning (Polish texts), and the address of its Aplikacja Podatnika (empty: there is none)."""
    return addresses_of(environment)
