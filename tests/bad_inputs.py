"""Bad inputs that cannot be kept as plain text files: made in memory from one of the project's own invoices.

The rest lie in tests/invoices/bad; its README.md is the table of both, and the tests read their expectations from it.
"""

import io
import re
import zipfile
from pathlib import Path

_FOLDER = Path(__file__).resolve().parent / "invoices"
_ROW = re.compile(r"\| `([^`]+)` \| (?:`(\w+)`|–) \|")


def _sound() -> str:
    return (_FOLDER / "fa3-vat.xml").read_text(encoding="utf-8")


def _zipped() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("fa3-vat.xml", _sound())
    return packed.getvalue()


def made_inputs() -> dict[str, bytes]:
    """Name → bytes of the inputs made here."""
    sound = _sound()
    return {
        "gleboko-zagniezdzony.xml": b"<a>" * 30_000 + b"</a>" * 30_000,
        "cp1250-jako-utf8.xml": sound.encode("cp1250"),
        "znak-sterujacy.xml": sound.replace("Krzesło", "Krzes\x0bło").encode(),
        "archiwum.zip": _zipped(),
        "archiwum-jako.xml": _zipped(),
        "wydruk.pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n%%EOF\n",
        "za-duzy.xml": sound.encode() + b" " * (21 * 1024 * 1024),
        "windows-1250.xml": sound.replace('encoding="UTF-8"', 'encoding="windows-1250"').encode("cp1250"),
        "utf16.xml": sound.replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16"),
        "utf8-bom.xml": sound.encode("utf-8-sig"),
    }


def bad_input(name: str) -> bytes:
    """The bytes of one bad input, from the folder or made here."""
    file = _FOLDER / "bad" / name
    return file.read_bytes() if file.is_file() else made_inputs()[name]


def bad_inputs() -> dict[str, str]:
    """Name → code of the refusal, of every input that is no invoice."""
    refused, _ = _tables()
    return refused


def tolerated_inputs() -> dict[str, str]:
    """Name → code of the note (empty where there is none), of every input that is read all the same."""
    _, tolerated = _tables()
    return tolerated


def _tables() -> tuple[dict[str, str], dict[str, str]]:
    text = (_FOLDER / "bad" / "README.md").read_text(encoding="utf-8")
    refused, _, tolerated = text.partition("Przyjmowane z uwagą")
    return dict(_ROW.findall(refused)), dict(_ROW.findall(tolerated))
