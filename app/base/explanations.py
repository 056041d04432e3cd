"""What findings mean, said at more length than a finding itself has room for: the entries of the help.

Every package that makes findings keeps them beside its code, in ``explanations.md``: ``## code``, a sentence that is the title, a
paragraph on why it matters, and one that begins with „Co zrobić:”. A code ``*_rest`` holds for every code that ends so.
"""

import re
from importlib.resources import files
from typing import Final

import msgspec

_ADVICE: Final = "Co zrobić: "
_ENTRY: Final = re.compile(r"^## (\S+)$", re.MULTILINE)
_PARTS: Final = 3


class Explanation(msgspec.Struct, frozen=True):
    """The entry for a code, in Polish: what was noticed (one sentence), why it matters, what to do."""

    title: str
    meaning: str
    advice: str


def explanations_of(package: str) -> tuple[str, dict[str, Explanation]]:
    """The heading and the entries of a package by code, in their order; nothing where it has none.

    Raises `ValueError` for an entry that is not built as it should be.
    """
    file = files(package) / "explanations.md"
    if not file.is_file():
        return "", {}
    head, *entries = _ENTRY.split(file.read_text(encoding="utf-8"))
    found = {code: _entry(code, text) for code, text in zip(entries[::2], entries[1::2], strict=True)}
    if len(found) * 2 != len(entries):
        raise ValueError(f"{package}: a code is explained twice")
    return head.strip().removeprefix("# "), found


def _entry(code: str, text: str) -> Explanation:
    paragraphs = [" ".join(paragraph.split()) for paragraph in text.strip().split("\n\n")]
    if len(paragraphs) != _PARTS or not paragraphs[2].startswith(_ADVICE):
        raise ValueError(f"{code}: {text!r}")
    title, meaning, advice = paragraphs
    return Explanation(title, meaning, _capital(advice.removeprefix(_ADVICE)))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
