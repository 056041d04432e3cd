"""What an office sets for one company in MADAR."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from app.base.errors import UnusableArgument
from app.targets.document_words import DOCUMENT_WORDS
from app.targets.office_words import word_lines
from app.targets.options import option

WDT: Final = "S-WDT"
EXPORT: Final = "S-eksport"
TRIANGULAR: Final = "S-trójstronna"
EU_SERVICES: Final = "S-usługi UE"
GOODS: Final = "Z-towary"
FIXED_ASSET: Final = "Z-środek trwały"
NOT_DEDUCTED: Final = "Z-bez odliczenia"
_WORDS: Final = {
    word.casefold(): word for word in (*DOCUMENT_WORDS, WDT, EXPORT, TRIANGULAR, EU_SERVICES, GOODS, FIXED_ASSET, NOT_DEDUCTED)
}


class Types(NamedTuple):
    """The tables of the options, read: document types by word, and by the entry's cost type (in small letters)."""

    documents: Mapping[str, str]
    costs: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class MadarOptions:
    """Document types that must stand in MADAR exactly so, and a choice which the format leaves open."""

    document_types: str = option(
        f"S=FV\nZ=KSZ\n{GOODS}=PZ",
        label="Typy dokumentów",
        help=(
            "Po jednym w wierszu: RODZAJ=TYP z listy kodów w MADAR (Rejestry VAT / operacje / lista kodów). S to sprzedaż, Z zakup, po "
            f"myślniku rodzaj faktury, np. S-KOR, Z-ZAL. Osobne słowa: {WDT}, {EXPORT}, {TRIANGULAR}, {EU_SERVICES}, {GOODS} (kolumna 10 "
            f"KPiR), {FIXED_ASSET}, {NOT_DEDUCTED}. Typ decyduje o polu deklaracji."
        ),
        lines=True,
    )
    cost_types: str = option(
        "",
        label="Typy według rodzaju kosztu",
        help="Po jednym w wierszu: RODZAJ KOSZTU z reguły=TYP, np. usługi=KSZU. Mają pierwszeństwo przed powyższymi.",
        lines=True,
    )
    margin_purchase: str = option(
        "ask",
        label="Zakup z faktury VAT marża",
        choices={"ask": "pytaj", "np": "kolumna nettoNP", "zw": "kolumna nettoZW"},
    )

    def __post_init__(self) -> None:
        self.types()

    def types(self) -> Types:
        """The tables; raises `UnusableArgument` for a line that cannot be read."""
        return _types(self)


@lru_cache(maxsize=32)
def _types(options: MadarOptions) -> Types:
    documents: dict[str, str] = {}
    for line, word, value in word_lines(options.document_types):
        name = _WORDS.get(" ".join(word.split()).casefold())
        if name is None or not _is_type(value):
            words = "S, Z, S-KOR, Z-KOR i inne rodzaje faktur oraz " + ", ".join(list(_WORDS.values())[len(DOCUMENT_WORDS) :])
            raise _unusable("Typy dokumentów", line, f"wiersze RODZAJ=TYP, typ bez odstępów; rodzaje: {words}")
        documents[name] = value
    for prefix in ("S", "Z"):
        if prefix not in documents:
            raise _unusable("Typy dokumentów", options.document_types, f"co najmniej wiersz {prefix}=TYP")
    costs: dict[str, str] = {}
    for line, word, value in word_lines(options.cost_types):
        if not word or not _is_type(value):
            raise _unusable("Typy według rodzaju kosztu", line, "wiersze RODZAJ KOSZTU=TYP, typ bez odstępów")
        costs[word.casefold()] = value
    return Types(documents, costs)


def _is_type(value: str) -> bool:
    return bool(value) and value.isprintable() and " " not in value


def _unusable(label: str, value: str, expected: str) -> UnusableArgument:
    return UnusableArgument(f"Ustawienie „{label}” nie może mieć wartości „{value}”.", advice=f"Dozwolone: {expected}.")
