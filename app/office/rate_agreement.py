"""Sums by VAT rate before and after: those of the entries beside those that were read back from the files.

A format has its own headings. Which rates stand under which headings follows from the documents; rates that share a heading (``np`` and
``marza`` as "nie podlega", say) are compared together.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

import msgspec

from app.base.money import ZERO, round_money
from app.booking.entry import Direction, Entry
from app.targets.contract import ReadDocument


class RateAgreement(msgspec.Struct, frozen=True, kw_only=True):
    """Sums in PLN of some rates of one direction: of the invoices (`net_pln`, `tax_pln`), and as read back from under `headings`.

    Where the two differ the format by its nature states something else than the register (tax that the buyer charges himself, only what may
    be deducted…); every single document is as it must be all the same. `direction` is None where the file does not tell it.
    """

    direction: Direction | None
    rates: tuple[str, ...]
    headings: tuple[str, ...]
    net_pln: Decimal
    tax_pln: Decimal
    written_net_pln: Decimal
    written_tax_pln: Decimal

    @property
    def agrees(self) -> bool:
        """Whether the sums before and after are the same to the grosz."""
        return (self.net_pln, self.tax_pln) == (self.written_net_pln, self.written_tax_pln)


class _Pair(NamedTuple):
    net: Decimal = ZERO
    tax: Decimal = ZERO

    def plus(self, net: Decimal | None, tax: Decimal | None) -> "_Pair":
        return _Pair(self.net + (net or ZERO), self.tax + (tax or ZERO))


_Key = tuple[Direction | None, str]


class Sums:
    """Adds up both sides, and learns on the way which rate stands under which heading."""

    def __init__(self) -> None:
        self.before: dict[_Key, _Pair] = defaultdict(_Pair)
        self.after: dict[_Key, _Pair] = defaultdict(_Pair)
        self.links: set[tuple[Direction | None, str, str]] = set()
        self._learnt: set[tuple[Direction | None, tuple[str, ...], tuple[str, ...]]] = set()

    def expect(self, entry: Entry, document: ReadDocument, expect: Callable[[Entry], ReadDocument | None]) -> None:
        """Take an entry and what must be found of it; `expect` says the same of an entry with some of its rates only."""
        side = document.direction
        for box in entry.vat:
            self.before[side, box.rate] = self.before[side, box.rate].plus(box.net_pln, box.tax_pln)
        rates = tuple(dict.fromkeys(box.rate for box in entry.vat if box.net_pln or box.tax_pln))
        headings = tuple(row.heading for row in document.rows)
        if (side, rates, headings) in self._learnt:
            return
        self._learnt.add((side, rates, headings))
        for rate in rates:
            boxes = tuple(box for box in entry.vat if box.rate == rate)
            alone = document if len(rates) == 1 else expect(msgspec.structs.replace(entry, vat=boxes))
            if alone is not None:
                self.links.update((side, rate, row.heading) for row in alone.rows)

    def find(self, document: ReadDocument) -> None:
        """Take a document that was read back."""
        for heading, net, tax in document.rows:
            self.after[document.direction, heading] = self.after[document.direction, heading].plus(net, tax)


def agreements(sums: Sums) -> tuple[RateAgreement, ...]:
    """The rates of each direction, those that share a heading together, without what is nought on both sides."""
    found = [
        _agreement(sums, side, rates)
        for side in sorted({side for side, _rate in sums.before}, key=str)
        for rates in _together({rate for of, rate in sums.before if of is side}, sums.links, side)
    ]
    return tuple(
        one for one in found if any((one.net_pln, one.tax_pln, one.written_net_pln, one.written_tax_pln)) or one.headings
    )


def _together(
    rates: Iterable[str], links: set[tuple[Direction | None, str, str]], side: Direction | None
) -> Iterator[frozenset[str]]:
    """The rates in groups that have no heading in common with each other."""
    groups: list[tuple[set[str], set[str]]] = []
    for rate in sorted(rates):
        own, headings = {rate}, {heading for of, linked, heading in links if of is side and linked == rate}
        apart = []
        for group in groups:
            if group[1] & headings:
                own |= group[0]
                headings |= group[1]
            else:
                apart.append(group)
        groups = [*apart, (own, headings)]
    return (frozenset(group[0]) for group in groups)


def _agreement(sums: Sums, side: Direction | None, rates: frozenset[str]) -> RateAgreement:
    headings = tuple(sorted({heading for of, rate, heading in sums.links if of is side and rate in rates}))
    before = [sums.before[side, rate] for rate in rates]
    after = [sums.after[side, heading] for heading in headings]
    return RateAgreement(
        direction=side,
        rates=tuple(sorted(rates)),
        headings=headings,
        net_pln=sum((pair.net for pair in before), ZERO),
        tax_pln=sum((pair.tax for pair in before), ZERO),
        written_net_pln=_in_grosze(sum((pair.net for pair in after), ZERO)),
        written_tax_pln=_in_grosze(sum((pair.tax for pair in after), ZERO)),
    )


def _in_grosze(amount: Decimal) -> Decimal:
    """With two places, however many a format writes; unchanged where there is really a part of a grosz."""
    rounded = round_money(amount)
    return rounded if rounded == amount else amount
