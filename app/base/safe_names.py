"""Safe file names from any text: an invoice number, a company's name, a member of an archive."""

import re
import unicodedata
from collections.abc import Container
from typing import Final

LONGEST_NAME: Final = 120
"""In characters; with Polish letters at most twice as many bytes, which every file system takes, and room is left for the folder."""

# Separators, what Windows forbids, what shells and spreadsheets interpret, and control characters.
_UNSAFE: Final = re.compile(r"""[\s\\/:*?"<>|%$`'&;!{}\[\]~#^=\x00-\x1f\x7f-\x9f]+""")
_REPEATED: Final = re.compile(r"_{2,}")
_RESERVED: Final = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)", re.IGNORECASE)
_HIDDEN_CATEGORIES: Final = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
_EDGES: Final = " ._-"


def safe_name(text: str, suffix: str = "", *, fallback: str = "dokument", limit: int = LONGEST_NAME) -> str:
    """A file name without folders made from `text`, with `suffix` (``".xml"``) behind it; at most `limit` characters together.

    ``safe_name("FV 1/2026", ".xml") == "FV_1_2026.xml"``. Polish letters stay. Never a reserved name of Windows, never hidden, never empty
    (`fallback` instead). `suffix` is the program's own and is taken as it is.
    """
    plain = "".join(
        letter
        for letter in unicodedata.normalize("NFC", text)
        if unicodedata.category(letter) not in _HIDDEN_CATEGORIES or letter in "\t\n\r"
    )
    name = _REPEATED.sub("_", _UNSAFE.sub("_", plain)).strip(_EDGES)
    name = name[: max(limit - len(suffix), 1)].rstrip(_EDGES) or fallback
    if _RESERVED.match(name + suffix):
        name = f"_{name}"[: max(limit - len(suffix), 1)]
    return name + suffix


def unique_name(name: str, taken: Container[str]) -> str:
    """`name`, or ``name (2)``, ``name (3)``… before its last suffix, the first which is not in `taken`.

    `taken` holds names as `name_key` gives them: Windows and macOS do not tell letter cases apart.
    """
    stem, dot, suffix = name.rpartition(".")
    if not stem:
        stem, dot, suffix = name, "", ""
    candidate, count = name, 1
    while name_key(candidate) in taken:
        count += 1
        candidate = f"{stem} ({count}){dot}{suffix}"
    return candidate


def name_key(name: str) -> str:
    """What two names share that a file system may take for the same."""
    return unicodedata.normalize("NFKC", name).casefold()
