"""What an office sets for one company in RAKS SQL."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Final, NamedTuple

from app.base.errors import UnusableArgument
from app.booking.codes import DOCUMENT_TYPES, KSEF_MARKS
from app.targets.office_words import contractor_codes
from app.targets.options import option
from app.targets.raks.tables import document_types, number_table

ACCOUNT_LENGTH: Final = 30
REGISTER_LENGTH: Final = 45
SHORT_NAME_LENGTH: Final = 50
_JOURNAL_LENGTH: Final = 5

RATE_WORDS: Final = (
    "23", "22", "8", "7", "5", "4", "3", "0", "0 WDT", "0 EX", "zw", "np I", "np II", "oo", "marża", "7 RR", "6,5 RR",
)  # fmt: skip
DOMESTIC: Final = "kraj"
SALE_WORDS: Final = (DOMESTIC, "WDT", "eksport", "trójstronna", "usługi UE", "poza krajem", "odwrotne obciążenie")
ORDINARY: Final = "zakup"
NOT_DEDUCTED: Final = "bez odliczenia"
FIXED_ASSET: Final = "środek trwały"
PURCHASE_WORDS: Final = (ORDINARY, FIXED_ASSET, "odwrotne obciążenie", NOT_DEDUCTED)


class Tables(NamedTuple):
    """The tables of the options, read."""

    documents: Mapping[str, tuple[str, str]]
    rates: Mapping[str, str]
    sales: Mapping[str, str]
    purchases: Mapping[str, str]
    ksef_marks: Mapping[str, str]
    proofs: Mapping[str, str]
    short_names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RaksOptions:
    """Names and numbers that must stand in the company's RAKS exactly so, and choices which the format leaves open."""

    journal_sale: str = option("SP", label="Symbol dziennika sprzedaży", help="RAKS: Słowniki / Dzienniki, do 5 znaków.")
    journal_purchase: str = option("ZK", label="Symbol dziennika zakupu", help="RAKS: Słowniki / Dzienniki, do 5 znaków.")
    register_sale: str = option("Rejestr Sprzedaży", label="Rejestr VAT sprzedaży", help="Nazwa rejestru w RAKS, do 45 znaków.")
    register_purchase: str = option("Rejestr Zakupów", label="Rejestr VAT zakupu", help="Nazwa rejestru w RAKS, do 45 znaków.")
    rate_ids: str = option(
        "23=12\n8=13\n5=15",
        label="Identyfikatory stawek VAT",
        help=(
            "Po jednym w wierszu: STAWKA=ID ze słownika stawek tej firmy w RAKS. Stawki: 23, 22, 8, 7, 5, 4, 3, 0, 0 WDT, 0 EX, zw, np I, "
            "np II, oo, marża, 7 RR, 6,5 RR. Stawkę, której nie zna, RAKS pomija bez słowa, dlatego dokument z taką stawką nie trafi do pliku."
        ),
        lines=True,
    )
    document_types: str = option(
        "S=1 Faktura sprzedaży\nS-KOR=1 Korekta faktury sprzedaży\nZ=4 Faktura zakupu\nZ-KOR=4 Korekta faktury zakupu",
        label="Typy dokumentów",
        help=(
            "Po jednym w wierszu: RODZAJ=TYP_DOK NAZWA. Rodzaj to S (sprzedaż) albo Z (zakup), po myślniku rodzaj faktury, np. S-ZAL, Z-KOR, "
            "Z-VAT_RR. Typ korekty w RAKS nie jest znany: sprawdź go w RAKS."
        ),
        lines=True,
    )
    sale_types: str = option(
        f"{DOMESTIC}=0",
        label="Rodzaje sprzedaży w rejestrze",
        help=f"Po jednym w wierszu: SŁOWO=LICZBA z RAKS. Słowa: {', '.join(SALE_WORDS)}. Dla brakujących zapisuje się liczbę z „kraj”.",
        lines=True,
    )
    purchase_types: str = option(
        f"{ORDINARY}=0",
        label="Rodzaje zakupu w rejestrze",
        help=(
            f"Po jednym w wierszu: SŁOWO=LICZBA z RAKS. Słowa: {', '.join(PURCHASE_WORDS)}. Dla brakujących zapisuje się liczbę z „zakup”, "
            "a część zakupu bez odliczenia zostaje poza rejestrem."
        ),
        lines=True,
    )
    without_register: str = option(
        "purchases",
        label="Dokumenty bez wpisu do rejestru VAT",
        help="RAKS sam eksportuje dokumenty wyłącznie zwolnione bez wpisu do rejestru.",
        choices={
            "purchases": "zakupy tylko ze stawkami zw, np albo marża",
            "all": "także sprzedaż tylko ze stawkami zw albo np",
            "none": "żadne",
        },
    )
    ksef_marks: str = option(
        "",
        label="Oznaczenia OFF, BFK i DI",
        help="Po jednym w wierszu: OFF=LICZBA z RAKS (KSEF_OZNACZENIE_FAKTURY). Wartości nie są ogłoszone.",
        lines=True,
    )
    proof_types: str = option(
        "",
        label="Typy dowodów JPK",
        help="Po jednym w wierszu: FP=LICZBA, MK=LICZBA, VAT_RR=LICZBA z RAKS (TYP_DOWODU). Wartości nie są ogłoszone.",
        lines=True,
    )
    booking_day: str = option(
        "income",
        label="Data księgowania",
        choices={
            "income": "data przychodu albo kosztu",
            "issue": "data wystawienia",
            "supply": "data sprzedaży",
            "vat": "data w rejestrze VAT",
        },
    )
    short_names: str = option(
        "",
        label="Nazwy skrócone kontrahentów z RAKS",
        help="Po jednej w wierszu: NIP=NAZWA, do 50 znaków. Bez niej nazwą skróconą jest początek nazwy z faktury.",
        lines=True,
    )
    settlements: bool = option(default=True, label="Zapisuj rozrachunki")
    posting: bool = option(
        default=False,
        label="Zapisuj dekrety",
        help="Bez nich dokument trzeba zadekretować w RAKS. Konta z reguł i z ręki mają pierwszeństwo przed tymi poniżej.",
    )
    account_customer: str = option(
        "@O", label="Konto rozrachunków z odbiorcą", help="@O zastępuje RAKS analityką odbiorcy, np. 201-1-@O."
    )
    account_supplier: str = option(
        "@D", label="Konto rozrachunków z dostawcą", help="@D zastępuje RAKS analityką dostawcy, np. 202-1-@D."
    )
    account_revenue: str = option("", label="Konto przychodów")
    account_cost: str = option("", label="Konto kosztów")
    account_vat_sale: str = option("", label="Konto VAT należnego")
    account_vat_purchase: str = option("", label="Konto VAT naliczonego")
    encoding: str = option("cp1250", label="Kodowanie", choices={"cp1250": "windows-1250 (jak eksport RAKS)", "utf-8": "UTF-8"})

    def __post_init__(self) -> None:
        for field in fields(self):
            value, label = getattr(self, field.name), field.metadata["label"]
            if field.name.startswith("journal_") and not 0 < len(value) <= _JOURNAL_LENGTH:
                raise _unusable(label, value, "od 1 do 5 znaków")
            if field.name in {"register_sale", "register_purchase"} and not 0 < len(value) <= REGISTER_LENGTH:
                raise _unusable(label, value, "od 1 do 45 znaków")
            if field.name.startswith("account_") and len(value) > ACCOUNT_LENGTH:
                raise _unusable(label, value, "do 30 znaków")
        self.tables()

    def tables(self) -> Tables:
        """The tables; raises `UnusableArgument` for a line that cannot be read."""
        return _tables(self)


@lru_cache(maxsize=32)
def _tables(options: RaksOptions) -> Tables:
    sales = number_table("Rodzaje sprzedaży w rejestrze", options.sale_types, SALE_WORDS)
    purchases = number_table("Rodzaje zakupu w rejestrze", options.purchase_types, PURCHASE_WORDS)
    if DOMESTIC not in sales:
        raise _unusable("Rodzaje sprzedaży w rejestrze", options.sale_types, f"co najmniej wiersz {DOMESTIC}=LICZBA")
    if ORDINARY not in purchases:
        raise _unusable("Rodzaje zakupu w rejestrze", options.purchase_types, f"co najmniej wiersz {ORDINARY}=LICZBA")
    short_names: dict[str, str] = {}
    for line, number, name in contractor_codes(options.short_names):
        if not number or len(name) > SHORT_NAME_LENGTH:
            raise _unusable("Nazwy skrócone kontrahentów z RAKS", line, "NIP=NAZWA, nazwa do 50 znaków")
        short_names[number] = name
    return Tables(
        documents=document_types("Typy dokumentów", options.document_types),
        rates=number_table("Identyfikatory stawek VAT", options.rate_ids, RATE_WORDS),
        sales=sales,
        purchases=purchases,
        ksef_marks=number_table("Oznaczenia OFF, BFK i DI", options.ksef_marks, KSEF_MARKS),
        proofs=number_table("Typy dowodów JPK", options.proof_types, DOCUMENT_TYPES),
        short_names=short_names,
    )


def _unusable(label: str, value: str, expected: str) -> UnusableArgument:
    return UnusableArgument(f"Ustawienie „{label}” nie może mieć wartości „{value}”.", advice=f"Dozwolone: {expected}.")
