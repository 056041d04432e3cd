"""Records: elements with children, read by a table „name of the child → field of the model, converter”.

What the table does not name is not lost: it goes to the leftovers, which become the invoice's extras.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from app.invoice.nodes import Node, Rejected, Value, empty_node, refusal
from app.invoice.values import Convert, Leftovers, not_text

Fields = Mapping[str, tuple[str | None, Convert]]
"""Child's name → (field, converter). Field None: the value is checked, and implied by another field."""

Rule = Callable[[Node], None]
"""Checks which children stand together; raises `UnreadableDocument`."""

T = TypeVar("T")


def fill(node: Node, fields: Fields, leftovers: Leftovers) -> dict[str, Any]:
    """Values of the node's children by field. Raises `UnreadableDocument` naming the child and its line."""
    values: dict[str, Any] = {}
    name = ""
    try:
        for name, value in node.items():  # noqa: B007  # the name is what the error speaks of
            entry = fields.get(name)
            if entry is None:
                leftovers.append((node, name))
                continue
            field, convert = entry
            if field is None:
                convert(value, leftovers)
            else:
                values[field] = convert(value, leftovers)
    except Rejected as problem:
        raise refusal(node, name, problem) from None
    return values


def check(node: Node, required: tuple[str, ...], rules: tuple[Rule, ...]) -> None:
    """Refuse a node that lacks a required child or breaks a rule."""
    for name in required:
        if name not in node:
            raise missing(node, name)
    for rule in rules:
        rule(node)


def missing(node: Node, name: str) -> Exception:
    """The error for a required child that is not there."""
    parent = "" if node.element is None else f" w elemencie {str(node.element.tag).rpartition('}')[2]}"
    return refusal(node, name, Rejected("missing_element", f"jest wymagany{parent}, a nie ma go w dokumencie."))


def record(
    make: Callable[..., T], fields: Fields, *, required: tuple[str, ...] = (), rules: tuple[Rule, ...] = ()
) -> Callable[[Value, Leftovers], T]:
    """A converter of an element with children into `make(**values)`."""

    def convert(value: Value, leftovers: Leftovers) -> T:
        if not isinstance(value, Node):
            value = as_node(value)
        if required or rules:
            check(value, required, rules)
        return make(**fill(value, fields, leftovers))

    return convert


def as_node(value: Value) -> Node:
    """An element that should have children and has none: empty, or refused for what it holds instead."""
    if value == "":
        return empty_node()
    if isinstance(value, str):
        raise Rejected("unexpected_content", "zawiera sam tekst, a powinien zawierać inne elementy.", value)
    raise not_text(value)


def many(convert: Callable[[Value, Leftovers], T]) -> Callable[[Value, Leftovers], tuple[T, ...]]:
    """A converter of an element that may repeat."""

    def convert_all(value: Value, leftovers: Leftovers) -> tuple[T, ...]:
        if isinstance(value, list):
            return tuple([convert(item, leftovers) for item in value])
        return (convert(value, leftovers),)

    return convert_all


def single(convert: Convert) -> Convert:
    """A converter of an element that occurs once where the model keeps several."""
    return lambda value, leftovers: (convert(value, leftovers),)


def one_of(*alternatives: str, required: bool = True) -> Rule:
    """At most one (exactly one where required) of these children."""

    def rule(node: Node) -> None:
        present = [name for name in alternatives if name in node]
        if len(present) > 1:
            reason = f"wyklucza się z elementem {present[0]}, a dokument zawiera oba."
            raise refusal(node, present[1], Rejected("conflicting_elements", reason))
        if required and not present:
            name = alternatives[0]
            if len(alternatives) == 1:
                raise missing(node, name)
            others = ", ".join(alternatives[1:])
            reason = f"jest wymagany (albo zamiast niego: {others}), a nie ma go w dokumencie."
            raise refusal(node, name, Rejected("missing_element", reason))

    return rule


def needs(name: str, *others: str) -> Rule:
    """Where `name` stands, all the others stand too."""

    def rule(node: Node) -> None:
        if name in node:
            for other in others:
                if other not in node:
                    raise missing(node, other)

    return rule


def together(*names: str) -> Rule:
    """All of these children or none."""

    def rule(node: Node) -> None:
        absent = [name for name in names if name not in node]
        if absent and len(absent) < len(names):
            raise missing(node, absent[0])

    return rule


def where(name: str, rule: Rule) -> Rule:
    """A rule that holds only where `name` stands."""

    def conditional(node: Node) -> None:
        if name in node:
            rule(node)

    return conditional
