"""What one conversion is made under: the client, the environment, and the options with their tables read."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import NamedTuple

from app.base.environments import Environment
from app.booking.client import Client
from app.targets.contract import Batch
from app.targets.symfonia.options import SymfoniaOptions
from app.targets.symfonia.tables import Register, contractor_numbers, own_codes, register, revenue_accounts


@dataclass(frozen=True, slots=True)
class Scope:
    """`registers` by the end of the option's name (``sale``, ``wdt``, …); one that the office left empty is not there."""

    client: Client
    environment: Environment
    options: SymfoniaOptions
    registers: Mapping[str, Register]
    revenue: Mapping[str, str]
    numbers: Mapping[str, int]
    codes: Mapping[str, str]


class Tables(NamedTuple):
    """The tables of the options, read."""

    registers: Mapping[str, Register]
    revenue: Mapping[str, str]
    numbers: Mapping[str, int]
    codes: Mapping[str, str]


def scope_of(batch: Batch, options: SymfoniaOptions) -> Scope:
    """The scope of a batch."""
    return Scope(batch.client, batch.environment, options, *_tables(options))


@lru_cache(maxsize=8)
def _tables(options: SymfoniaOptions) -> Tables:
    read = {
        field.name.removeprefix("register_"): register(getattr(options, field.name))
        for field in fields(options)
        if field.name.startswith("register_")
    }
    return Tables(
        registers={name: found for name, found in read.items() if found is not None},
        revenue=revenue_accounts(options.accounts_revenue),
        numbers=contractor_numbers(options.fk_numbers),
        codes=own_codes(options.contractor_codes),
    )
