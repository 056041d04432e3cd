"""Reading UBL by taking: what a reader takes is in the model, everything else becomes an extra. Nothing can be lost."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from typing import Final, TypeVar

from lxml import etree

from app.invoice.extras import extras_except
from app.invoice.model import Extra
from app.invoice.records import WHITE_SPACE, Rejected, missing, refusal
from app.invoice.values import day_between, decimal, required_text, wrong

T = TypeVar("T")

_NAMESPACES: Final = {
    "cac": "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2",
    "cbc": "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2",
    "ext": "urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2",
    "cac-pl": "urn:pl:extended:CommonAggregateComponents-2",
    "cbc-pl": "urn:pl:extended:CommonBasicComponents-2",
}

# No limits in UBL itself: the form's sums have two places at most, everything else is a plain decimal.
_sum: Final = decimal(18, 2)
_number: Final = decimal(28, 10)
_day: Final = day_between(dt.date(1990, 1, 1), dt.date(2050, 1, 1))


@cache
def _tags(path: str, suffix: str) -> tuple[str, ...]:
    """The full names of a path's steps; there are as many paths as the readers name."""
    steps = (step.split(":") for step in path.split("/"))
    return tuple(f"{{{_NAMESPACES[prefix if prefix == 'ext' else prefix + suffix]}}}{name}" for prefix, name in steps)


class Taking:
    """One document while it is read. Names are paths of prefixed steps, ``"cac:Party/cbc:EndpointID"``.

    `polish` reads the same names from the Polish extension (``cac-pl``, ``cbc-pl``), where corrections keep their states.
    """

    def __init__(self, root: etree._Element, *, polish: bool = False) -> None:
        self.root = root
        self._suffix = "-pl" if polish else ""
        self._taken: set[etree._Element] = set()
        self._taken_attributes: set[tuple[etree._Element, str]] = set()
        self._children: dict[etree._Element, dict[str, list[etree._Element]]] = {}

    def polish(self) -> "Taking":
        """The same document, with names meant in the Polish extension."""
        other = Taking(self.root, polish=True)
        other._taken, other._taken_attributes, other._children = (
            self._taken,
            self._taken_attributes,
            self._children,
        )  # its own kind
        return other

    def all(self, parent: etree._Element | None, path: str) -> list[etree._Element]:
        """All elements at the path below `parent`."""
        found = [] if parent is None else [parent]
        for tag in _tags(path, self._suffix):
            found = [child for element in found for child in self._children_of(element).get(tag, ())]
            if not found:
                break
        return found

    def _children_of(self, parent: etree._Element) -> dict[str, list[etree._Element]]:
        """The children by name: an element is asked for many of them."""
        known = self._children.get(parent)
        if known is None:
            known = self._children[parent] = {}
            for child in parent[:]:
                known.setdefault(str(child.tag), []).append(child)
        return known

    def one(self, parent: etree._Element | None, path: str) -> etree._Element | None:
        """The element at the path, None where there is none. A repeated one is refused: neither of two amounts may win."""
        found = self.all(parent, path)
        if len(found) > 1:
            raise refusal(found[1], Rejected("duplicate_element", "występuje więcej niż raz, a może wystąpić tylko raz."))
        return found[0] if found else None

    def value(self, element: etree._Element | None, convert: Callable[[str], T], default: T) -> T:
        """The element's own text, converted and taken."""
        if element is None:
            return default
        try:
            value = convert((element.text or "").strip(WHITE_SPACE))
        except Rejected as problem:
            raise refusal(element, problem) from None
        self._taken.add(element)
        return value

    def attribute(self, element: etree._Element | None, name: str) -> str:
        """The attribute, taken; empty where there is none."""
        if element is None:
            return ""
        self._taken_attributes.add((element, name))
        return element.get(name, "")

    def text(self, parent: etree._Element | None, path: str) -> str:
        """The text at the path; empty where there is none. Of several the first: the others stay among the extras."""
        found = self.all(parent, path)
        return self.value(found[0], str, "") if found else ""

    def texts(self, parent: etree._Element | None, path: str) -> tuple[str, ...]:
        """All texts at the path."""
        return tuple(self.value(element, str, "") for element in self.all(parent, path))

    def required(self, parent: etree._Element, path: str) -> str:
        """The text at the path, which must be there."""
        element = self.one(parent, path)
        if element is None:
            raise missing(parent, path.rpartition(":")[2])
        return self.value(element, required_text, "")

    def day(self, parent: etree._Element | None, path: str) -> dt.date | None:
        """The day at the path."""
        found = self.value(self.one(parent, path), _day, None)
        return found if isinstance(found, dt.date) else None

    def number(self, parent: etree._Element | None, path: str) -> Decimal | None:
        """The number at the path: a quantity, a price, a percent."""
        element = self.one(parent, path)
        return None if element is None else self.value(element, _number, Decimal(0))

    def amount(self, parent: etree._Element | None, path: str, currency: str) -> Decimal | None:
        """The amount at the path, which must be in the document's currency."""
        element = self.one(parent, path)
        return None if element is None else self.amount_of(element, currency)

    def amount_of(self, element: etree._Element, currency: str) -> Decimal:
        """The amount of an element, which must be in `currency`."""
        if (found := self.attribute(element, "currencyID") or currency) != currency:
            raise refusal(element, wrong("bad_currency", found, f"kwota w walucie dokumentu, {currency}"))
        return self.value(element, _sum, Decimal(0))

    def release(self, element: etree._Element | None) -> None:
        """Let an element's text be an extra after all."""
        if element is not None:
            self._taken.discard(element)

    def taken(self) -> frozenset[etree._Element]:
        """What has been taken so far, for `forget_after`."""
        return frozenset(self._taken)

    def forget_after(self, taken: frozenset[etree._Element]) -> None:
        """Let everything taken since then be extras after all: it was needed for a computation only."""
        self._taken &= taken

    def rest(self) -> tuple[Extra, ...]:
        """Everything that was not taken."""
        return extras_except(self.root, self._taken, self._taken_attributes)


def required_element(ubl: Taking, parent: etree._Element, path: str) -> etree._Element:
    """The element at the path, which must be there."""
    element = ubl.one(parent, path)
    if element is None:
        raise missing(parent, path.rpartition(":")[2])
    return element
