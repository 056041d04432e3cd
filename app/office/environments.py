"""What a person must know of an environment and of signing in there before working with it."""

from app.base.environments import Environment
from app.base.texts import _
from app.ksef.access import permission_name
from app.ksef.addresses import TOKEN_RULES, Addresses, addresses_of

__all__ = ["Addresses", "described", "permission_name", "token_rules"]


def described(environment: Environment) -> Addresses:
    """Its purpose, the way to sign in, its warning (Polish texts), and the address of its Aplikacja Podatnika (empty: there is none)."""
    return addresses_of(environment)


def token_rules() -> tuple[str, ...]:
    """Until when tokens work: the law and the announcements, in the order of their days."""
    return tuple(_(rule.text) for rule in TOKEN_RULES)
