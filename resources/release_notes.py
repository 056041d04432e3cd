"""Prints what the release of this version says of itself: its part of CHANGELOG.md, and how to check what was downloaded."""

import re
import sys
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from app import __version__

_CHECKING: Final = """
### Co pobrać

- Windows 10 i 11: `…-setup.exe` (instalator, bez uprawnień administratora) albo `…-przenosny.zip` (rozpakuj i uruchom).
- Debian, Ubuntu: `….deb`. Inny Linux: `….tar.xz`.

Suma SHA-256 pliku musi być taka, jak w `SUMY-SHA256.txt`. W Windows pokazuje ją polecenie
`certutil -hashfile PLIK SHA256`, w Linuksie `sha256sum PLIK`.
"""


def release_notes(changes: str, version: str) -> str:
    """The section of `version` in a list of changes, and the words on checking. Raises `ValueError` where the list says nothing of it."""
    found = re.search(rf"^## \[{re.escape(version)}\][^\n]*\n(.*?)(?=^## |\Z)", changes, re.MULTILINE | re.DOTALL)
    if found is None or not found[1].strip():
        raise ValueError(f"CHANGELOG.md says nothing of {version}")
    return f"{found[1].strip()}\n{_CHECKING}"


if __name__ == "__main__":
    changes = Path(__file__).resolve().parents[1] / "CHANGELOG.md"
    sys.stdout.reconfigure(encoding="utf-8")
    sys.stdout.write(release_notes(changes.read_text(encoding="utf-8"), __version__))
