"""What an office sets for one company in Symfonia FK."""

import re
from dataclasses import dataclass, fields
from typing import Final

from app.base.errors import UnusableArgument
from app.targets.contractor_code import CODE_LENGTH
from app.targets.options import option
from app.targets.symfonia.tables import (
    REVENUE_WORDS,
    contractor_numbers,
    is_account,
    is_special_rate,
    own_codes,
    register,
    revenue_accounts,
)

SYMBOL_LENGTH: Final = 5
_FORM_LENGTH: Final = 50
_NUMBER_LENGTHS: Final = range(20, 256)
_FLAG: Final = re.compile(r"\d{0,4}", re.ASCII)

_REGISTER_HELP: Final = "Skrót i nazwa rejestru VAT w FK; rejestr musi istnieć. Tak samo podaje się rejestr w regułach."
_ACCOUNT_HELP: Final = "Konto z planu kont; {K} zastępuje numer kontrahenta w FK."


@dataclass(frozen=True, slots=True)
class SymfoniaOptions:
    """Names that must stand in Symfonia FK exactly so, and choices which the format leaves open (spec §4-§8).

    Documents are posted unless `registers_only` says otherwise. A document of FK *is* its posting: without one it opens no receivable or
    payable, carries no term of payment and has to be posted by hand, which is most of the work an office imports for; and the spec's checker
    counts it as an error in a file of ours. Import specjalny shows accounts that do not exist before it saves anything; one that exists with
    another meaning it cannot notice, so the accounts are to be looked at before the first import. Nothing here guesses a cost: the
    usual accounts are those of files seen in use, and purchases go to the account on which purchases are settled (300) until a rule or a
    hand names the cost. An office that posts by schemes of its own switches to registers only.
    """

    registers_only: bool = option(
        default=False,
        label="Tylko rejestry VAT, bez dekretacji",
        help="Dla biur, które dekretują w FK własnymi schematami. Bez dekretacji plik nie otwiera rozrachunków.",
    )
    symbol_sale: str = option("FVS", label="Symbol: faktura sprzedaży", help="Symbol typu dokumentu w FK, do 5 znaków.")
    symbol_sale_correction: str = option("FKS", label="Symbol: korekta sprzedaży")
    symbol_sale_advance: str = option("FVS", label="Symbol: zaliczkowa faktura sprzedaży")
    symbol_sale_final: str = option("FVS", label="Symbol: końcowa faktura sprzedaży")
    symbol_purchase: str = option("FVZ", label="Symbol: faktura zakupu")
    symbol_purchase_correction: str = option("FKZ", label="Symbol: korekta zakupu")
    symbol_purchase_advance: str = option("FVZ", label="Symbol: zaliczkowa faktura zakupu")
    symbol_purchase_final: str = option("FVZ", label="Symbol: końcowa faktura zakupu")
    symbol_rr: str = option("FVZ", label="Symbol: faktura VAT RR")
    symbol_rr_correction: str = option("FKZ", label="Symbol: korekta faktury VAT RR")
    register_sale: str = option("rSPV Sprzedaż VAT", label="Rejestr: sprzedaż krajowa", help=_REGISTER_HELP)
    register_zero: str = option("rSPV Sprzedaż VAT", label="Rejestr: sprzedaż krajowa 0%", help=_REGISTER_HELP)
    register_wdt: str = option("rWDT Wewnątrzwspólnotowa dostawa towarów", label="Rejestr: WDT", help=_REGISTER_HELP)
    register_export: str = option("rEXP Eksport towarów", label="Rejestr: eksport towarów", help=_REGISTER_HELP)
    register_abroad: str = option(
        "rSNP Sprzedaż poza terytorium kraju", label="Rejestr: sprzedaż poza terytorium kraju", help=_REGISTER_HELP
    )
    register_services: str = option(
        "rSUE Usługi dla podatników z UE", label="Rejestr: usługi dla podatników z UE", help=_REGISTER_HELP
    )
    register_reverse_sale: str = option(
        "rSOO Odwrotne obciążenie, sprzedaż", label="Rejestr: sprzedaż z odwrotnym obciążeniem", help=_REGISTER_HELP
    )
    register_oss: str = option(
        "",
        label="Rejestr: sprzedaż OSS",
        help="Skrót i nazwa rejestru, który nie wchodzi do JPK_V7; puste: dokument z OSS nie trafi do pliku.",
    )
    register_purchase: str = option("rZPV Zakup VAT", label="Rejestr: zakup", help=_REGISTER_HELP)
    register_fixed_asset: str = option(
        "rZST Zakup środków trwałych", label="Rejestr: zakup środków trwałych", help=_REGISTER_HELP
    )
    register_lost: str = option(
        "rZNO Zakup bez prawa do odliczenia", label="Rejestr: zakup, VAT niepodlegający odliczeniu", help=_REGISTER_HELP
    )
    register_reverse_input: str = option(
        "rZOO Odwrotne obciążenie, VAT naliczony",
        label="Rejestr: zakup z odwrotnym obciążeniem, VAT naliczony",
        help=_REGISTER_HELP,
    )
    register_reverse_due: str = option(
        "rNOO Odwrotne obciążenie, VAT należny", label="Rejestr: zakup z odwrotnym obciążeniem, VAT należny", help=_REGISTER_HELP
    )
    rate_exempt: str = option(
        "",
        label="Wartość stawki „zwolnione”",
        help="Liczba ujemna, którą FK oznacza stawkę „Zwolnione” (FK: lista stawek VAT). Puste: program zapyta raz dla klienta.",
    )
    rate_outside: str = option(
        "",
        label="Wartość stawki „nie podlega”",
        help="Liczba ujemna, którą FK oznacza stawkę „Nie podlega” (FK: lista stawek VAT). Puste: program zapyta raz dla klienta.",
    )
    account_receivable: str = option("201-2-1-{K}", label="Konto: należności", help=_ACCOUNT_HELP)
    account_payable: str = option("202-3-1-{K}", label="Konto: zobowiązania", help=_ACCOUNT_HELP)
    account_revenue: str = option("702-1", label="Konto: przychody", help=_ACCOUNT_HELP)
    accounts_revenue: str = option(
        "",
        label="Konta przychodów według stawek",
        help=f"Po jednym w wierszu: STAWKA=KONTO. Stawki: {', '.join(REVENUE_WORDS)}. Dla brakujących jest konto przychodów.",
        lines=True,
    )
    account_cost: str = option(
        "300-1",
        label="Konto: zakupy",
        help="Konto kosztów albo rozliczenia zakupu dla dokumentów bez własnego konta; {K} jak wyżej.",
    )
    account_fixed_asset: str = option("080-1", label="Konto: zakup środków trwałych", help=_ACCOUNT_HELP)
    account_vat_due: str = option("221-1", label="Konto: VAT należny", help=_ACCOUNT_HELP)
    account_vat_input: str = option("221-2", label="Konto: VAT naliczony", help=_ACCOUNT_HELP)
    account_vat_oss: str = option("", label="Konto: VAT w procedurze OSS", help="Potrzebne tylko do sprzedaży OSS.")
    account_sale_advance: str = option(
        "845-1",
        label="Konto: zaliczki otrzymane",
        help="Zaliczka nie jest przychodem; końcowa faktura przenosi ją na przychody w FK.",
    )
    account_purchase_advance: str = option("300-1", label="Konto: zaliczki zapłacone", help=_ACCOUNT_HELP)
    account_receipt: str = option(
        "201-2-1-{K}",
        label="Konto przeciwstawne faktur do paragonów",
        help="Sprzedaż i VAT są już w raporcie kasy, więc faktura do paragonu nie księguje ich drugi raz: kwota wraca na to konto.",
    )
    fk_numbers: str = option(
        "",
        label="Numery kontrahentów w FK",
        help="Po jednym w wierszu: NIP=NUMER z kartoteki FK. Numer zastępuje {K}; pozostali dostają numer z dziewięciu cyfr NIP.",
        lines=True,
    )
    contractor_codes: str = option(
        "", label="Kody kontrahentów z FK", help="Po jednym w wierszu: NIP=KOD (skrót w kartotece, do 20 znaków).", lines=True
    )
    contractor_code: str = option(
        "name_nip", label="Kod nowego kontrahenta", choices={"name_nip": "początek nazwy i NIP", "nip": "sam NIP"}
    )
    consumers: str = option(
        "card",
        label="Nabywcy bez numeru",
        choices={"card": "jedna wspólna kartoteka", "name": "osobna kartoteka dla każdej nazwy"},
    )
    consumer_code: str = option("KONSUMENT", label="Kod wspólnej kartoteki nabywców bez numeru")
    number_length: int = option(
        255,
        label="Długość numeru dokumentu",
        help="Od 20 do 255. Dłuższy numer zostanie skrócony po pytaniu, a pełny trafi do opisu.",
    )
    gtu: str = option(
        "rows",
        label="Kody GTU",
        help="Kilka kodów stoi po przecinku; nie wiadomo, czy szablon importu tak je czyta.",
        choices={"rows": "w wierszach rejestru VAT", "document": "przy dokumencie", "none": "nie zapisuj"},
    )
    ksef_in_description: bool = option(
        default=True,
        label="Zapisuj numer KSeF w opisie",
        help=(
            "Żaden znany szablon nie czyta numeru KSeF z osobnego pola. W FK pole KSeF dokumentu wypełnij synchronizacją z KSeF albo ręcznie: "
            "bez niego w JPK_V7 zabraknie numeru."
        ),
    )
    ksef_mark_code: bool = option(
        default=False, label="Zapisuj OFF, BFK i DI wśród kodów JPK", help="Nie wiadomo, czy szablon importu je czyta."
    )
    mpp_flag: str = option(
        "1", label="Znacznik podzielonej płatności (mppFlags)", help="Liczba; puste: nie zapisuj. Wartość nie jest ogłoszona."
    )
    no_effect: str = option(
        "skip",
        label="Korekty samych danych (bez kwot)",
        choices={"skip": "pomijaj", "write": "zapisuj z kwotami zero"},
    )
    payment_transfer: str = option("przelew", label="Forma płatności: przelew", help="Nazwy form płatności w FK.")
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
            _check(field.name, field.metadata["label"], getattr(self, field.name))
        if self.number_length not in _NUMBER_LENGTHS:
            raise _unusable("Długość numeru dokumentu", str(self.number_length), "od 20 do 255")
        if self.rate_exempt and self.rate_exempt == self.rate_outside:
            raise _unusable("Wartość stawki „nie podlega”", self.rate_outside, "inna niż wartość stawki „zwolnione”")
        if self.register_lost.split()[0] in {self.register_purchase.split()[0], self.register_fixed_asset.split()[0]}:
            raise _unusable(
                "Rejestr: zakup, VAT niepodlegający odliczeniu", self.register_lost, "inny rejestr niż zakup z odliczeniem"
            )
        revenue_accounts(self.accounts_revenue)
        contractor_numbers(self.fk_numbers)
        own_codes(self.contractor_codes)


def _check(name: str, label: str, value: object) -> None:
    if not isinstance(value, str):
        return
    kind = name.partition("_")[0]
    empty_means_none = name in {"register_oss", "account_vat_oss"} and not value
    if kind == "symbol" and (not 0 < len(value) <= SYMBOL_LENGTH or not value.isalnum()):
        raise _unusable(label, value, "od 1 do 5 liter i cyfr")
    if kind == "register" and not empty_means_none and register(value) is None:
        raise _unusable(label, value, "skrót bez odstępów, po odstępie nazwa, bez nawiasów klamrowych")
    if kind == "account" and not empty_means_none and not is_account(value):
        raise _unusable(label, value, "litery, cyfry i {K} rozdzielone pojedynczymi myślnikami")
    if name in {"rate_exempt", "rate_outside"} and value and not is_special_rate(value):
        raise _unusable(label, value, "liczba ujemna z listy stawek FK, np. -3")
    if kind == "payment" and not 0 < len(value) <= _FORM_LENGTH:
        raise _unusable(label, value, "od 1 do 50 znaków")
    if name == "consumer_code" and not 0 < len(value) <= CODE_LENGTH:
        raise _unusable(label, value, "od 1 do 20 znaków")
    if name == "mpp_flag" and not _FLAG.fullmatch(value):
        raise _unusable(label, value, "liczba do czterech cyfr albo puste")


def _unusable(label: str, value: str, expected: str) -> UnusableArgument:
    return UnusableArgument(f"Ustawienie „{label}” nie może mieć wartości „{value}”.", advice=f"Dozwolone: {expected}.")
