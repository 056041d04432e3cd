"""What the model has no field for: the extras, found in one walk over the document."""

from collections import Counter
from collections.abc import Collection, Iterator

from lxml import etree

from app.invoice.model import Extra
from app.invoice.records import WHITE_SPACE, local_name


def extras_below(root: etree._Element, kept: Collection[etree._Element]) -> tuple[Extra, ...]:
    """Texts and attributes inside the elements `kept`, in the document's order, with their paths from below the root."""
    around = {ancestor for element in kept for ancestor in element.iterancestors()}
    return tuple(_below(root, "", kept, around, inside=False))


def _below(
    parent: etree._Element,
    path: str,
    kept: Collection[etree._Element],
    around: Collection[etree._Element],
    *,
    inside: bool,
) -> Iterator[Extra]:
    for step, child in _children(parent, path):
        child_inside = inside or child in kept
        if child_inside:
            yield from (Extra(f"{step}/@{name}", value) for name, value in _attributes(child))
            yield from _text(step, child)
        if child_inside or child in around:  # elsewhere there is nothing to be found
            yield from _below(child, step, kept, around, inside=child_inside)


def extras_except(
    root: etree._Element, taken: Collection[etree._Element], taken_attributes: Collection[tuple[etree._Element, str]]
) -> tuple[Extra, ...]:
    """Texts of all elements other than `taken`, and attributes other than `taken_attributes`."""
    return tuple(_except(root, "", taken, taken_attributes))


def _except(
    parent: etree._Element,
    path: str,
    taken: Collection[etree._Element],
    taken_attributes: Collection[tuple[etree._Element, str]],
) -> Iterator[Extra]:
    for step, child in _children(parent, path):
        yield from (
            Extra(f"{step}/@{name}", value) for name, value in _attributes(child) if (child, name) not in taken_attributes
        )
        if child not in taken:
            yield from _text(step, child)
        yield from _except(child, step, taken, taken_attributes)


def _children(parent: etree._Element, path: str) -> Iterator[tuple[str, etree._Element]]:
    """The children with their paths, numbered where a name repeats."""
    totals = Counter(child.tag for child in parent)
    seen: Counter[object] = Counter()
    for child in parent:
        seen[child.tag] += 1
        step = f"{local_name(child)}[{seen[child.tag]}]" if totals[child.tag] > 1 else local_name(child)
        yield f"{path}/{step}" if path else step, child


def _attributes(element: etree._Element) -> Iterator[tuple[str, str]]:
    for name, value in element.attrib.items():
        yield str(name).rpartition("}")[2], str(value)


def _text(path: str, element: etree._Element) -> Iterator[Extra]:
    pieces = (piece.strip(WHITE_SPACE) for piece in (element.text, *(child.tail for child in element)) if piece)
    if text := " ".join(piece for piece in pieces if piece):
        yield Extra(path, text)
