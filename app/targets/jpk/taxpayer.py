"""Podmiot1 and the tax office: whose file it is, out of the client's card and the options."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from app.base.errors import UnusableArgument
from app.base.findings import Finding, blocks, notes
from app.booking.client import Client, IncomeMethod
from app.targets.jpk.markup import element, field
from app.targets.jpk.tax_offices import TAX_OFFICES
from app.targets.options import option
from app.targets.wording import flatten

FULL_NAME_LENGTH: Final = 240
_FIRST_NAME_LENGTH: Final = 30
_LAST_NAME_LENGTH: Final = 81
_PHONE_LENGTH: Final = 16
_EMAIL_LENGTH: Final = 255
_EMAIL: Final = re.compile(r"[^\s@]+@[^\s@]+")
_BIRTH: Final = (dt.date(1900, 1, 1), dt.date(2050, 12, 31))
"""What a date may be in the ministry's common types of either version (TData)."""
_NIP: Final = re.compile(r"[1-9](?:\d[1-9]|[1-9]\d)\d{7}", re.ASCII)


@dataclass(frozen=True, slots=True)
class TaxpayerOptions:
    """What a JPK says of the taxpayer, where the client's card does not say it or says it otherwise."""

    tax_office: str = option(
        "", label="Kod urzędu skarbowego", help="Cztery cyfry, np. 1437; puste: urząd z karty klienta. Plik musi go zawierać."
    )
    full_name: str = option("", label="Pełna nazwa podatnika", help="Puste: nazwa z karty klienta. Do 240 znaków.")

    def __post_init__(self) -> None:
        if self.tax_office and self.tax_office not in TAX_OFFICES:
            raise unusable("Kod urzędu skarbowego", self.tax_office, "czterocyfrowy kod z listy urzędów skarbowych, np. 1437")
        if len(self.full_name) > FULL_NAME_LENGTH:
            raise unusable("Pełna nazwa podatnika", self.full_name, "do 240 znaków")


@dataclass(frozen=True, slots=True)
class PersonOptions(TaxpayerOptions):
    """A natural person is named in another way than a company; both may leave an address and a telephone number."""

    first_name: str = option(
        "", label="Imię (osoba fizyczna)", help="Imię, nazwisko i data urodzenia razem albo wcale: bez nich firma."
    )
    last_name: str = option("", label="Nazwisko (osoba fizyczna)")
    birth_date: str = option("", label="Data urodzenia (osoba fizyczna)", help="RRRR-MM-DD")
    email: str = option("", label="Adres e-mail", help="Puste: adres z karty klienta.")
    phone: str = option("", label="Telefon", help="Do 16 znaków; może być pusty.")

    def __post_init__(self) -> None:
        TaxpayerOptions.__post_init__(self)
        limits = (
            ("Imię (osoba fizyczna)", self.first_name, _FIRST_NAME_LENGTH),
            ("Nazwisko (osoba fizyczna)", self.last_name, _LAST_NAME_LENGTH),
            ("Telefon", self.phone, _PHONE_LENGTH),
        )
        for label, value, limit in limits:
            if len(value) > limit:
                raise unusable(label, value, f"do {limit} znaków")
        if self.email and not _is_email(flatten(self.email)):
            raise unusable("Adres e-mail", self.email, "adres z jednym znakiem @, do 255 znaków")
        person = (flatten(self.first_name), flatten(self.last_name), self.birth_date.strip())
        if any(person) and not all(person):
            raise UnusableArgument(
                "Osobę fizyczną trzeba podać w całości.",
                advice="Wpisz imię, nazwisko i datę urodzenia albo zostaw wszystkie trzy puste.",
            )
        if self.birth_date.strip() and not _is_birth_date(self.birth_date.strip()):
            raise unusable("Data urodzenia (osoba fizyczna)", self.birth_date, "data RRRR-MM-DD z lat 1900–2050")


def unusable(label: str, value: str, expected: str) -> UnusableArgument:
    """The error about a setting that the format cannot take."""
    return UnusableArgument(f"Ustawienie „{label}” nie może mieć wartości „{value}”.", advice=f"Dozwolone: {expected}.")


def office_code(client: Client, options: TaxpayerOptions) -> str:
    """KodUrzedu; empty where nobody has given one."""
    return options.tax_office or client.tax_office.strip()


def full_name(client: Client, options: TaxpayerOptions) -> str:
    """PelnaNazwa."""
    return field(options.full_name or client.name, FULL_NAME_LENGTH)


def taxpayer_findings(client: Client, options: TaxpayerOptions, *, with_email: bool = False) -> Iterator[Finding]:
    """What keeps the whole file from being written; belongs to no single document.

    `with_email` tells that the form must have an address; a wrong one is refused wherever the form has a place for it.
    """
    code = office_code(client, options)
    if code not in TAX_OFFICES:
        what = (
            f"Kod urzędu skarbowego „{code}” nie istnieje"
            if code
            else "Brak kodu urzędu skarbowego, który plik JPK musi zawierać"
        )
        yield blocks("jpk_tax_office", f"{what}. Wpisz cztery cyfry w karcie klienta albo w ustawieniach formatu.", "KodUrzedu")
    if not _NIP.fullmatch(client.nip):
        yield blocks(
            "jpk_taxpayer_nip", f"NIP klienta „{client.nip}” nie ma budowy, której wymaga JPK. Popraw kartę klienta.", "NIP"
        )
    person = _is_person(options)
    if not person and not flatten(options.full_name or client.name):
        yield blocks(
            "jpk_taxpayer_name", "Brak nazwy podatnika. Wpisz ją w karcie klienta albo w ustawieniach formatu.", "PelnaNazwa"
        )
    email = _email(client, options) if isinstance(options, PersonOptions) else ""
    if email and not _is_email(email):
        yield blocks(
            "jpk_email",
            f"Adres e-mail „{email}” jest niepoprawny. Popraw go w karcie klienta albo w ustawieniach formatu.",
            "Email",
        )
    elif with_email and not email:
        yield blocks(
            "jpk_email",
            "Brak adresu e-mail, którego wymaga JPK_V7. Wpisz go w karcie klienta albo w ustawieniach formatu.",
            "Email",
        )


def taxpayer_notes(client: Client, options: TaxpayerOptions) -> Iterator[Finding]:
    """What to look at in Podmiot1; said once, about the first document."""
    person = _is_person(options)
    name = flatten(options.full_name or client.name)
    if len(name) > FULL_NAME_LENGTH and not person:
        yield notes(
            "jpk_taxpayer_shortened", f"Nazwę podatnika skrócono do {FULL_NAME_LENGTH} znaków. Pełna: „{name}”.", "PelnaNazwa"
        )
    if isinstance(options, PersonOptions) and not person and client.income_method is not IncomeMethod.BOOKS:
        yield notes(
            "jpk_taxpayer_company",
            "Podatnik jest w pliku jako firma (osoba niefizyczna). Jeżeli to osoba fizyczna, wpisz w ustawieniach formatu jej imię, nazwisko "
            "i datę urodzenia.",
            "Podmiot1",
        )


def subject(client: Client, options: PersonOptions, person_namespace: str, *, more: str = "") -> str:
    """Podmiot1. The identifiers of a natural person belong to the namespace of the ministry's common types, all else to the file's own.

    `more` are the elements that a form adds after them.
    """
    contact = element("Email", _email(client, options)) + element("Telefon", flatten(options.phone))
    if _is_person(options):
        names = (
            f"<e:NIP>{client.nip}</e:NIP>"
            f"{element('e:ImiePierwsze', flatten(options.first_name))}{element('e:Nazwisko', flatten(options.last_name))}"
            f"{element('e:DataUrodzenia', options.birth_date.strip())}"
        )
        inner = f'<OsobaFizyczna xmlns:e="{person_namespace}">{names}{contact}</OsobaFizyczna>'
    else:
        name = element("PelnaNazwa", full_name(client, options))
        inner = f"<OsobaNiefizyczna><NIP>{client.nip}</NIP>{name}{contact}</OsobaNiefizyczna>"
    return f'<Podmiot1 rola="Podatnik">\n{inner}\n{more}</Podmiot1>\n'


def _is_person(options: TaxpayerOptions) -> bool:
    """Whether the options name a natural person."""
    return isinstance(options, PersonOptions) and bool(flatten(options.last_name))


def _email(client: Client, options: PersonOptions) -> str:
    return flatten(options.email or client.email)


def _is_email(text: str) -> bool:
    return len(text) <= _EMAIL_LENGTH and _EMAIL.fullmatch(text) is not None


def _is_birth_date(text: str) -> bool:
    first, last = _BIRTH
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return False
    return first <= day <= last and day.isoformat() == text
