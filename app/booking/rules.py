"""Rules of an office: which documents they concern, and what they decide about them."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

import msgspec

from app.base.folding import fold
from app.base.nip import clean
from app.booking.entry import Counterparty, Direction, Entry
from app.booking.treatment import Decided, Treatment


class Conditions(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """All that is given must hold. `tax_numbers`: one of them is the counterparty's NIP (or VAT-EU number with its country).

    `name` and `line` are found in the counterparty's name and in the name of any line, without regard to letter size and Polish marks.
    `gtu`: one of the codes stands on any line. `amount_from` and `amount_to` bound the gross amount's size in the document's currency, both
    included; a correction counts by its size.
    """

    direction: Direction | None = None
    tax_numbers: tuple[str, ...] = ()
    name: str = ""
    line: str = ""
    gtu: tuple[str, ...] = ()
    currency: str = ""
    amount_from: Decimal | None = None
    amount_to: Decimal | None = None

    @property
    def empty(self) -> bool:
        """Whether the rule would concern every document."""
        return self == Conditions() or self == Conditions(direction=self.direction)


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """One rule; `id` is 0 before it is kept."""

    name: str
    conditions: Conditions
    treatment: Treatment
    enabled: bool = True
    id: int = 0


def applies(conditions: Conditions, entry: Entry) -> bool:
    """Whether the entry is one of those the conditions mean."""
    return _party_fits(conditions, entry) and _amount_fits(conditions, entry) and _lines_fit(conditions, entry)


def _party_fits(conditions: Conditions, entry: Entry) -> bool:
    party = entry.counterparty
    return (
        conditions.direction in {None, entry.direction}
        and (not conditions.tax_numbers or _is_one_of(party, conditions.tax_numbers))
        and fold(conditions.name) in fold(party.name)
    )


def _amount_fits(conditions: Conditions, entry: Entry) -> bool:
    amount = abs(entry.net + entry.tax)
    return (
        conditions.currency in {"", entry.currency}
        and (conditions.amount_from is None or amount >= conditions.amount_from)
        and (conditions.amount_to is None or amount <= conditions.amount_to)
    )


def _lines_fit(conditions: Conditions, entry: Entry) -> bool:
    lines = entry.invoice.all_lines
    if conditions.gtu and not any(set(line.gtu) & set(conditions.gtu) for line in lines):
        return False
    wanted = fold(conditions.line)
    return not wanted or any(wanted in fold(line.name) for line in lines)


def decisions_of(rules: Iterable[Rule], entry: Entry) -> Iterator[Decided]:
    """What the rules that apply decide, in their order."""
    for rule in rules:
        if rule.enabled and applies(rule.conditions, entry):
            yield Decided(rule.treatment, f"reguła: {rule.name}")


def _is_one_of(party: Counterparty, numbers: Iterable[str]) -> bool:
    own = {party.nip, party.tax_country + party.tax_number} - {""}
    return not own.isdisjoint(clean(number) for number in numbers)
