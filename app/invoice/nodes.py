"""The XML tree as nested dictionaries: what the readers of all forms work on.

One pass over the tree; lines, paths and attributes are looked up only where somebody needs them.
"""

from collections.abc import Iterator
from typing import Final

from lxml import etree

from app.base.errors import UnreadableDocument

WHITE_SPACE: Final = " \t\r\n"
"""White space of XML; `str.strip()` would also take a no-break space, which is content."""


class Node(dict[str, "Value"]):
    """Children of one element by name (without the form's namespace): text, a node, or a list where a name repeats.

    `element` is where it came from; None for an element without any content.
    """

    __slots__ = ("element",)

    element: etree._Element | None


Value = str | Node | list["str | Node"]


def empty_node() -> Node:
    """The node of an element that should have children and has nothing at all."""
    node = Node()
    node.element = None
    return node


def build(element: etree._Element, prefix: str) -> Node:
    """The element's children as a `Node`; `prefix` (``"{namespace}"``) is cut off names, foreign names keep theirs."""
    cut = len(prefix)
    node = Node()
    node.element = element
    for child in element:
        name: str = child.tag  # type: ignore[assignment]  # no comments or instructions: app.base.safe_xml leaves them out
        if name.startswith(prefix):
            name = name[cut:]
        value: str | Node
        if len(child):
            value = build(child, prefix)
        else:
            text = child.text
            value = text.strip(WHITE_SPACE) if text else ""
        if name in node:
            earlier = node[name]
            if isinstance(earlier, list):
                earlier.append(value)
            else:
                node[name] = [earlier, value]
        else:
            node[name] = value
    return node


class Rejected(Exception):
    """A value that the form does not allow. `reason` continues the sentence „Element X …”; `code` is stable."""

    def __init__(self, code: str, reason: str, value: str = "") -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason
        self.value = value


def refusal(node: Node, name: str, problem: Rejected) -> UnreadableDocument:
    """The error for the child `name` of `node`, with the line of the offending element."""
    element = node.element
    line = None
    if element is not None:
        same = [child for child in element if etree.QName(child).localname == name]
        hit = [child for child in same if (child.text or "").strip(WHITE_SPACE) == problem.value]
        line = (hit or same or [element])[0].sourceline
    return UnreadableDocument(
        f"Element {name} {problem.reason}",
        code=problem.code,
        field=name,
        line=line,
        advice="Plik nie zgadza się z wzorem faktury; pobierz oryginał z KSeF albo poproś wystawcę o poprawny dokument.",
    )


def path_of(element: etree._Element | None) -> str:
    """``Fa/FaWiersz[2]``: names from below the root, numbered where a name repeats."""
    steps: list[str] = []
    while element is not None and (parent := element.getparent()) is not None:
        name = etree.QName(element).localname
        same = parent.findall(str(element.tag))
        steps.append(f"{name}[{same.index(element) + 1}]" if len(same) > 1 else name)
        element = parent
    return "/".join(reversed(steps))


def texts(value: Value, path: str) -> Iterator[tuple[str, str]]:
    """Every text inside a value with its path."""
    if isinstance(value, str):
        if value:
            yield path, value
    elif isinstance(value, list):
        for number, item in enumerate(value, 1):
            yield from texts(item, f"{path}[{number}]")
    else:
        for name, child in value.items():
            yield from texts(child, f"{path}/{name}")
