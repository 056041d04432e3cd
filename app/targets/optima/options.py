"""What an office sets for one company in Optima."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Final

from app.base.errors import UnusableArgument
from app.targets.office_words import contractor_codes
from app.targets.options import option

REGISTER_LENGTH: Final = 20
_CODE_LENGTH: Final = 20
_FORM_LENGTH: Final = 50
_BASE: Final = re.compile(r"[0-9A-Za-z_]{0,10}", re.ASCII)


@dataclass(frozen=True, slots=True)
class OptimaOptions:
    """Names that must stand in Optima exactly so, and choices which the format leaves open (spec §1, §4-§8)."""

    source_base: str = option(
        "KONW",
        label="Identyfikator bazy źródłowej",
        help="Optima: Konfiguracja / Firma / Ogólne / Praca rozproszona, identyfikator strony sprzedaży.",
    )
    target_base: str = option(
        "KSIEG",
        label="Identyfikator bazy księgowej",
        help="Identyfikator księgowości z tej samej strony konfiguracji; musi być identyczny, inaczej Optima niczego nie wczyta.",
    )
    register_sale: str = option("SPRZEDAŻ", label="Rejestr sprzedaży", help="Nazwa rejestru VAT w Optimie, do 20 znaków.")
    register_purchase: str = option("ZAKUP", label="Rejestr zakupu", help="Nazwa rejestru VAT w Optimie, do 20 znaków.")
    number_length: str = option(
        "256",
        label="Długość numeru dokumentu",
        help="Starsze bazy Optimy mieszczą 30 znaków; dłuższy numer zostanie skrócony po pytaniu, a pełny trafi do opisu.",
        choices={"256": "256 znaków (bazy z 2026 r.)", "30": "30 znaków (starsze bazy)"},
    )
    contractor_code: str = option(
        "name_nip",
        label="Kod (akronim) kontrahenta",
        choices={
            "name_nip": "początek nazwy i NIP",
            "nip": "sam NIP",
            "none": "bez kodu i bez kartotek (Optima dopasuje po NIP)",
        },
    )
    contractor_codes: str = option(
        "",
        label="Kody kontrahentów z Optimy",
        help="Po jednym w wierszu: NIP=KOD. Kod z tej listy ma pierwszeństwo.",
        lines=True,
    )
    consumers: str = option(
        "card",
        label="Nabywcy bez numeru",
        choices={"card": "jedna wspólna kartoteka", "name": "osobna kartoteka dla każdej nazwy"},
    )
    consumer_code: str = option("KONSUMENT", label="Kod wspólnej kartoteki nabywców bez numeru")
    sale_nature: str = option(
        "towary", label="Rodzaj sprzedaży", choices={"towary": "towary", "usługi": "usługi", "inne": "inne"}
    )
    purchase_nature: str = option(
        "towary",
        label="Rodzaj zakupu",
        choices={
            "towary": "towary", "usługi": "usługi", "inne": "inne", "środki trwałe": "środki trwałe",
            "środki transportu": "środki transportu", "nieruchomości": "nieruchomości", "paliwo": "paliwo",
        },
    )  # fmt: skip
    ledger: str = option(
        "column",
        label="Kolumna KPiR",
        choices={"column": "według dokumentu", "none": "zawsze „Nie księgować”", "omit": "nie zapisuj (decyduje Optima)"},
    )
    ledger_sale: str = option("Sprzedaż", label="Kolumna KPiR: sprzedaż towarów i usług", help="Słowo z listy kolumn w Optimie.")
    ledger_other: str = option("Inne", label="Kolumna KPiR: pozostałe wydatki", help="Słowo z listy kolumn w Optimie.")
    ledger_goods: str = option(
        "", label="Kolumna KPiR: zakup towarów i materiałów", help="Słowo z listy kolumn w Optimie; puste: decyduje Optima."
    )
    ledger_side_costs: str = option(
        "", label="Kolumna KPiR: koszty uboczne zakupu", help="Słowo z listy kolumn w Optimie; puste: decyduje Optima."
    )
    category_sale: str = option(
        "", label="Kategoria sprzedaży", help="Kod kategorii dla dokumentów bez własnej; musi istnieć w Optimie."
    )
    category_purchase: str = option(
        "", label="Kategoria zakupu", help="Kod kategorii dla dokumentów bez własnej; musi istnieć w Optimie."
    )
    margin_purchase: str = option(
        "ask",
        label="Zakup z faktury VAT marża",
        choices={"ask": "pytaj", "np": "pozycja „nie podlega”", "zw": "pozycja „zwolniona”"},
    )
    no_effect: str = option(
        "skip",
        label="Korekty samych danych (bez kwot)",
        choices={"skip": "pomijaj", "write": "zapisuj z kwotami zero"},
    )
    ksef_in_description: bool = option(
        default=False,
        label="Powtarzaj numer KSeF w opisie",
        help="Dla wersji Optimy, które nie znają pola numeru KSeF w rejestrze VAT.",
    )
    ksef_mark_code: bool = option(
        default=False,
        label="Zapisuj OFF, BFK i DI wśród kodów JPK",
        help="Nie wiadomo, czy Optima przyjmuje te oznaczenia z pliku.",
    )
    payment_transfer: str = option(
        "przelew", label="Forma płatności: przelew", help="Nazwy form płatności muszą istnieć w Optimie."
    )
    payment_cash: str = option("gotówka", label="Forma płatności: gotówka")
    payment_card: str = option("karta", label="Forma płatności: karta")
    payment_mobile: str = option("karta", label="Forma płatności: płatność mobilna")
    payment_compensation: str = option("kompensata", label="Forma płatności: kompensata")
    payment_credit: str = option("kredyt", label="Forma płatności: kredyt kupiecki")
    payment_cheque: str = option("czek", label="Forma płatności: czek")
    payment_voucher: str = option("bon", label="Forma płatności: bon")
    payment_other: str = option("przelew", label="Forma płatności: inna")
    payment_unknown: str = option("przelew", label="Forma płatności, gdy dokument jej nie podaje")

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if field.name.endswith("_base") and not _BASE.fullmatch(value):
                raise _unusable(field.metadata["label"], value, "do 10 liter bez polskich znaków, cyfr i podkreśleń")
            if field.name.startswith("register_") and not 0 < len(value) <= REGISTER_LENGTH:
                raise _unusable(field.metadata["label"], value, "od 1 do 20 znaków")
            if field.name.startswith("payment_") and not 0 < len(value) <= _FORM_LENGTH:
                raise _unusable(field.metadata["label"], value, "od 1 do 50 znaków")
        if not 0 < len(self.consumer_code) <= _CODE_LENGTH:
            raise _unusable("Kod wspólnej kartoteki nabywców bez numeru", self.consumer_code, "od 1 do 20 znaków")
        self.own_codes()

    def own_codes(self) -> Mapping[str, str]:
        """The office's own contractor codes by tax number (``"5260001246"`` or ``"DE123456789"``); raises `UnusableArgument`."""
        codes: dict[str, str] = {}
        for line, number, code in contractor_codes(self.contractor_codes):
            if not number or len(code) > _CODE_LENGTH:
                raise _unusable("Kody kontrahentów z Optimy", line, "NIP=KOD, kod do 20 znaków")
            codes[number] = code
        return codes


def _unusable(label: str, value: str, expected: str) -> UnusableArgument:
    return UnusableArgument(f"Ustawienie „{label}” nie może mieć wartości „{value}”.", advice=f"Dozwolone: {expected}.")
