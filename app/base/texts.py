"""Texts for people. The sources are Polish; another language is a gettext catalogue beside this package.

    from app.base.texts import _
    _("Wybierz klienta")

Without a catalogue every text is its own translation, so Polish needs no files.
"""

import gettext
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, TypeAlias, TypeVar

DOMAIN: Final = "konwerter-ksef"
SOURCE_LANGUAGE: Final = "pl"
_CATALOGUES: Final = Path(__file__).resolve().parents[1] / "locale"

KeyT = TypeVar("KeyT")

Later: TypeAlias = str
"""The type of a text in a table, which exists before a language is installed: whoever shows it says ``_(…)``. Catalogues find it by this."""


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
    return _LANGUAGE.catalogue.gettext(text) if text else ""  # gettext would answer with the head of its catalogue


class Words(Mapping[KeyT, str]):
    """A table of words that are translated when they are asked for: ``Words({Level.NOTES: "uwaga"})[level]``."""

    def __init__(self, texts: dict[KeyT, str]) -> None:
        self._texts = texts

    def __getitem__(self, key: KeyT) -> str:
        return _(self._texts[key])

    def __iter__(self) -> Iterator[KeyT]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)


def plural(count: int, one: str, few: str, many: str) -> str:
    """The form that goes with `count` in Polish: 1 faktura, 2 faktury, 5 faktur, 22 faktury, 112 faktur. Only the word."""
    if count == 1:
        return _(one)
    unit, teen = count % 10, count % 100
    return _(few) if unit in {2, 3, 4} and teen not in {12, 13, 14} else _(many)
