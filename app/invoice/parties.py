"""Parties of an invoice, as issued."""

import msgspec

from app.invoice.forms import PartyRole


class Address(msgspec.Struct, frozen=True, omit_defaults=True):
    """A postal address: two free lines (FA(2), FA(3), FA_RR) or structured parts (FA(1), PEF).

    A reader of a structured address also fills `line1` and `line2` with the parts as a person would write them.
    `country` is ISO 3166 (Greece is ``GR`` here, not ``EL``).
    """

    country: str = ""
    line1: str = ""
    line2: str = ""
    gln: str = ""
    street: str = ""
    house: str = ""
    flat: str = ""
    city: str = ""
    postal_code: str = ""
    post_office: str = ""
    province: str = ""
    county: str = ""
    commune: str = ""


class Contact(msgspec.Struct, frozen=True, omit_defaults=True):
    """One `DaneKontaktowe`."""

    email: str = ""
    phone: str = ""


class Party(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A seller, buyer, third party or authorised party, as issued; exactly one kind of identifier is filled.

    `nip` holds the digits as in the document (PEF: with the leading ``PL`` removed). `share` is `Udzial` in percent of a
    further buyer; `buyer_id` is `IDNabywcy`. `jst` and `vat_group` are None where the form has no such flag.
    `taxpayer_status` is `StatusInfoPodatnika` (1 liquidation, 2 restructuring, 3 bankruptcy, 4 succession).
    `authority_role` is `RolaPU` of a `PodmiotUpowazniony` (1 enforcement body, 2 bailiff, 3 tax representative).
    """

    name: str = ""
    trade_name: str = ""
    first_name: str = ""
    last_name: str = ""
    nip: str = ""
    internal_id: str = ""
    eu_code: str = ""
    eu_number: str = ""
    id_country: str = ""
    id_number: str = ""
    no_id: bool = False
    prefix: str = ""
    eori: str = ""
    address: Address | None = None
    correspondence: Address | None = None
    contacts: tuple[Contact, ...] = ()
    customer_number: str = ""
    buyer_id: str = ""
    taxpayer_status: str = ""
    jst: bool | None = None
    vat_group: bool | None = None
    role: PartyRole | None = None
    role_description: str = ""
    share: str = ""
    authority_role: str = ""
