"""Lines of a correction brought together: before, after, and the difference (guide §6.1)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest

from app.base.money import total
from app.invoice.lines import Line

Reading = Callable[[Line], Decimal | None]
"""Which figure of a line is meant, for example its net value."""


@dataclass(frozen=True, slots=True)
class Change:
    """One item of a correction. Without `before` it was added, without `after` removed; one of them is always there."""

    before: Line | None
    after: Line | None

    @property
    def position(self) -> int:
        """Where the item first stands in the file."""
        return min(line.position for line in (self.before, self.after) if line is not None)

    def difference(self, read: Reading) -> Decimal | None:
        """After minus before; an item that is not there counts as nothing. None where an existing line does not say."""
        before, after = (_value(line, read) for line in (self.before, self.after))
        return None if before is None or after is None else after - before


def has_states(lines: Iterable[Line]) -> bool:
    """Whether the lines come as states before and after; otherwise each of them is a difference."""
    return any(line.before for line in lines)


def changes(lines: Iterable[Line]) -> tuple[Change, ...]:
    """The lines of a correction with states, paired by `UU_ID`, then by line number, then by their order.

    Pairs come in the order of the file. Two lines with different `UU_ID` are never one item.
    """
    everything = tuple(lines)
    before = [line for line in everything if line.before]
    after = [line for line in everything if not line.before]
    found = _matched(before, after, lambda line: line.uuid) + _matched(before, after, lambda line: line.line_number)
    found += [Change(line, None) for line in before if line.uuid] + [Change(None, line) for line in after if line.uuid]
    rest = zip_longest((line for line in before if not line.uuid), (line for line in after if not line.uuid))
    found += [Change(old, new) for old, new in rest]
    return tuple(sorted(found, key=lambda change: change.position))


def sums(lines: Iterable[Line], read: Reading) -> tuple[Decimal, Decimal] | None:
    """The sum before and the sum after of one figure; None where a line does not give it."""
    before: list[Decimal] = []
    after: list[Decimal] = []
    for line in lines:
        value = read(line)
        if value is None:
            return None
        (before if line.before else after).append(value)
    return total(before), total(after)


def _value(line: Line | None, read: Reading) -> Decimal | None:
    return Decimal(0) if line is None else read(line)


def _matched(before: list[Line], after: list[Line], key: Callable[[Line], str]) -> list[Change]:
    """Pairs of the same, not empty, key; they are taken out of both lists. Of several equal keys the first are paired first."""
    waiting: dict[str, list[Line]] = {}
    for line in after:
        waiting.setdefault(key(line), []).append(line)
    found = []
    for line in tuple(before):
        partners = waiting.get(key(line), []) if key(line) else []
        partner = next((one for one in partners if not (line.uuid and one.uuid and line.uuid != one.uuid)), None)
        if partner is not None:
            partners.remove(partner)
            before.remove(line)
            after.remove(partner)
            found.append(Change(line, partner))
    return found
