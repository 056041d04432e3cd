"""Damaged invoices for property tests: one of our own with one element removed, doubled, moved or given another text."""

import copy
import json
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from lxml import etree

FOLDER = Path(__file__).resolve().parent / "invoices"
EXPECTED: dict[str, dict[str, Any]] = json.loads((FOLDER / "expected.json").read_text(encoding="utf-8"))
_ROOTS = {name: etree.parse(FOLDER / f"{name}.xml").getroot() for name in sorted(EXPECTED)}
_TEXTS = st.sampled_from(
    ["", " ", "0", "-1", "1e5", "NaN", "1,5", "9" * 40, "1", "2", "3", "11", "XX", "PL", "zw", "np", "2026-13-45", "2050-01-01", "=1+1"]
) | st.text(alphabet=st.characters(blacklist_categories=("Cs", "Cc")), max_size=20)  # fmt: skip


@st.composite
def damaged(draw: st.DrawFn) -> tuple[str, bytes]:
    """The name of an own invoice and its damaged bytes; most are refused, some are still invoices."""
    name = draw(st.sampled_from(sorted(_ROOTS)))
    root = copy.deepcopy(_ROOTS[name])
    elements = list(root.iterdescendants("*"))
    element = draw(st.sampled_from(elements))
    parent = element.getparent()
    match draw(st.sampled_from(["remove", "double", "move", "text"])):
        case "remove":
            parent.remove(element)
        case "double":
            parent.insert(parent.index(element), copy.deepcopy(element))
        case "move":
            place = draw(
                st.sampled_from([other for other in elements if element is not other and element not in other.iterancestors()])
            )
            place.addprevious(element)
        case _:
            element.text = draw(_TEXTS)
    return name, etree.tostring(root, encoding="UTF-8", xml_declaration=True)
