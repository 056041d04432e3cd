"""What an office sets for one company in WAPRO Kaper or Fakir."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Final, NamedTuple

from app.base.errors import UnusableArgument
from app.targets.office_words import contractor_codes, word_lines
from app.targets.options import option
from app.targets.wapro.kinds import SPECIAL_WORDS, TYPE_LENGTH

FORM_LENGTH: Final = 50
_GROUP_LENGTH: Final = 50
_CODE_LENGTH: Final = 50
_LONGEST_ID: Final = 9

_DECISIONS: Final = {
    "category": "kategoria",
    "account": "konto",
    "vat_account": "konto VAT",
    "settlement_account": "konto rozrachunków",
    "register": "rejestr VAT",
    "cost_type": "rodzaj kosztu",
    "column": "kolumna KPiR albo stawka ryczałtu",
    "deductible_share": "odliczenie VAT, gdy częściowe, np. 50%",
    "fixed_asset": "ŚT dla środka trwałego",
    "unit": "jednostka (miejsce kosztów)",
}
_FIELD: Final = {"none": "nic (bez pola)", **_DECISIONS}
_FIELD_HELP: Final = (
    "Ustawienia źródła danych mogą zależeć od tego pola. Miejsce pola w pliku nie jest ogłoszone: sprawdź próbnym importem."
)


class Tables(NamedTuple):
    """The options that are tables, read."""

    types: Mapping[str, str]
    payment_ids: Mapping[str, str]
    contractor_codes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class WaproOptions:
    """Names that must stand in the program exactly so, and choices which the format leaves open."""

    type_sale: str = option(
        "FS",
        label="Typ dokumentu: sprzedaż",
        help="Typ, dla którego w źródle danych (Kaper) albo schemacie (Fakir) są ustawienia.",
    )
    type_purchase: str = option("FZ", label="Typ dokumentu: zakup")
    type_sale_correction: str = option("FSk", label="Typ dokumentu: korekta sprzedaży")
    type_purchase_correction: str = option("FZk", label="Typ dokumentu: korekta zakupu")
    types: str = option(
        "",
        label="Typy dokumentów szczególnych",
        help=(
            f"Po jednym w wierszu: RODZAJ=TYP, na przykład S-WDT=WDT. Rodzaje: {', '.join(SPECIAL_WORDS)}. "
            "Bez wiersza: jeden z czterech typów powyżej."
        ),
        lines=True,
    )
    mark: str = option(
        "account",
        label="Wyróżnik dokumentu",
        help="Schematy księgowania mogą go używać: gotowe schematy Fakira do dokumentów ze skanera oczekują w nim konta kwoty netto.",
        choices={
            "account": "konto (puste, gdy dokument go nie ma)",
            "category": "kategoria",
            "id": "identyfikator dokumentu",
            "none": "nic",
        },
    )
    field1: str = option("none", label="Pole 1", help=_FIELD_HELP, choices=_FIELD)
    field2: str = option("none", label="Pole 2", choices=_FIELD)
    field3: str = option("none", label="Pole 3", choices=_FIELD)
    positions: bool = option(
        default=False,
        label="Zapisuj pozycje",
        help="Po jednej pozycji na stawkę VAT. Kaper przyjmuje dokumenty bez pozycji.",
    )
    margin_purchase: str = option(
        "ask",
        label="Zakup z faktury VAT marża",
        choices={"ask": "pytaj", "NP": "stawka NP", "ZW": "stawka ZW"},
    )
    no_effect: str = option(
        "skip",
        label="Korekty samych danych (bez kwot)",
        choices={"skip": "pomijaj", "write": "zapisuj z kwotami zero"},
    )
    contractor_codes: str = option(
        "",
        label="Kody kontrahentów z WAPRO",
        help="Po jednym w wierszu: NIP=KOD. Pozostali mają w polu kodu NIP.",
        lines=True,
    )
    contractor_group: str = option("Ogólna", label="Grupa i klasyfikacja nowych kontrahentów", help="Puste: bez grupy.")
    consumers: str = option(
        "name",
        label="Nabywcy bez numeru",
        choices={"name": "osobna kartoteka dla każdego", "card": "jedna wspólna kartoteka"},
    )
    payment_transfer: str = option("Przelew", label="Forma płatności: przelew", help="Nazwa ze słownika form płatności programu.")
    payment_cash: str = option("Gotówka", label="Forma płatności: gotówka")
    payment_card: str = option("Karta", label="Forma płatności: karta")
    payment_mobile: str = option("Karta", label="Forma płatności: płatność mobilna")
    payment_compensation: str = option("Kompensata", label="Forma płatności: kompensata")
    payment_credit: str = option("Kredyt", label="Forma płatności: kredyt kupiecki")
    payment_cheque: str = option("Czek", label="Forma płatności: czek")
    payment_voucher: str = option("Bon", label="Forma płatności: bon")
    payment_other: str = option("Przelew", label="Forma płatności: inna")
    payment_unknown: str = option("Przelew", label="Forma płatności, gdy dokument jej nie podaje")
    payment_ids: str = option(
        "Gotówka=1\nKarta=2\nPrzelew=3\nCzek=7\nKredyt=8",
        label="Identyfikatory form płatności",
        help="Po jednym w wierszu: NAZWA=LICZBA ze słownika programu. Forma bez wiersza jest w pliku samą nazwą.",
        lines=True,
    )
    encoding: str = option("cp1250", label="Kodowanie", choices={"cp1250": "windows-1250", "utf-8": "UTF-8"})

    def __post_init__(self) -> None:
        for field in fields(self):
            value, label = getattr(self, field.name), field.metadata["label"]
            if field.name.startswith("type_") and not 0 < len(value) <= TYPE_LENGTH:
                raise _unusable(label, value, f"od 1 do {TYPE_LENGTH} znaków")
            if field.name.startswith("payment_") and field.name != "payment_ids" and not 0 < len(value) <= FORM_LENGTH:
                raise _unusable(label, value, f"od 1 do {FORM_LENGTH} znaków")
        if len(self.contractor_group) > _GROUP_LENGTH:
            raise _unusable("Grupa i klasyfikacja nowych kontrahentów", self.contractor_group, f"do {_GROUP_LENGTH} znaków")
        self.tables()

    def tables(self) -> Tables:
        """The tables; raises `UnusableArgument` for a line that cannot be read."""
        return _tables(self.types, self.payment_ids, self.contractor_codes)

    @property
    def places(self) -> frozenset[str]:
        """What the office has given a place in WYROZNIK or POLE1…POLE3: fields of an entry."""
        return frozenset({self.mark, self.field1, self.field2, self.field3})


@lru_cache(maxsize=32)
def _tables(types: str, payment_ids: str, codes: str) -> Tables:
    return Tables(_types(types), _payment_ids(payment_ids), _codes(codes))


def _types(text: str) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for line, word, value in word_lines(text):
        if word.upper() not in SPECIAL_WORDS or not 0 < len(value) <= TYPE_LENGTH:
            raise _unusable(
                "Typy dokumentów szczególnych",
                line,
                f"RODZAJ=TYP, typ do {TYPE_LENGTH} znaków, a rodzaj to jeden z: {', '.join(SPECIAL_WORDS)}",
            )
        found[word.upper()] = value
    return found


def _payment_ids(text: str) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for line, name, number in word_lines(text):
        if not name or not (number.isascii() and number.isdigit()) or len(number) > _LONGEST_ID:
            raise _unusable("Identyfikatory form płatności", line, "NAZWA=LICZBA")
        found[name] = number
    return found


def _codes(text: str) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for line, number, code in contractor_codes(text):
        if not number or len(code) > _CODE_LENGTH:
            raise _unusable("Kody kontrahentów z WAPRO", line, f"NIP=KOD, kod do {_CODE_LENGTH} znaków")
        if code in found.values() and found.get(number) != code:
            raise _unusable("Kody kontrahentów z WAPRO", line, "każdy kod przy jednym numerze")
        found[number] = code
    return found


def _unusable(label: str, value: str, expected: str) -> UnusableArgument:
    return UnusableArgument(f"Ustawienie „{label}” nie może mieć wartości „{value}”.", advice=f"Dozwolone: {expected}.")
