"""Codes of the forms in the words of the page. A code that is not known is shown as it is written, never hidden."""

from collections.abc import Mapping
from typing import Final

from app.invoice.forms import Form, Kind, MarginKind, PartyRole

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

AUTHORITY_ROLES: Final[Mapping[str, str]] = {
    "1": "Organ egzekucyjny",
    "2": "Komornik sądowy",
    "3": "Przedstawiciel podatkowy",
}

TAXPAYER_STATUSES: Final[Mapping[str, str]] = {
    "1": "w likwidacji",
    "2": "w restrukturyzacji",
    "3": "w upadłości",
    "4": "przedsiębiorstwo w spadku",
}

CORRECTION_TYPES: Final[Mapping[str, str]] = {
    "1": "w dacie ujęcia faktury pierwotnej",
    "2": "w dacie wystawienia faktury korygującej",
    "3": "w innej dacie (także różnej dla różnych pozycji)",
}

PAYMENT_FORMS: Final[Mapping[str, str]] = {
    "1": "gotówka",
    "2": "karta",
    "3": "bon",
    "4": "czek",
    "5": "kredyt",
    "6": "przelew",
    "7": "płatność mobilna",
}

# UNCL4461, the codes in use in Poland (guide §10.3).
PEF_PAYMENT_FORMS: Final[Mapping[str, str]] = {
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

BANK_OWN_ACCOUNTS: Final[Mapping[str, str]] = {
    "1": "rachunek banku do rozliczania nabywanych wierzytelności",
    "2": "rachunek banku do pobierania należności od nabywcy",
    "3": "rachunek banku prowadzony w ramach gospodarki własnej",
}

TRANSPORTS: Final[Mapping[str, str]] = {
    "1": "morski",
    "2": "kolejowy",
    "3": "drogowy",
    "4": "lotniczy",
    "5": "przesyłka pocztowa",
    "7": "stałe instalacje przesyłowe",
    "8": "żegluga śródlądowa",
}

CARGOS: Final[Mapping[str, str]] = {
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

MARGINS: Final[Mapping[MarginKind, str]] = {
    MarginKind.TRAVEL: "procedura marży dla biur podróży",
    MarginKind.USED_GOODS: "procedura marży – towary używane",
    MarginKind.ART: "procedura marży – dzieła sztuki",
    MarginKind.ANTIQUES: "procedura marży – przedmioty kolekcjonerskie i antyki",
    MarginKind.UNSPECIFIED: "procedura marży",
}

RATES: Final[Mapping[str, str]] = {
    "0 KR": "0%",
    "0 WDT": "0% WDT",
    "0 EX": "0% eksport",
}

# Tax categories of PEF which are no plain percent, as P_12 of FA(3).
PEF_CATEGORIES: Final[Mapping[str, str]] = {
    "Z": "0 KR",
    "E": "zw",
    "AE": "oo",
    "K": "0 WDT",
    "G": "0 EX",
    "O": "np",
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

FA1_RATE_PROCEDURES: Final[Mapping[str, str]] = {
    "1": "sprzedaż krajowa",
    "2": "WDT",
    "3": "eksport towarów",
    "4": "poza terytorium kraju",
    "5": "usługi z art. 100 ust. 1 pkt 4",
    "6": "towary z załącznika nr 15",
    "7": "pozostała sprzedaż krajowa",
}

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

COUNTRIES: Final[Mapping[str, str]] = {
    "AT": "Austria",
    "BE": "Belgia",
    "BG": "Bułgaria",
    "BY": "Białoruś",
    "CA": "Kanada",
    "CH": "Szwajcaria",
    "CN": "Chiny",
    "CY": "Cypr",
    "CZ": "Czechy",
    "DE": "Niemcy",
    "DK": "Dania",
    "EE": "Estonia",
    "EL": "Grecja",
    "ES": "Hiszpania",
    "FI": "Finlandia",
    "FR": "Francja",
    "GB": "Wielka Brytania",
    "GR": "Grecja",
    "HR": "Chorwacja",
    "HU": "Węgry",
    "IE": "Irlandia",
    "IT": "Włochy",
    "JP": "Japonia",
    "LT": "Litwa",
    "LU": "Luksemburg",
    "LV": "Łotwa",
    "MT": "Malta",
    "NL": "Niderlandy",
    "NO": "Norwegia",
    "PL": "Polska",
    "PT": "Portugalia",
    "RO": "Rumunia",
    "SE": "Szwecja",
    "SI": "Słowenia",
    "SK": "Słowacja",
    "TR": "Turcja",
    "UA": "Ukraina",
    "US": "Stany Zjednoczone",
    "XI": "Irlandia Północna",
}


def country(code: str) -> str:
    """``"Niemcy (DE)"``, ``"Polska"``; an unknown code as it is."""
    name = COUNTRIES.get(code)
    if name is None:
        return code
    return name if code == "PL" else f"{name} ({code})"


def plain_rate(code: str) -> str:
    """P_12 as FA(3) writes it, also where a PEF line says it by category and percent (``"S 23"`` → ``"23"``; guide §12)."""
    category, _, percent = code.partition(" ")
    if category == "S" and percent:
        return percent.rstrip("0").rstrip(".") if "." in percent else percent
    return PEF_CATEGORIES.get(category, code) if category in PEF_CATEGORIES and code not in RATES else code


def rate_code(code: str) -> str:
    """P_12 for the reader: ``"23%"``, ``"0% WDT"``, ``"zw"``."""
    plain = plain_rate(code)
    if plain in RATES:
        return RATES[plain]
    return f"{plain.replace('.', ',')}%" if plain.replace(".", "", 1).isdigit() else plain


def unit(form: Form, code: str) -> str:
    """A unit of measure; PEF gives codes of UN/ECE, the others the words themselves."""
    return PEF_UNITS.get(code, code) if form in {Form.PEF_3, Form.PEF_KOR_3} else code


def payment_form(form: Form, code: str) -> str:
    """`FormaPlatnosci` in words; the meaning of a code depends on the form (guide §10.3)."""
    if form is Form.FA_RR_1:
        return {"1": "przelew"}.get(code, code)
    if form in {Form.PEF_3, Form.PEF_KOR_3}:
        return PEF_PAYMENT_FORMS.get(code, code)
    return PAYMENT_FORMS.get(code, code)
