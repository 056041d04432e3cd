"""How an office treats a client's documents: the client's defaults and the rules in their order."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import msgspec
from sqlalchemy import delete, func, insert, select, update

from app.archive.books_schema import rules
from app.archive.schema import clients
from app.archive.store import Archive, new_id
from app.booking.entry import Direction
from app.booking.rules import Conditions, Rule
from app.booking.treatment import Treatment

_JSON: Final = msgspec.json.Encoder(order="sorted")
_TREATMENT: Final = msgspec.json.Decoder(Treatment)
_CONDITIONS: Final = msgspec.json.Decoder(Conditions)


@dataclass(frozen=True, slots=True)
class Defaults:
    """What holds for a client's documents where neither a hand nor a rule decides."""

    sale: Treatment = field(default_factory=Treatment)
    purchase: Treatment = field(default_factory=Treatment)

    def of(self, direction: Direction) -> Treatment:
        """Those of one register."""
        return self.sale if direction is Direction.SALE else self.purchase


def defaults_of(archive: Archive, nip: str) -> Defaults:
    """The client's defaults; none of them for a client that is not there."""
    columns = select(clients.c.sale_treatment, clients.c.purchase_treatment).where(clients.c.nip == nip)
    with archive.reading() as connection:
        row = connection.execute(columns).one_or_none()
    return Defaults() if row is None else Defaults(_TREATMENT.decode(row[0]), _TREATMENT.decode(row[1]))


def keep_defaults(archive: Archive, nip: str, defaults: Defaults) -> None:
    """Replace the client's defaults."""
    values = {"sale_treatment": _text(defaults.sale), "purchase_treatment": _text(defaults.purchase)}
    with archive.writing() as connection:
        connection.execute(update(clients).where(clients.c.nip == nip).values(**values))


def rules_of(archive: Archive, nip: str) -> tuple[Rule, ...]:
    """The client's rules in their order, those switched off too."""
    with archive.reading() as connection:
        found = connection.execute(select(rules).where(rules.c.client_nip == nip).order_by(rules.c.position, rules.c.id))
        return tuple(_rule(row) for row in found)


def add_rule(archive: Archive, nip: str, rule: Rule) -> int:
    """Add a rule behind the client's others; its id."""
    with archive.writing() as connection:
        last = connection.execute(select(func.max(rules.c.position)).where(rules.c.client_nip == nip)).scalar()
        place = 0 if last is None else last + 1
        return new_id(connection.execute(insert(rules).values(client_nip=nip, position=place, **_values(rule))))


def change_rule(archive: Archive, rule: Rule) -> bool:
    """Replace what a rule says; its place stays. False where it is gone."""
    with archive.writing() as connection:
        return connection.execute(update(rules).where(rules.c.id == rule.id).values(**_values(rule))).rowcount == 1


def remove_rule(archive: Archive, rule_id: int) -> bool:
    """Remove a rule; False where it is gone."""
    with archive.writing() as connection:
        return connection.execute(delete(rules).where(rules.c.id == rule_id)).rowcount == 1


def order_rules(archive: Archive, nip: str, ids: Sequence[int]) -> None:
    """Put the client's rules in the order of `ids`; those not named keep their order behind them."""
    with archive.writing() as connection:
        found = connection.execute(select(rules.c.id).where(rules.c.client_nip == nip).order_by(rules.c.position, rules.c.id))
        known = list(found.scalars())
        ordered = [*(id_ for id_ in dict.fromkeys(ids) if id_ in known), *(id_ for id_ in known if id_ not in ids)]
        for place, id_ in enumerate(ordered):
            connection.execute(update(rules).where(rules.c.id == id_).values(position=place))


def replace_rules(archive: Archive, nip: str, new: Sequence[Rule]) -> None:
    """Put `new` in the place of all the client's rules, in their order."""
    with archive.writing() as connection:
        connection.execute(delete(rules).where(rules.c.client_nip == nip))
        for place, rule in enumerate(new):
            connection.execute(insert(rules).values(client_nip=nip, position=place, **_values(rule)))


def _values(rule: Rule) -> dict[str, Any]:
    return {
        "name": rule.name,
        "enabled": rule.enabled,
        "conditions": _text(rule.conditions),
        "treatment": _text(rule.treatment),
    }


def _rule(row: Any) -> Rule:  # noqa: ANN401 - a row of SQLAlchemy has no static type
    return Rule(
        id=row.id,
        name=row.name,
        enabled=row.enabled,
        conditions=_CONDITIONS.decode(row.conditions),
        treatment=_TREATMENT.decode(row.treatment),
    )


def _text(value: msgspec.Struct) -> str:
    return _JSON.encode(value).decode()
