"""Records: elements with children, declared as tables „name of the child → field of the model, type” and read in one pass.

A type is a function of the child's text, another `Record`, or `many` of either. `reader` turns a declaration into a function for one
namespace. What a table does not name is not lost: it goes to the leftovers, which become the invoice's extras.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

from lxml import etree

from app.base.errors import UnreadableDocument

WHITE_SPACE: Final = " \t\r\n"
"""White space of XML; `str.strip()` would also take a no-break space, which is content."""

Leftovers = list["etree._Element"]  # noqa: SLF001  # the only name lxml has for its elements
"""Elements that no field takes."""

Convert = Callable[[str], object]
"""A type: the text without outer white space → what the model holds; raises `Rejected`."""

Read = Callable[["etree._Element", Leftovers], Any]  # noqa: SLF001  # see above


class Rejected(Exception):
    """Something the form does not allow. `reason` continues the sentence „Element X …”; `code` is stable."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Rule:
    """Which children stand together: exactly (or at most) one of `choice`; for each pair of `pairs`, the second with the first.

    `where` names a child without which the rule does not hold.
    """

    choice: tuple[str, ...] = ()
    required: bool = True
    pairs: tuple[tuple[str, str], ...] = ()
    where: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """An element with children, read into ``make(**fields)``, or left as the values themselves where `make` is `dict`.

    `attributes` are those of the element itself (one that is not there is read as empty text); where there are some, `text` may be the
    field and type of the element's own text.
    """

    make: Callable[..., Any]
    fields: "Fields"
    required: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()
    attributes: Mapping[str, tuple[str | None, Convert]] = field(default_factory=dict)
    text: tuple[str, Convert] | None = None


@dataclass(frozen=True, slots=True)
class Many:
    """A child that may repeat."""

    inner: "Convert | Record"


Fields = Mapping[str, tuple[str | None, Convert | Record | Many]]
"""Child's name → (field, type). Field None: the child is checked, and another field implies it."""


def many(inner: Convert | Record) -> Many:
    """A child that may repeat; its values come as a tuple."""
    return Many(inner)


def one_of(*choice: str, required: bool = True, where: str = "") -> Rule:
    """Exactly one of these children (at most one where not required)."""
    return Rule(choice=choice, required=required, where=where)


def needs(name: str, *others: str) -> Rule:
    """Where `name` stands, all the others stand too."""
    return Rule(pairs=tuple((name, other) for other in others))


def together(*names: str) -> Rule:
    """All of these children or none."""
    return Rule(pairs=tuple((name, other) for name in names for other in names if other != name))


_Child = tuple[str, Convert, Read | None, bool]
"""Field, type of the text (unless there is a reader), reader of a record, whether the child may repeat; a plain tuple unpacks fastest."""


_SHAPES_KEPT: Final = 256
"""Combinations of children that are remembered as right, for each kind of element; there are few in all invoices of a year."""


class _Standing:
    """Which children of an element stand together. Only their names count, so that each combination needs to be judged only once."""

    def __init__(self, record: Record, field_of: Mapping[str, str]) -> None:
        self._required = tuple((field_of[name], name) for name in record.required)
        self._pairs = tuple((field_of[first], field_of[second], second) for rule in record.rules for first, second in rule.pairs)
        self._choices = tuple(
            (field_of.get(rule.where), tuple(field_of[name] for name in rule.choice), rule.required)
            for rule in record.rules
            if rule.choice
        )
        self._name_of = {key: name for name, key in field_of.items()}

    def is_right(self, fields: Collection[str]) -> bool:
        """Whether these fields may stand together."""
        return self._missing(fields) is None and self._bad_choice(fields) is None

    def refusal(self, element: etree._Element, fields: Collection[str]) -> UnreadableDocument:
        """The error for fields that may not stand together."""
        name = self._missing(fields)
        if name is not None:
            return missing(element, name)
        choice = self._bad_choice(fields) or ()
        present = [self._name_of[name] for name in choice if name in fields]
        if present:
            reason = f"wyklucza się z elementem {present[0]}, a dokument zawiera oba."
            second = next(child for child in element if local_name(child) == present[1])
            return refusal(second, Rejected("conflicting_elements", reason))
        others = ", ".join(self._name_of[other] for other in choice[1:])
        reason = f"jest wymagany{f' (albo zamiast niego: {others})' if others else ''}, a nie ma go w dokumencie."
        return refusal(element, Rejected("missing_element", reason), self._name_of[choice[0]])

    def _missing(self, fields: Collection[str]) -> str | None:
        """The name of a child that must be there and is not."""
        for key, name in self._required:
            if key not in fields:
                return name
        for first, second, name in self._pairs:
            if first in fields and second not in fields:
                return name
        return None

    def _bad_choice(self, fields: Collection[str]) -> tuple[str, ...] | None:
        """A choice of which there is more than one, or none though there must be one."""
        for where, choice, must in self._choices:
            if where is None or where in fields:
                count = sum(name in fields for name in choice)
                if count > 1 or (must and not count):
                    return choice
        return None


def reader(record: Record, prefix: str) -> Read:  # noqa: C901  # one loop for speed, the rest is its preparation
    """A function that reads elements of `record` whose names begin with `prefix` (``"{namespace}"``, or empty for names written in full).

    It raises `UnreadableDocument` naming the element and its line.
    """
    field_of = {name: key or f"({name})" for name, (key, _type) in record.fields.items()}
    children = {prefix + name: _child(field_of[name], kind, prefix) for name, (_field, kind) in record.fields.items()}
    repeating = tuple(child[0] for child in children.values() if child[3])
    implied = tuple(field_of[name] for name, (key, _type) in record.fields.items() if key is None)
    standing = _Standing(record, field_of)
    stand_together = lru_cache(maxsize=_SHAPES_KEPT)(standing.is_right)
    make = record.make
    own = tuple((name, key, convert) for name, (key, convert) in record.attributes.items())
    own_text = record.text

    def read(element: etree._Element, leftovers: Leftovers) -> Any:  # noqa: ANN401, C901, PLR0912  # what `make` makes; one loop for speed
        values: dict[str, Any] = {}
        for child in element[:]:  # a slice is made faster than it is iterated
            try:
                name, convert, read_child, repeats = children[child.tag]  # type: ignore[index]  # app.base.safe_xml leaves comments out
            except KeyError:
                leftovers.append(child)
                continue
            if read_child is not None:
                value = read_child(child, leftovers)
            else:
                text = child.text
                try:
                    value = convert(text.strip(WHITE_SPACE) if text else "")
                except Rejected as problem:
                    raise refusal(child, problem) from None
                if len(child):
                    raise refusal(child, _NOT_TEXT)
            tail = child.tail
            if tail and not tail.isspace():
                raise refusal(element, _MIXED)
            if repeats:
                if name in values:
                    values[name].append(value)
                else:
                    values[name] = [value]
            elif name in values:
                raise refusal(child, _DUPLICATE)
            else:
                values[name] = value
        text = element.text
        if text and not own and not text.isspace():
            raise refusal(element, _MIXED)
        if own:
            _read_own(element, values, own_text, own)
        if not stand_together(tuple(values)):
            raise standing.refusal(element, values)
        for name in repeating:
            if name in values:
                values[name] = tuple(values[name])
        for name in implied:
            values.pop(name, None)
        return values if make is dict else make(**values)

    return read


def _read_own(
    element: etree._Element,
    values: dict[str, Any],
    text: tuple[str, Convert] | None,
    attributes: tuple[tuple[str, str | None, Convert], ...],
) -> None:
    """The element's own text and attributes."""
    name = ""
    try:
        if text is not None:
            values[text[0]] = text[1]((element.text or "").strip(WHITE_SPACE))
        for name, key, convert in attributes:
            value = convert(element.get(name, ""))
            if key is not None:
                values[key] = value
    except Rejected as problem:
        raise refusal(element, problem, name) from None


_NOT_TEXT: Final = Rejected("unexpected_content", "zawiera inne elementy, a powinien zawierać sam tekst.")
_MIXED: Final = Rejected("unexpected_content", "zawiera tekst, a powinien zawierać tylko inne elementy.")
_DUPLICATE: Final = Rejected("duplicate_element", "występuje więcej niż raz, a może wystąpić tylko raz.")


def _child(field: str, kind: Convert | Record | Many, prefix: str) -> _Child:
    repeats = isinstance(kind, Many)
    inner = kind.inner if isinstance(kind, Many) else kind
    if isinstance(inner, Record):
        return field, str, reader(inner, prefix), repeats
    return field, inner, None, repeats


def missing(element: etree._Element, name: str) -> UnreadableDocument:
    """The error for a required child of `element` that is not there."""
    reason = f"jest wymagany w elemencie {local_name(element)}, a nie ma go w dokumencie."
    return refusal(element, Rejected("missing_element", reason), name)


def refusal(element: etree._Element, problem: Rejected, name: str = "") -> UnreadableDocument:
    """The error at the line of `element`, speaking of it or of its child `name`."""
    field = name or local_name(element)
    return UnreadableDocument(
        f"Element {field} {problem.reason}",
        code=problem.code,
        field=field,
        line=element.sourceline,
        advice="Plik nie zgadza się z wzorem faktury; pobierz oryginał z KSeF albo poproś wystawcę o poprawny dokument.",
    )


def local_name(element: etree._Element) -> str:
    """The element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]
