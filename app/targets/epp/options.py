"""What an office may set about its .epp files (spec: every place that says *configurable*, *option* or *selectable*)."""

from dataclasses import dataclass
from typing import Final

from app.base.errors import UnusableArgument
from app.targets.epp.layout import CARD, ENCODING
from app.targets.office_words import contractor_codes
from app.targets.options import option
from app.targets.wording import flatten, transliterate

_NEWEST: Final = "1.12"


@dataclass(frozen=True, slots=True)
class EppOptions:
    """Options of the EDI++ target; raises `UnusableArgument` for values that contradict each other."""

    version: str = option(
        "1.11",
        label="Wersja formatu EDI++",
        help="1.11 czytają wszystkie aktualne programy; 1.05.3 jest dla starych instalacji i nie ma znaczników JPK ani MPP.",
        choices={"1.11": "1.11 (zalecana)", "1.12": "1.12", "1.05.3": "1.05.3 (stare instalacje)"},
    )
    separate_files: bool = option(default=False, label="Sprzedaż i zakupy w osobnych plikach")
    category_sale: str = option(
        "Sprzedaż", label="Kategoria dokumentów sprzedaży", help="Nazwa kategorii w programie; od niej zależy schemat importu."
    )
    category_purchase: str = option(
        "Zakup", label="Kategoria dokumentów zakupu", help="Nazwa kategorii w programie; od niej zależy schemat importu."
    )
    correction_reference: str = option(
        "mnemonic",
        label="Numer dokumentu korygowanego",
        help="Czy przed numerem ma stać typ dokumentu.",
        choices={"mnemonic": "z typem, np. FS 1/03/2026", "bare": "sam numer"},
    )
    no_effect: str = option(
        "skip",
        label="Korekty samych danych (bez kwot)",
        choices={"skip": "pomijać", "write": "zapisywać z jednym wierszem VAT o zerowych kwotach"},
    )
    advance_status: str = option(
        "0",
        label="Faktury zaliczkowe",
        choices={"0": "jak zwykłe faktury (status 0)", "37": "ze statusem faktury zaliczkowej (37, korekta 38)"},
    )
    np_symbol: str = option(
        "npo", label="Stawka sprzedaży poza terytorium kraju", choices={"npo": "npo (nie podlega)", "zw": "zw (zwolniona)"}
    )
    np_transaction: str = option(
        "12",
        label="Rodzaj transakcji dla P_13_8 (poza terytorium kraju)",
        choices={"12": "12 – poza terytorium kraju", "4": "4 – eksport usług"},
    )
    np_services_transaction: str = option(
        "4",
        label="Rodzaj transakcji dla P_13_9 (usługi dla podatników z UE)",
        choices={"4": "4 – eksport usług", "12": "12 – poza terytorium kraju"},
    )
    oo_transaction: str = option(
        "6",
        label="Rodzaj transakcji dla P_13_10 (odwrotne obciążenie w kraju)",
        choices={"6": "6 – towary", "21": "21 – usługi (nie w 1.05.3)"},
    )
    quotes: str = option(
        "double",
        label="Cudzysłów w nazwach",
        help='Jak zapisać znak " wewnątrz tekstu.',
        choices={"double": 'podwojony: ""', "apostrophe": "zamieniony na '", "typographic": "zamieniony na ”"},
    )  # fmt: skip
    contractor_code: str = option(
        "name",
        label="Symbol nowego kontrahenta",
        choices={"name": "początek nazwy i NIP, np. JERONIMO7791011327", "nip": "sam NIP"},
    )
    contractor_symbols: str = option(
        "",
        label="Symbole kontrahentów używane w programie",
        help="W każdym wierszu NIP=SYMBOL (numer VAT-UE z kodem kraju). Te symbole mają pierwszeństwo przed tworzonymi.",
        lines=True,
    )
    ksef_section: str = option(
        "off",
        label="Sekcja DOKUMENTYKSEF (niesprawdzona, tylko 1.12)",
        help="Układ sekcji nie został potwierdzony; numer KSeF jest zawsze także w uwagach dokumentu.",
        choices={"off": "nie zapisywać", "mode_date": "numer, tryb, data", "date_mode": "numer, data, tryb"},
    )
    payment_cash: str = option("gotówka", label="Forma płatności: gotówka", help="Nazwa na liście form płatności w programie.")
    payment_card: str = option("karta", label="Forma płatności: karta")
    payment_voucher: str = option("bon", label="Forma płatności: bon")
    payment_cheque: str = option("czek", label="Forma płatności: czek")
    payment_credit: str = option("kredyt", label="Forma płatności: kredyt")
    payment_transfer: str = option("przelew", label="Forma płatności: przelew")
    payment_mobile: str = option("płatność mobilna", label="Forma płatności: płatność mobilna")
    payment_compensation: str = option("kompensata", label="Forma płatności: kompensata")

    def __post_init__(self) -> None:
        if self.ksef_section != "off" and self.version != _NEWEST:
            raise UnusableArgument(
                f"Sekcja DOKUMENTYKSEF nie istnieje w wersji {self.version}.",
                advice="Ustaw wersję 1.12 albo wyłącz zapis tej sekcji.",
            )
        symbols_of(self)


def symbols_of(options: EppOptions) -> dict[str, str]:
    """The symbols of the office's program, by NIP or VAT-EU number with its country code.

    Raises `UnusableArgument` for a line that is not ``NIP=SYMBOL``, a symbol the format cannot hold, or one given to two contractors.
    """
    symbols: dict[str, str] = {}
    owners: dict[str, str] = {}
    for line, key, symbol in contractor_codes(options.contractor_symbols):
        if not key:
            raise UnusableArgument(f"Nie można odczytać symbolu kontrahenta „{line}”.", advice="Wiersz ma postać NIP=SYMBOL.")
        if len(symbol) > CARD.limit("code") or transliterate(flatten(symbol), ENCODING) != symbol:
            raise UnusableArgument(
                f"Symbol kontrahenta „{symbol}” nie mieści się w formacie.",
                advice=f"Symbol ma najwyżej {CARD.limit('code')} znaków, tylko ze strony kodowej Windows-1250.",
            )
        if owners.setdefault(symbol, key) != key:
            raise UnusableArgument(
                f"Symbol „{symbol}” ma dwóch kontrahentów: {owners[symbol]} i {key}.", advice="Popraw listę symboli."
            )
        symbols[key] = symbol
    return symbols
