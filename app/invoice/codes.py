"""Polish names of coded values, for pages, lists and messages. Meaning of the codes: the forms' schemas and the invoice guide."""

from collections.abc import Mapping
from typing import Final

from app.invoice.forms import Form, Kind, MarginKind, PartyRole, VatGroup

KINDS: Final[Mapping[Kind, str]] = {
    Kind.VAT: "Faktura VAT",
    Kind.KOR: "Faktura korygująca",
    Kind.ZAL: "Faktura zaliczkowa",
    Kind.ROZ: "Faktura rozliczająca zaliczki",
    Kind.UPR: "Faktura uproszczona",
    Kind.KOR_ZAL: "Korekta faktury zaliczkowej",
    Kind.KOR_ROZ: "Korekta faktury rozliczającej zaliczki",
    Kind.VAT_RR: "Faktura VAT RR",
    Kind.KOR_VAT_RR: "Korekta faktury VAT RR",
    Kind.VAT_PEF: "Faktura PEF",
    Kind.VAT_PEF_SP: "Faktura PEF specjalizowana",
    Kind.KOR_PEF: "Korekta faktury PEF",
}

ROLES: Final[Mapping[PartyRole, str]] = {
    PartyRole.FACTOR: "Faktor",
    PartyRole.RECIPIENT: "Odbiorca",
    PartyRole.ORIGINAL_ENTITY: "Podmiot pierwotny",
    PartyRole.ADDITIONAL_BUYER: "Dodatkowy nabywca",
    PartyRole.ISSUER: "Wystawca faktury",
    PartyRole.PAYER: "Dokonujący płatności",
    PartyRole.JST_ISSUER: "Jednostka samorządu terytorialnego – wystawca",
    PartyRole.JST_RECIPIENT: "Jednostka samorządu terytorialnego – odbiorca",
    PartyRole.GROUP_ISSUER: "Członek grupy VAT – wystawca",
    PartyRole.GROUP_RECIPIENT: "Członek grupy VAT – odbiorca",
    PartyRole.EMPLOYEE: "Pracownik",
    PartyRole.OTHER: "Inna rola",
}

AUTHORITY_ROLES: Final[Mapping[str, str]] = {"1": "Organ egzekucyjny", "2": "Komornik sądowy", "3": "Przedstawiciel podatkowy"}
"""`RolaPU`"""

TAXPAYER_STATUSES: Final[Mapping[str, str]] = {
    "1": "w likwidacji",
    "2": "w postępowaniu restrukturyzacyjnym",
    "3": "w upadłości",
    "4": "przedsiębiorstwo w spadku",
}
"""`StatusInfoPodatnika`"""

CORRECTION_TYPES: Final[Mapping[str, str]] = {
    "1": "skutek w dacie ujęcia faktury pierwotnej",
    "2": "skutek w dacie wystawienia korekty",
    "3": "skutek w innej dacie albo w różnych datach dla pozycji",
    "4": "skutek w dacie zwrotu całości lub części należności",
}
"""`TypKorekty`; 4 exists in FA_RR only."""

GROUPS: Final[Mapping[VatGroup, str]] = {
    VatGroup.P_13_1: "stawka podstawowa (23% lub 22%)",
    VatGroup.P_13_2: "stawka obniżona pierwsza (8% lub 7%)",
    VatGroup.P_13_3: "stawka obniżona druga (5%)",
    VatGroup.P_13_4: "ryczałt dla taksówek osobowych (4% lub 3%)",
    VatGroup.P_13_5: "procedura szczególna OSS",
    VatGroup.P_13_6_1: "0% w kraju",
    VatGroup.P_13_6_2: "0% wewnątrzwspólnotowa dostawa towarów",
    VatGroup.P_13_6_3: "0% eksport towarów",
    VatGroup.P_13_7: "zwolnione z podatku",
    VatGroup.P_13_8: "poza terytorium kraju",
    VatGroup.P_13_9: "usługi z art. 100 ust. 1 pkt 4 ustawy",
    VatGroup.P_13_10: "odwrotne obciążenie w kraju",
    VatGroup.P_13_11: "procedura marży",
    VatGroup.FLAT_RATE: "produkty i usługi rolnika ryczałtowego",
    VatGroup.FOREIGN: "stawka lub kategoria spoza polskich",
    VatGroup.FA1_P_13_4: "odwrotne obciążenie lub ryczałt dla taksówek (suma wspólna w FA(1))",
    VatGroup.FA1_P_13_5: "sprzedaż poza terytorium kraju (suma wspólna w FA(1))",
    VatGroup.FA1_P_13_6: "stawka 0% (suma wspólna w FA(1))",
}

RATES: Final[Mapping[str, str]] = {
    "0 KR": "0% w kraju",
    "0 WDT": "0% wewnątrzwspólnotowa dostawa towarów",
    "0 EX": "0% eksport towarów",
    "zw": "zwolnione z podatku",
    "oo": "odwrotne obciążenie",
    "np": "niepodlegające opodatkowaniu w kraju",
    "np I": "poza terytorium kraju",
    "np II": "usługi z art. 100 ust. 1 pkt 4 ustawy",
}
"""`P_12` where it is no percent."""

RATE_PROCEDURES: Final[Mapping[str, str]] = {
    "1": "0% w sprzedaży krajowej",
    "2": "0% wewnątrzwspólnotowa dostawa towarów",
    "3": "0% eksport towarów",
    "4": "opodatkowane poza terytorium kraju",
    "5": "usługi z art. 100 ust. 1 pkt 4 ustawy",
    "6": "towar lub usługa z załącznika nr 15",
    "7": "pozostała sprzedaż krajowa",
}
"""`P_12_Procedura` of FA(1)."""

MARGINS: Final[Mapping[MarginKind, str]] = {
    MarginKind.TRAVEL: "procedura marży dla biur podróży",
    MarginKind.USED_GOODS: "procedura marży – towary używane",
    MarginKind.ART: "procedura marży – dzieła sztuki",
    MarginKind.ANTIQUES: "procedura marży – przedmioty kolekcjonerskie i antyki",
    MarginKind.UNSPECIFIED: "procedura marży",
}

GTU: Final[Mapping[str, str]] = {
    "GTU_01": "napoje alkoholowe",
    "GTU_02": "paliwa",
    "GTU_03": "oleje opałowe i smarowe",
    "GTU_04": "wyroby tytoniowe",
    "GTU_05": "odpady",
    "GTU_06": "urządzenia elektroniczne",
    "GTU_07": "pojazdy i części",
    "GTU_08": "metale szlachetne i nieszlachetne",
    "GTU_09": "leki i wyroby medyczne",
    "GTU_10": "budynki, budowle i grunty",
    "GTU_11": "uprawnienia do emisji gazów cieplarnianych",
    "GTU_12": "usługi niematerialne",
    "GTU_13": "usługi transportowe i magazynowe",
}

PROCEDURES: Final[Mapping[str, str]] = {
    "WSTO_EE": "wewnątrzwspólnotowa sprzedaż towarów na odległość i usługi elektroniczne",
    "IED": "dostawa ułatwiona przez interfejs elektroniczny",
    "TT_D": "dostawa w procedurze trójstronnej uproszczonej",
    "I_42": "dostawa po imporcie w procedurze 42",
    "I_63": "dostawa po imporcie w procedurze 63",
    "B_SPV": "transfer bonu jednego przeznaczenia",
    "B_SPV_DOSTAWA": "dostawa lub usługa za bon jednego przeznaczenia",
    "B_MPV_PROWIZJA": "pośrednictwo w transferze bonu różnego przeznaczenia",
}

TRANSPORTS: Final[Mapping[str, str]] = {
    "1": "transport morski",
    "2": "transport kolejowy",
    "3": "transport drogowy",
    "4": "transport lotniczy",
    "5": "przesyłka pocztowa",
    "7": "stałe instalacje przesyłowe",
    "8": "żegluga śródlądowa",
}
"""`RodzajTransportu`"""

CARGO: Final[Mapping[str, str]] = {
    "1": "bańka",
    "2": "beczka",
    "3": "butla",
    "4": "karton",
    "5": "kanister",
    "6": "klatka",
    "7": "kontener",
    "8": "kosz",
    "9": "łubianka",
    "10": "opakowanie zbiorcze",
    "11": "paczka",
    "12": "pakiet",
    "13": "paleta",
    "14": "pojemnik",
    "15": "pojemnik do ładunków masowych stałych",
    "16": "pojemnik do ładunków masowych płynnych",
    "17": "pudełko",
    "18": "puszka",
    "19": "skrzynia",
    "20": "worek",
}
"""`OpisLadunku`"""

OWN_ACCOUNTS: Final[Mapping[str, str]] = {
    "1": "rachunek banku do rozliczeń nabywanych wierzytelności",
    "2": "rachunek banku do pobierania należności i przekazywania ich sprzedawcy",
    "3": "rachunek własny banku, niebędący rozliczeniowym",
}
"""`RachunekWlasnyBanku`"""

PART_PAID: Final[Mapping[str, str]] = {"1": "zapłacono w części", "2": "zapłacono w całości, w częściach"}
"""`ZnacznikZaplatyCzesciowej`"""

_FA_FORMS: Final[Mapping[str, str]] = {
    "1": "gotówka",
    "2": "karta",
    "3": "bon",
    "4": "czek",
    "5": "kredyt",
    "6": "przelew",
    "7": "płatność mobilna",
}
_PEF_FORMS: Final[Mapping[str, str]] = {
    "10": "gotówka",
    "30": "przelew",
    "31": "przelew",
    "42": "wpłata na rachunek",
    "48": "karta",
    "49": "polecenie zapłaty",
    "54": "karta kredytowa",
    "55": "karta debetowa",
    "57": "zlecenie stałe",
    "58": "przelew SEPA",
    "59": "polecenie zapłaty SEPA",
    "97": "kompensata",
}


def payment_form(form: Form, code: str) -> str:
    """The name of a payment form; the same code means other things in other forms (guide §10.3). Empty for an unknown code."""
    if form is Form.FA_RR_1:
        return "przelew" if code == "1" else ""
    return (_FA_FORMS if form.is_fa else _PEF_FORMS).get(code, "")


def rate_name(code: str) -> str:
    """P_12 as a person reads it: ``"23%"``, ``"0% eksport towarów"``; what is not known stays as written."""
    if code.replace(".", "", 1).isdecimal():
        return f"{code}%"
    return RATES.get(code, code)
