"""The licences of all parts that an installed program brings along: read from what is installed, and from the texts in this folder."""

import platform
import re
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from importlib.resources import files
from pathlib import Path
from typing import Final

from app.base.texts import _

DIRECT: Final = (
    "alembic", "cryptography", "Jinja2", "keyring", "lxml", "MarkupSafe", "msgspec", "platformdirs", "PySide6-Essentials", "requests",
    "SecretStorage", "segno", "signxml", "SQLAlchemy", "truststore", "tzdata", "urllib3", "XlsxWriter",
)  # fmt: skip
"""The libraries that the project asks for; what they need in turn is found from them."""

_NAME: Final = re.compile(r"[\w.-]+")
_TEXTS: Final = re.compile(r"licen[cs]e|copying|notice", re.IGNORECASE)
_QT: Final = "Qt"
_QT_LIBRARIES: Final = frozenset({"PySide6_Essentials", "shiboken6"})


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the program that others made: its version (empty where it has none of its own), the licence's name, the whole text."""

    name: str
    version: str
    licence: str
    text: str


def bundled_parts() -> tuple[Part, ...]:
    """All parts by name. Reads some hundred kilobytes: not on the main thread."""
    libraries = (_part(made) for made in libraries_here())
    return tuple(sorted((*libraries, *_others()), key=lambda part: part.name.lower()))


def libraries_here() -> tuple[Distribution, ...]:
    """The run-time libraries as installed on this system, with all they need; what only other systems or extras need is not among them."""
    waiting, found = list(DIRECT), dict[str, Distribution]()
    while waiting:
        try:
            made = distribution(waiting.pop())
        except PackageNotFoundError:
            continue  # asked for on another system or another Python only
        if made.name in found:
            continue
        found[made.name] = made
        requirements = (text.partition(";") for text in made.requires or ())
        names = (_NAME.match(text) for text, _sign, marker in requirements if "extra" not in marker)
        waiting.extend(name[0] for name in names if name is not None)
    return tuple(found[name] for name in sorted(found))


def changes() -> str:
    """The list of changes in Markdown; empty where the program was installed without it."""
    file = Path(__file__).parents[3] / "CHANGELOG.md"
    return file.read_text(encoding="utf-8") if file.is_file() else ""


def _part(made: Distribution) -> Part:
    said = made.metadata.json  # every header once, those that repeat as lists
    licence = _words(said.get("license_expression")) or _classified(said.get("classifier")) or _words(said.get("license"))
    found = [Path(str(file.locate())) for file in made.files or () if ".dist-info" in str(file) and _TEXTS.search(file.name)]
    texts = [file.read_text(encoding="utf-8").strip() for file in found if file.is_file()]
    if made.name in _QT_LIBRARIES:
        texts = [_qt_words(), _text("lgpl-3"), _text("gpl-3")]
    return Part(made.name, made.version, licence, "\n\n".join(texts))


def _words(said: str | list[str] | None) -> str:
    return said.strip() if isinstance(said, str) else ""


def _classified(said: str | list[str] | None) -> str:
    classifiers = said if isinstance(said, list) else []
    return ", ".join(text.rpartition(" :: ")[2] for text in classifiers if text.startswith("License :: OSI Approved :: "))


def _others() -> Iterator[Part]:
    """What is no Python library."""
    fonts = (files("app.pdf") / "fonts" / "LICENSE.txt").read_text(encoding="utf-8")
    try:
        qt = distribution("PySide6-Essentials").version
    except PackageNotFoundError:
        qt = ""
    openssl = ssl.OPENSSL_VERSION.split()
    yield Part("Python", platform.python_version(), "PSF-2.0", _text("python"))
    yield Part(_QT, qt, "LGPL-3.0-only", "\n\n".join((_qt_words(), _text("lgpl-3"), _text("gpl-3"))))
    yield Part("OpenSSL", openssl[1] if len(openssl) > 1 else "", "Apache-2.0", _text("apache-2"))
    yield Part("Roboto", "", "Apache-2.0", fonts)
    yield Part(
        _("SQLite, zlib, libffi, ICU i inne małe biblioteki"), "", _("różne, bez ograniczeń dla użytkownika"), _text("inne")
    )


def _qt_words() -> str:
    return _(
        "Qt i PySide6 są w programie na licencji LGPL 3. Są osobnymi bibliotekami w folderze programu (_internal/PySide6): wolno je zastąpić "
        "własnymi, zgodnymi z tą samą wersją. Ich źródła: https://download.qt.io/official_releases/. Pełne teksty licencji są poniżej."
    )


def _text(name: str) -> str:
    return (files(__name__) / f"{name}.txt").read_text(encoding="utf-8")
