"""Parties of FA(1): structured addresses, names in parts, identifiers with a prefix beside them."""

from typing import Any, Final

from app.invoice.fa_parties import ROLE_RULES, eu_code, role
from app.invoice.forms import PartyRole
from app.invoice.parties import Address, Contact, Party
from app.invoice.records import Fields, Record, many, one_of, together
from app.invoice.values import country, fixed, flag, nip, number_code, percent_text, required_text, text


def _make_address(domestic: Address | None = None, foreign: Address | None = None) -> Address | None:
    return domestic or foreign


def written(**parts: str) -> Address:
    """An address in parts, with the two lines a person would write."""
    place = parts.get("street", "") or parts.get("city", "")
    number = "/".join(part for part in (parts.get("house", ""), parts.get("flat", "")) if part)
    city = parts.get("post_office", "") or parts.get("city", "")
    if parts.get("street") and city != parts.get("city", ""):
        place = f"{parts['city']}, {place}"
    line1, line2 = f"{place} {number}".strip(), f"{parts.get('postal_code', '')} {city}".strip()
    return Address(line1=line1, line2=line2, **parts)


_PARTS: Final[Fields] = {
    "KodKraju": ("country", country),
    "Wojewodztwo": ("province", text),
    "Powiat": ("county", text),
    "Gmina": ("commune", text),
    "Ulica": ("street", text),
    "NrDomu": ("house", text),
    "NrLokalu": ("flat", text),
    "Miejscowosc": ("city", required_text),
    "KodPocztowy": ("postal_code", text),
    "Poczta": ("post_office", text),
    "GLN": ("gln", text),
}
address: Final = Record(
    _make_address,
    {
        "AdresPol": (
            "domestic",
            Record(
                written,
                {**_PARTS, "KodKraju": ("country", fixed("PL", country))},
                required=("KodKraju", "NrDomu", "Miejscowosc", "KodPocztowy"),
            ),
        ),
        "AdresZagr": (
            "foreign",
            Record(
                written,
                {name: _PARTS[name] for name in _PARTS if name not in {"Wojewodztwo", "Powiat", "Gmina", "Poczta"}},
                required=("KodKraju", "Miejscowosc"),
            ),
        ),
    },
    rules=(one_of("AdresPol", "AdresZagr"),),
)

_NAMES: Final[Fields] = {
    "ImiePierwsze": ("first_name", required_text),
    "Nazwisko": ("last_name", required_text),
    "PelnaNazwa": ("name", required_text),
    "NazwaHandlowa": ("trade_name", text),
}
_TOGETHER: Final = together("ImiePierwsze", "Nazwisko")
_taxpayer: Final = Record(
    dict, {"NIP": ("nip", nip), **_NAMES}, required=("NIP",), rules=(one_of("PelnaNazwa", "ImiePierwsze"), _TOGETHER)
)
_identified: Final = Record(
    dict,
    {"NIP": ("nip", nip), "NrID": ("id_number", text), "BrakID": ("no_id", flag), **_NAMES},
    rules=(one_of("NIP", "NrID", "BrakID"), one_of("PelnaNazwa", "ImiePierwsze", required=False), _TOGETHER),
)


def _make_party(
    identity: dict[str, Any],
    prefix: str = "",
    email: str = "",
    phones: tuple[str, ...] = (),
    other_role: bool = False,  # noqa: FBT001, FBT002  # values of the table
    **values: Any,  # noqa: ANN401  # values of the table
) -> Party:
    """A `Party`: its name in one piece as well, contacts in pairs, and a number with an EU prefix as a VAT-EU number."""
    if "first_name" in identity:
        identity["name"] = f"{identity['first_name']} {identity['last_name']}"
    if prefix and "id_number" in identity:
        identity["eu_code"], identity["eu_number"] = prefix, identity.pop("id_number")
    elif prefix:
        values["prefix"] = prefix
    if email or phones:
        first, *others = phones or ("",)
        values["contacts"] = (Contact(email, first), *(Contact(phone=phone) for phone in others))
    if other_role:
        values["role"] = PartyRole.OTHER
    return Party(**identity, **values)


_COMMON: Final[Fields] = {
    "NrEORI": ("eori", text),
    "Adres": ("address", address),
    "AdresKoresp": ("correspondence", address),
    "Email": ("email", text),
    "Telefon": ("phones", many(text)),
}
seller: Final = Record(
    _make_party,
    {
        **_COMMON,
        "PrefiksPodatnika": ("prefix", fixed("PL", eu_code)),
        "DaneIdentyfikacyjne": ("identity", _taxpayer),
        "StatusInfoPodatnika": ("taxpayer_status", number_code("1", "2", "3", "4")),
    },
    required=("DaneIdentyfikacyjne", "Adres"),
)
buyer: Final = Record(
    _make_party,
    {
        **_COMMON,
        "PrefiksNabywcy": ("prefix", eu_code),
        "DaneIdentyfikacyjne": ("identity", _identified),
        "NrKlienta": ("customer_number", text),
    },
    required=("DaneIdentyfikacyjne",),
)
third: Final = Record(
    _make_party,
    {
        **_COMMON,
        **role(*range(1, 7)),
        "DaneIdentyfikacyjne": ("identity", _identified),
        "RolaInna": ("other_role", flag),
        "OpisRoli": ("role_description", required_text),
        "Udzial": ("share", percent_text),
        "NrKlienta": ("customer_number", text),
    },
    required=("DaneIdentyfikacyjne", "Adres"),
    rules=ROLE_RULES,
)
authorised: Final = Record(
    _make_party,
    {
        "NrEORI": ("eori", text),
        "DaneIdentyfikacyjne": ("identity", _identified),
        "Adres": ("address", address),
        "AdresKoresp": ("correspondence", address),
        "EmailPU": ("email", text),
        "TelefonPU": ("phones", many(text)),
        "RolaPU": ("authority_role", number_code("1", "2", "3")),
    },
    required=("DaneIdentyfikacyjne", "Adres", "RolaPU"),
)
seller_before: Final = Record(
    _make_party,
    {
        "PrefiksPodatnika": ("prefix", eu_code),
        "DaneIdentyfikacyjne": ("identity", _taxpayer),
        "Adres": ("address", address),
    },
    required=("DaneIdentyfikacyjne", "Adres"),
)
buyer_before: Final = Record(
    _make_party,
    {
        "PrefiksNabywcy": ("prefix", eu_code),
        "DaneIdentyfikacyjne": ("identity", _identified),
        "Adres": ("address", address),
    },
    required=("DaneIdentyfikacyjne",),
)
carrier: Final = Record(
    _make_party,
    {"DaneIdentyfikacyjne": ("identity", _identified), "AdresPrzewoznika": ("address", address)},
    required=("DaneIdentyfikacyjne", "AdresPrzewoznika"),
)
