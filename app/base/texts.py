"""Texts for people. The sources are Polish; another language is a gettext catalogue beside this package.

    from app.base.texts import _
    _("Wybierz klienta")

Without a catalogue every text is its own translation, so Polish needs no files.
"""

import gettext
from pathlib import Path
from typing import Final

DOMAIN: Final = "konwerter-ksef"
SOURCE_LANGUAGE: Final = "pl"
_CATALOGUES: Final = Path(__file__).resolve().parents[1] / "locale"


class _Language:
    """The catalogue in use. The one thing in the program that is set once at the start and asked from everywhere."""

    def __init__(self) -> None:
        self.catalogue: gettext.NullTranslations = gettext.NullTranslations()


_LANGUAGE: Final = _Language()


def install(language: str, folder: Path | None = None) -> None:
    """Speak `language` (``"pl"``, ``"en"``) from now on; Polish where its catalogue is missing from `folder` (default: ``app/locale``).

    Called once by the composition, before the first window or message.
    """
    if language == SOURCE_LANGUAGE:
        _LANGUAGE.catalogue = gettext.NullTranslations()
        return
    _LANGUAGE.catalogue = gettext.translation(DOMAIN, folder or _CATALOGUES, [language], fallback=True)


def languages(folder: Path | None = None) -> tuple[str, ...]:
    """The languages the program speaks: its own, and those with a catalogue in `folder` (default: ``app/locale``)."""
    found = (folder or _CATALOGUES).glob(f"*/LC_MESSAGES/{DOMAIN}.mo")
    return (SOURCE_LANGUAGE, *sorted(file.parts[-3] for file in found))


def _(text: str) -> str:
    """`text` in the language installed."""
    return _LANGUAGE.catalogue.gettext(text)


def plural(count: int, one: str, few: str, many: str) -> str:
    """The form that goes with `count` in Polish: 1 faktura, 2 faktury, 5 faktur, 22 faktury, 112 faktur. Only the word."""
    if count == 1:
        return _(one)
    unit, teen = count % 10, count % 100
    return _(few) if unit in {2, 3, 4} and teen not in {12, 13, 14} else _(many)
