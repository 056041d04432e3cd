"""What an office sets for one company in enova365: symbols, codes of rates and contractors, names of payment forms (spec, Mapping notes)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from app.base.errors import UnusableArgument
from app.targets.document_words import DOCUMENT_WORDS
from app.targets.office_words import contractor_codes, word_lines
from app.targets.options import option

RATE_WORDS: Final = ("23", "22", "8", "7", "5", "4", "3", "0", "wdt", "eksport", "zw", "np", "ue", "oo", "rr7", "rr6,5")
"""By which a rate gets its code; the last two are refunds of flat-rate farmers."""

RATES: Final = "23=23%\n22=22%\n8=8%\n7=7%\n5=5%\n4=4%\n3=3%\n0=0%\nwdt=0%\neksport=0%\nzw=zw.\nnp=np.\nue=np.\noo=np.\nrr7=7%"
_CODE_LENGTH: Final = 20
_FEATURE: Final = re.compile(r"\w{1,40}")
_SYMBOLS: Final = {"account": "konto", "category": "kategoria", "cost_type": "rodzaj kosztu"}
_NATURES: Final = {"Towar": "towary", "Usługi": "usługi", "Inne": "inne"}


@dataclass(frozen=True, slots=True)
class EnovaXmlOptions:
    """Options of both forms; raises `UnusableArgument` for a table that cannot be read."""

    definition_sale: str = option(
        "SPT", label="Symbol definicji: sprzedaż", help="Symbol definicji dokumentu ewidencji w enova365."
    )
    definition_purchase: str = option("ZR", label="Symbol definicji: zakup")
    definitions: str = option(
        "",
        label="Symbole dla rodzajów dokumentów",
        help="W każdym wierszu RODZAJ=SYMBOL, np. S-KOR=SPK, Z-ZAL=ZZ. Rodzaje: " + ", ".join(DOCUMENT_WORDS) + ".",
        lines=True,
    )
    rate_codes: str = option(
        RATES,
        label="Kody stawek VAT",
        help="W każdym wierszu STAWKA=KOD ze słownika definicji stawek VAT. Stawki: " + ", ".join(RATE_WORDS)
        + ". Bez kodu dokument nie będzie zapisany.",
        lines=True,
    )  # fmt: skip
    contractor_code: str = option("nip", label="Kod kontrahenta", choices={"nip": "sam NIP", "name_nip": "początek nazwy i NIP"})
    contractor_codes: str = option(
        "", label="Kody kontrahentów z enova365", help="W każdym wierszu NIP=KOD. Kod z tej listy ma pierwszeństwo.", lines=True
    )
    consumer_code: str = option("KONSUMENT", label="Kod kontrahenta dla nabywców bez numeru")
    ksef_feature: str = option(
        "",
        label="Cecha na numer KSeF",
        help="Nazwa cechy dokumentu w enova365; puste: numer KSeF stoi na początku opisu. Pole „numer dodatkowy” jest na niego za krótkie.",
    )
    sale_nature: str = option("Towar", label="Rodzaj sprzedaży", choices=_NATURES)
    purchase_nature: str = option("Towar", label="Rodzaj zakupu", choices=_NATURES)
    dimension_sale: str = option("7", label="Wymiar opisu analitycznego: sprzedaż", help="Dla konta z reguły, ręki albo profilu.")
    dimension_purchase: str = option(
        "4", label="Wymiar opisu analitycznego: zakup", help="Dla konta z reguły, ręki albo profilu."
    )
    analysis_symbol: str = option(
        "account",
        label="Symbol opisu analitycznego",
        help="Co stoi w symbolu wiersza opisu analitycznego na całe netto. Bez tej wartości dokument nie ma opisu analitycznego.",
        choices=_SYMBOLS,
    )
    analysis_text: str = option(
        "category", label="Opis w opisie analitycznym", help="Stoi obok symbolu.", choices={"none": "nic", **_SYMBOLS}
    )
    payment_transfer: str = option(
        "Przelew", label="Sposób zapłaty: przelew", help="Nazwa ze słownika sposobów zapłaty; puste: decyduje enova365."
    )
    payment_cash: str = option("Gotówka", label="Sposób zapłaty: gotówka")
    payment_card: str = option("", label="Sposób zapłaty: karta")
    payment_mobile: str = option("", label="Sposób zapłaty: płatność mobilna")
    payment_compensation: str = option("Kompensata", label="Sposób zapłaty: kompensata")
    payment_credit: str = option("", label="Sposób zapłaty: kredyt")
    payment_cheque: str = option("", label="Sposób zapłaty: czek")
    payment_voucher: str = option("", label="Sposób zapłaty: bon")
    payment_other: str = option("", label="Sposób zapłaty: inny")
    payment_unknown: str = option("", label="Sposób zapłaty, gdy dokument go nie podaje")

    def __post_init__(self) -> None:
        rates_of(self)
        codes_of(self)
        definitions_of(self)
        for symbol in (self.definition_sale, self.definition_purchase):
            if not symbol.strip():
                raise UnusableArgument(
                    "Symbol definicji dokumentu jest pusty.", advice="Wpisz symbol z enova365, na przykład SPT albo ZR."
                )
        if self.ksef_feature and not _FEATURE.fullmatch(self.ksef_feature):
            raise UnusableArgument(
                f"„{self.ksef_feature}” nie jest nazwą cechy.", advice="Nazwa cechy ma najwyżej 40 liter, cyfr i podkreśleń."
            )
        if not 0 < len(self.consumer_code) <= _CODE_LENGTH:
            raise UnusableArgument(
                f"Kod kontrahenta „{self.consumer_code}” jest nie do użycia.", advice=f"Kod ma od 1 do {_CODE_LENGTH} znaków."
            )


@dataclass(frozen=True, slots=True)
class EnovaOptions(EnovaXmlOptions):
    """What only the CSV needs."""

    contractors_file: bool = option(
        default=True,
        label="Dodatkowy plik XML z kontrahentami",
        help="CSV nie zakłada kontrahentów: wczytaj ten plik najpierw albo podaj kody, które już są w enova365.",
    )


def rates_of(options: EnovaXmlOptions) -> Mapping[str, str]:
    """The code of each rate by its word; raises `UnusableArgument` for a line that is not ``RATE=CODE``."""
    return _rates(options.rate_codes)


@lru_cache(maxsize=32)
def _rates(text: str) -> Mapping[str, str]:
    codes: dict[str, str] = {}
    for line, word, code in word_lines(text):
        if word not in RATE_WORDS or not code:
            raise UnusableArgument(
                f"Nie można odczytać kodu stawki „{line}”.",
                advice=f"Wiersz ma postać STAWKA=KOD; stawki: {', '.join(RATE_WORDS)}.",
            )
        codes[word] = code
    return codes


def codes_of(options: EnovaXmlOptions) -> Mapping[str, str]:
    """The office's own contractor codes by tax number; raises `UnusableArgument`."""
    return _codes(options.contractor_codes)


@lru_cache(maxsize=32)
def _codes(text: str) -> Mapping[str, str]:
    codes: dict[str, str] = {}
    for line, number, code in contractor_codes(text):
        if not number or len(code) > _CODE_LENGTH:
            raise UnusableArgument(
                f"Nie można odczytać kodu kontrahenta „{line}”.",
                advice=f"Wiersz ma postać NIP=KOD, kod do {_CODE_LENGTH} znaków.",
            )
        if code in codes.values() and codes.get(number) != code:
            raise UnusableArgument(
                f"Kod kontrahenta „{code}” jest przy dwóch numerach.", advice="Każdy kod może mieć jeden numer."
            )
        codes[number] = code
    return codes


def definitions_of(options: EnovaXmlOptions) -> Mapping[str, str]:
    """Symbols of definitions by the words of documents; raises `UnusableArgument`."""
    return _definitions(options.definition_sale, options.definition_purchase, options.definitions)


@lru_cache(maxsize=32)
def _definitions(sale: str, purchase: str, text: str) -> Mapping[str, str]:
    symbols = {"S": sale, "Z": purchase}
    for line, word, symbol in word_lines(text):
        if word not in DOCUMENT_WORDS or not symbol:
            raise UnusableArgument(
                f"Nie można odczytać symbolu „{line}”.",
                advice=f"Wiersz ma postać RODZAJ=SYMBOL; rodzaje: {', '.join(DOCUMENT_WORDS)}.",
            )
        symbols[word] = symbol
    return symbols
