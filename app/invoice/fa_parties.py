"""Parties of FA(2), FA(3) and FA_RR: two-line addresses, contacts, the choice of identifiers."""

from typing import Any, Final

from app.base.nip import EU_CODES
from app.invoice.forms import PartyRole
from app.invoice.parties import Address, Contact, Party
from app.invoice.records import Fields, Record, many, needs, one_of, together
from app.invoice.values import (
    code,
    country,
    eu_number,
    fixed,
    flag,
    internal_id,
    nip,
    number_code,
    percent_text,
    required_text,
    text,
    yes_no,
)

eu_code: Final = code(*sorted(EU_CODES))
"""`TKodyKrajowUE`: Greece is EL here."""

address: Final = Record(
    Address,
    {
        "KodKraju": ("country", country),
        "AdresL1": ("line1", required_text),
        "AdresL2": ("line2", text),
        "GLN": ("gln", text),
    },
    required=("KodKraju", "AdresL1"),
)

# FA(2) admits letters and digits only in NrID, FA(3) any text; a bookkeeper needs it as it stands.
_IDENTITY: Final[Fields] = {
    "NIP": ("nip", nip),
    "IDWew": ("internal_id", internal_id),
    "KodUE": ("eu_code", eu_code),
    "NrVatUE": ("eu_number", eu_number),
    "KodKraju": ("id_country", country),
    "NrID": ("id_number", text),
    "BrakID": ("no_id", flag),
    "Nazwa": ("name", required_text),
}
_NUMBER_RULES: Final = (together("KodUE", "NrVatUE"), needs("KodKraju", "NrID"))
_taxpayer: Final = Record(dict, {name: _IDENTITY[name] for name in ("NIP", "Nazwa")}, required=("NIP", "Nazwa"))
_identified: Final = Record(
    dict,
    {name: field for name, field in _IDENTITY.items() if name != "IDWew"},
    rules=(one_of("NIP", "NrVatUE", "NrID", "BrakID"), *_NUMBER_RULES),
)
_unit: Final = Record(
    dict,
    _IDENTITY,
    rules=(one_of("NIP", "IDWew", "NrVatUE", "NrID", "BrakID"), *_NUMBER_RULES),
)

_CONTACTS: Final = many(Record(Contact, {"Email": ("email", text), "Telefon": ("phone", text)}))
_COMMON: Final[Fields] = {
    "NrEORI": ("eori", text),
    "Adres": ("address", address),
    "AdresKoresp": ("correspondence", address),
    "DaneKontaktowe": ("contacts", _CONTACTS),
}
_STATUS: Final = number_code("1", "2", "3", "4")


def make_party(identity: dict[str, Any], other_role: bool = False, **values: Any) -> Party:  # noqa: ANN401, FBT001, FBT002  # table values
    """A `Party` from its fields and those of `DaneIdentyfikacyjne`."""
    if other_role:
        values["role"] = PartyRole.OTHER
    return Party(**identity, **values)


seller: Final = Record(
    make_party,
    {
        **_COMMON,
        "PrefiksPodatnika": ("prefix", fixed("PL", eu_code)),
        "DaneIdentyfikacyjne": ("identity", _taxpayer),
        "StatusInfoPodatnika": ("taxpayer_status", _STATUS),
    },
    required=("DaneIdentyfikacyjne", "Adres"),
)

_BUYER: Final[Fields] = {
    **_COMMON,
    "DaneIdentyfikacyjne": ("identity", _identified),
    "NrKlienta": ("customer_number", text),
    "IDNabywcy": ("buyer_id", text),
}
buyer_fa2: Final = Record(make_party, _BUYER, required=("DaneIdentyfikacyjne",))
buyer_fa3: Final = Record(
    make_party, {**_BUYER, "JST": ("jst", yes_no), "GV": ("vat_group", yes_no)}, required=("DaneIdentyfikacyjne", "JST", "GV")
)

ROLE_RULES: Final = (one_of("Rola", "RolaInna"), together("RolaInna", "OpisRoli"))
_THIRD: Final[Fields] = {
    **_COMMON,
    "DaneIdentyfikacyjne": ("identity", _unit),
    "IDNabywcy": ("buyer_id", text),
    "NrKlienta": ("customer_number", text),
    "RolaInna": ("other_role", flag),
    "OpisRoli": ("role_description", required_text),
    "Udzial": ("share", percent_text),
}


def role(*numbers: int) -> Fields:
    """`Rola` with the roles a form admits."""
    number = number_code(*(str(each) for each in numbers))
    return {"Rola": ("role", lambda value: PartyRole(number(value)))}


third_fa2: Final = Record(
    make_party, {**_THIRD, **role(*range(1, 11))}, required=("DaneIdentyfikacyjne", "Adres"), rules=ROLE_RULES
)
third_fa3: Final = Record(make_party, {**_THIRD, **role(*range(1, 12))}, required=("DaneIdentyfikacyjne",), rules=ROLE_RULES)

authorised: Final = Record(
    make_party,
    {
        **_COMMON,
        "DaneIdentyfikacyjne": ("identity", _taxpayer),
        "DaneKontaktowe": ("contacts", many(Record(Contact, {"EmailPU": ("email", text), "TelefonPU": ("phone", text)}))),
        "RolaPU": ("authority_role", number_code("1", "2", "3")),
    },
    required=("DaneIdentyfikacyjne", "Adres", "RolaPU"),
)

seller_before: Final = Record(
    make_party,
    {
        "PrefiksPodatnika": ("prefix", eu_code),
        "DaneIdentyfikacyjne": ("identity", _taxpayer),
        "Adres": ("address", address),
    },
    required=("DaneIdentyfikacyjne", "Adres"),
)
buyer_before: Final = Record(
    make_party,
    {"DaneIdentyfikacyjne": ("identity", _identified), "Adres": ("address", address), "IDNabywcy": ("buyer_id", text)},
    required=("DaneIdentyfikacyjne",),
)
carrier: Final = Record(
    make_party,
    {"DaneIdentyfikacyjne": ("identity", _identified), "AdresPrzewoznika": ("address", address)},
    required=("DaneIdentyfikacyjne", "AdresPrzewoznika"),
)

# FA_RR: Podmiot1 is the farmer, Podmiot2 the buyer who issues; neither may be without a NIP.
farmer_rr: Final = Record(
    make_party,
    {
        **_COMMON,
        "DaneIdentyfikacyjne": ("identity", _taxpayer),
        "NrKontrahenta": ("customer_number", text),
    },
    required=("DaneIdentyfikacyjne", "Adres"),
)
buyer_rr: Final = Record(
    make_party,
    {
        **_COMMON,
        "DaneIdentyfikacyjne": ("identity", _taxpayer),
        "StatusInfoPodatnika": ("taxpayer_status", _STATUS),
    },
    required=("DaneIdentyfikacyjne", "Adres"),
)
_unit_rr: Final = Record(
    dict,
    {name: _IDENTITY[name] for name in ("NIP", "IDWew", "BrakID", "Nazwa")},
    required=("Nazwa",),
    rules=(one_of("NIP", "IDWew", "BrakID"),),
)
third_rr: Final = Record(
    make_party,
    {
        **_COMMON,
        "DaneIdentyfikacyjne": ("identity", _unit_rr),
        "RolaInna": ("other_role", flag),
        "OpisRoli": ("role_description", required_text),
        **role(1, 2, 3, 5, 6, 7, 8, 9, 10, 11),
    },
    required=("DaneIdentyfikacyjne",),
    rules=ROLE_RULES,
)
