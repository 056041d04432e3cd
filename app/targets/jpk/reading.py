"""Reading JPK files by section, streamed: knows XML and nothing of the writers."""

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import BinaryIO

from lxml import etree


def sections(file: BinaryIO, namespace: str, names: tuple[str, ...]) -> Iterator[tuple[str, etree._Element]]:
    """(name, element) of every element of these names at its end, in the file's order. Raises `ValueError` for what is no such JPK."""
    events = etree.iterparse(
        file,
        events=("start", "end"),
        tag=tuple(f"{{{namespace}}}{name}" for name in ("JPK", *names)),
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
    )
    root: etree._Element | None = None
    try:
        for event, element in events:
            name = etree.QName(element).localname
            if name == "JPK":
                root = element
            elif event == "end":
                yield name, element
                _forget(element)
    except etree.XMLSyntaxError as error:
        raise ValueError(str(error)) from error
    if root is None:
        raise ValueError(f"no JPK of {namespace}")


def children(element: etree._Element) -> dict[str, str]:
    """Name → text of the elements inside that hold text."""
    return {etree.QName(child).localname: child.text or "" for child in element if len(child) == 0}


def given(values: Mapping[str, str], name: str) -> str:
    """The text of a field; raises `ValueError` where it is missing or empty."""
    if not values.get(name):
        raise ValueError(f"{name} missing")
    return values[name]


def amount(text: str) -> Decimal:
    """The amount that a field's text says; raises `ValueError` where it is none."""
    try:
        return Decimal(text)
    except InvalidOperation as error:
        raise ValueError(f"{text!r} is no amount") from error


def decimal_of(values: Mapping[str, str], name: str) -> Decimal:
    """The amount of a field; raises `ValueError` where it is missing or none."""
    return amount(given(values, name))


def _forget(element: etree._Element) -> None:
    """Free what has been read: the element's content, and the elements before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
