"""What the codes of the forms mean, in Polish, for pages, lists and messages (the forms' schemas; invoice guide).

A code that is not known is shown as it is written, never hidden: the tables hold what is known, readers of them say ``get(code, code)``.
"""

from collections.abc import Mapping
from typing import Final

from app.invoice.forms import Form, Kind, MarginKind, PartyRole, VatGroup

KINDS: Final[Mapping[Kind, str]] = {
    Kind.VAT: "Faktura VAT",
    Kind.UPR: "Faktura uproszczona",
    Kind.ZAL: "Faktura zaliczkowa",
    Kind.ROZ: "Faktura rozliczeniowa",
    Kind.KOR: "Faktura korygująca",
    Kind.KOR_ZAL: "Faktura korygująca fakturę zaliczkową",
    Kind.KOR_ROZ: "Faktura korygująca fakturę rozliczeniową",
    Kind.VAT_RR: "Faktura VAT RR",
    Kind.KOR_VAT_RR: "Faktura korygująca VAT RR",
    Kind.VAT_PEF: "Faktura PEF",
    Kind.VAT_PEF_SP: "Specjalizowana faktura PEF",
    Kind.KOR_PEF: "Faktura korygująca PEF",
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
    PartyRole.OTHER: "Inny podmiot",
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
    "1": "w dacie ujęcia faktury pierwotnej",
    "2": "w dacie wystawienia faktury korygującej",
    "3": "w innej dacie (także różnej dla różnych pozycji)",
    "4": "w dacie zwrotu całości lub części należności",
}
"""`TypKorekty`: when a correction takes effect; 4 exists in FA_RR only."""

GROUPS: Final[Mapping[VatGroup, str]] = {
    VatGroup.P_13_1: "23% lub 22%",
    VatGroup.P_13_2: "8% lub 7%",
    VatGroup.P_13_3: "5%",
    VatGroup.P_13_4: "ryczałt dla taksówek",
    VatGroup.P_13_5: "procedura OSS (podatek od wartości dodanej)",
    VatGroup.P_13_6_1: "0% – sprzedaż krajowa",
    VatGroup.P_13_6_2: "0% – wewnątrzwspólnotowa dostawa towarów",
    VatGroup.P_13_6_3: "0% – eksport towarów",
    VatGroup.P_13_7: "zwolnione od podatku (zw)",
    VatGroup.P_13_8: "niepodlegające opodatkowaniu (np) – poza terytorium kraju",
    VatGroup.P_13_9: "niepodlegające opodatkowaniu (np) – usługi z art. 100 ust. 1 pkt 4",
    VatGroup.P_13_10: "odwrotne obciążenie (oo)",
    VatGroup.P_13_11: "procedura marży",
    VatGroup.FLAT_RATE: "zryczałtowany zwrot podatku",
    VatGroup.FOREIGN: "stawka zagraniczna",
    VatGroup.FA1_P_13_4: "ryczałt dla taksówek lub odwrotne obciążenie",
    VatGroup.FA1_P_13_5: "poza terytorium kraju",
    VatGroup.FA1_P_13_6: "0%",
}

RATES: Final[Mapping[str, str]] = {
    "0 KR": "0%",
    "0 WDT": "0% WDT",
    "0 EX": "0% eksport",
    "zw": "zw",
    "oo": "oo",
    "np": "np",
    "np I": "np I",
    "np II": "np II",
}
"""`P_12` where it is no percent; a reader knows the short words from every invoice."""

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

PEF_CATEGORIES: Final[Mapping[str, str]] = {"Z": "0 KR", "E": "zw", "AE": "oo", "K": "0 WDT", "G": "0 EX", "O": "np"}
"""Tax categories of PEF which are no plain percent, as `P_12` of FA(3)."""

MARGINS: Final[Mapping[MarginKind, str]] = {
    MarginKind.TRAVEL: "procedura marży dla biur podróży",
    MarginKind.USED_GOODS: "procedura marży – towary używane",
    MarginKind.ART: "procedura marży – dzieła sztuki",
    MarginKind.ANTIQUES: "procedura marży – przedmioty kolekcjonerskie i antyki",
    MarginKind.UNSPECIFIED: "procedura marży",
}

GTU: Final = tuple(f"GTU_{number:02}" for number in range(1, 14))
"""`GTU` of a line."""

PROCEDURES: Final = ("WSTO_EE", "IED", "TT_D", "I_42", "I_63", "B_SPV", "B_SPV_DOSTAWA", "B_MPV_PROWIZJA")
"""`Procedura` of a line."""

TRANSPORTS: Final[Mapping[str, str]] = {
    "1": "morski",
    "2": "kolejowy",
    "3": "drogowy",
    "4": "lotniczy",
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

# UNCL4461, the codes in use in Poland (guide §10.3).
_PEF_FORMS: Final[Mapping[str, str]] = {
    "1": "nie określono",
    "10": "gotówka",
    "20": "czek",
    "30": "przelew",
    "31": "polecenie obciążenia",
    "42": "wpłata na rachunek bankowy",
    "48": "karta",
    "49": "polecenie zapłaty",
    "54": "karta kredytowa",
    "55": "karta debetowa",
    "57": "stała umowa",
    "58": "przelew SEPA",
    "59": "polecenie zapłaty SEPA",
    "68": "płatność internetowa",
    "97": "rozliczenie między partnerami",
}

PEF_UNITS: Final[Mapping[str, str]] = {
    "ANN": "rok",
    "C62": "szt.",
    "CMT": "cm",
    "DAY": "dzień",
    "EA": "szt.",
    "GRM": "g",
    "H87": "szt.",
    "HAR": "ha",
    "HUR": "godz.",
    "KGM": "kg",
    "KMT": "km",
    "KTM": "km",
    "KWH": "kWh",
    "LTR": "l",
    "MIN": "min",
    "MLT": "ml",
    "MMT": "mm",
    "MON": "mies.",
    "MTK": "m²",
    "MTQ": "m³",
    "MTR": "m",
    "MWH": "MWh",
    "PR": "para",
    "SET": "kpl.",
    "TNE": "t",
    "WEE": "tydzień",
}
"""UN/ECE Recommendation 20, the units in use in Poland."""

VEHICLE_FIELDS: Final[Mapping[str, str]] = {
    "P_22BMK": "Marka",
    "P_22BMD": "Model",
    "P_22BK": "Kolor",
    "P_22BNR": "Numer rejestracyjny",
    "P_22BRP": "Rok produkcji",
    "P_22B": "Przebieg",
    "P_22B1": "VIN",
    "P_22B2": "Numer nadwozia",
    "P_22B3": "Numer podwozia",
    "P_22B4": "Numer ramy",
    "P_22BT": "Typ pojazdu",
    "P_22C": "Godziny robocze jednostki pływającej",
    "P_22C1": "Numer kadłuba",
    "P_22D": "Godziny robocze statku powietrznego",
    "P_22D1": "Numer fabryczny",
}
"""Fields of `NowySrodekTransportu`."""


def group_words(group: VatGroup) -> str:
    """A sum by the field that holds it, explained: ``"P_13_1 (23% lub 22%)"``; PEF has no field for a foreign rate."""
    return GROUPS[group] if group is VatGroup.FOREIGN else f"{group.removeprefix('FA1_')} ({GROUPS[group]})"


def payment_form(form: Form, code: str) -> str:
    """The name of a payment form; the same code means other things in other forms (guide §10.3). Empty for an unknown code."""
    if form is Form.FA_RR_1:
        return "przelew" if code == "1" else ""
    return (_FA_FORMS if form.is_fa else _PEF_FORMS).get(code, "")


def unit(form: Form, code: str) -> str:
    """A unit of measure: PEF gives codes of UN/ECE, the others the words themselves."""
    return PEF_UNITS.get(code, code) if form in {Form.PEF_3, Form.PEF_KOR_3} else code


def plain_rate(code: str) -> str:
    """P_12 as FA(3) writes it, also where a PEF line says it by category and percent (``"S 23"`` → ``"23"``; guide §12)."""
    category, _, percent = code.partition(" ")
    if category == "S" and percent:
        return percent.rstrip("0").rstrip(".") if "." in percent else percent
    return PEF_CATEGORIES.get(category, code) if code not in RATES else code


def rate_name(code: str) -> str:
    """P_12 for the reader: ``"23%"``, ``"0% WDT"``, ``"zw"``."""
    plain = plain_rate(code)
    if plain in RATES:
        return RATES[plain]
    return f"{plain.replace('.', ',')}%" if plain.replace(".", "", 1).isdigit() else plain
