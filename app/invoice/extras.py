"""What the model has no field for: the extras, in the document's order, with their paths from below the root."""

from collections.abc import Collection, Iterable

from lxml import etree

from app.invoice.model import Extra
from app.invoice.records import WHITE_SPACE, local_name


def extras_below(leftovers: Iterable[etree._Element]) -> tuple[Extra, ...]:
    """Texts and attributes of these elements and of all inside them; `leftovers` come in the document's order."""
    found: list[Extra] = []
    paths: dict[etree._Element, str] = {}
    for element in leftovers:
        _gather(element, _path(element, paths), (), (), found)
    return tuple(found)


def extras_except(
    root: etree._Element, taken: Collection[etree._Element], taken_attributes: Collection[tuple[etree._Element, str]]
) -> tuple[Extra, ...]:
    """Texts of all elements other than `taken`, and attributes other than `taken_attributes`."""
    found: list[Extra] = []
    for path, child in _children(root, ""):
        _gather(child, path, taken, taken_attributes, found)
    return tuple(found)


def _gather(
    element: etree._Element,
    path: str,
    taken: Collection[etree._Element],
    taken_attributes: Collection[tuple[etree._Element, str]],
    found: list[Extra],
) -> None:
    for full_name, value in element.items():
        name = full_name.rpartition("}")[2]
        if (element, name) not in taken_attributes:
            found.append(Extra(f"{path}/@{name}", value))
    has_children = len(element) > 0
    if element not in taken:
        text = _text_around(element) if has_children else (element.text or "").strip(WHITE_SPACE)
        if text:
            found.append(Extra(path, text))
    if has_children:
        for child_path, child in _children(element, path):
            _gather(child, child_path, taken, taken_attributes, found)


def _text_around(element: etree._Element) -> str:
    """The text between the children of an element."""
    pieces = [element.text, *[child.tail for child in element]]
    return " ".join([stripped for piece in pieces if piece and (stripped := piece.strip(WHITE_SPACE))])


def _path(element: etree._Element, known: dict[etree._Element, str]) -> str:
    """The path of an element; `known` keeps those already found, with their namesakes: thousands of rows are numbered once."""
    parent = element.getparent()
    if parent is None:
        return ""
    if element not in known:
        known.update(_numbered(list(parent.iterchildren(str(element.tag))), _path(parent, known)))
    return known[element]


def _children(parent: etree._Element, path: str) -> Iterable[tuple[str, etree._Element]]:
    """The children with their paths."""
    children = parent[:]
    if len({child.tag for child in children}) == len(children):
        return [(_step(child, path), child) for child in children]
    namesakes: dict[object, list[etree._Element]] = {}
    for child in children:
        namesakes.setdefault(child.tag, []).append(child)
    paths = {child: step for group in namesakes.values() for child, step in _numbered(group, path)}
    return [(paths[child], child) for child in children]


def _numbered(namesakes: list[etree._Element], path: str) -> Iterable[tuple[etree._Element, str]]:
    """All children of one name with their paths, numbered where there are several."""
    step = _step(namesakes[0], path)
    if len(namesakes) == 1:
        return [(namesakes[0], step)]
    return [(child, f"{step}[{number}]") for number, child in enumerate(namesakes, 1)]


def _step(element: etree._Element, path: str) -> str:
    return f"{path}/{local_name(element)}" if path else local_name(element)
