"""On whose side the client stands: the set of roles its NIP has in the document (invoice guide §3.2)."""

from collections.abc import Iterator, Mapping
from typing import Final

import msgspec

from app.base.findings import Finding, asks, blocks, notes
from app.base.nip import clean
from app.booking.entry import Direction
from app.booking.shares import Share, buyer_share
from app.invoice.forms import PartyRole
from app.invoice.model import Invoice
from app.invoice.parties import Party

_NIP_LENGTH: Final = 10
_SALE_ROLES: Final = frozenset({PartyRole.JST_ISSUER, PartyRole.GROUP_ISSUER})
_PURCHASE_ROLES: Final = frozenset({PartyRole.JST_RECIPIENT, PartyRole.GROUP_RECIPIENT, PartyRole.ADDITIONAL_BUYER})

_NO_ENTRY: Final[dict[PartyRole, str]] = {
    PartyRole.FACTOR: "faktorem (rola 1): faktura nie trafia do jego rejestru VAT, a zapłatę księguje się osobno",
    PartyRole.ORIGINAL_ENTITY: "podmiotem pierwotnym (rola 3): fakturę księguje następca prawny wskazany jako sprzedawca lub nabywca",
    PartyRole.ISSUER: "wystawcą w imieniu podatnika (rola 5): fakturę księguje sprzedawca",
    PartyRole.PAYER: "płatnikiem (rola 6): fakturę księguje nabywca, a z klientem trzeba tylko rozliczyć zapłatę",
    PartyRole.EMPLOYEE: "pracownikiem (rola 11): zakup księguje pracodawca wskazany jako nabywca",
}
_AUTHORITY: Final[dict[str, str]] = {
    "1": "organem egzekucyjnym: sprzedawcą pozostaje dłużnik",
    "2": "komornikiem sądowym: sprzedawcą pozostaje dłużnik",
    "3": "przedstawicielem podatkowym: fakturę księguje reprezentowany sprzedawca",
}


class Standing(msgspec.Struct, frozen=True):
    """Where the client stands. `directions` is empty while unknown or none; two where one document makes two entries.

    `unit` is the five digits of an internal unit named for the client; `share` the client's part of a purchase that several
    buyers share, None where it is wholly his.
    """

    directions: tuple[Direction, ...] = ()
    unit: str = ""
    share: Share | None = None


def find_standing(
    invoice: Invoice,
    nip: str,
    decisions: Mapping[str, str],
    *,
    wanted: Direction | None,
    found: list[Finding],
) -> Standing:
    """The client's side of the document. `wanted` decides only where both are possible.

    Seller and buyer go before third parties; who issued or sent the document plays no part (self-billing, FA_RR).
    """
    client = clean(nip)
    sells = _matches(invoice.seller, client, found)
    buys = _matches(invoice.buyer, client, found)
    if not invoice.third_parties:
        thirds: list[Party] = []
    else:
        thirds = [party for party in invoice.third_parties if _matches(party, client, found)]
    unit = next(_units(invoice, thirds), "") if thirds or invoice.buyer.internal_id else ""
    if sells and buys:
        return Standing(_both(decisions, wanted, found), unit)
    if sells:
        return Standing((Direction.SALE,), unit)
    if buys:
        return Standing((Direction.PURCHASE,), unit, buyer_share(invoice, None, decisions, found))
    if thirds:
        return _third_party(invoice, thirds, unit, decisions, wanted=wanted, found=found)
    _explain_absence(invoice, client, found)
    return Standing()


def _matches(party: Party, client: str, found: list[Finding]) -> bool:
    """Whether the party is the client, by NIP, by the internal unit's first ten digits, or by a NIP written in a wrong field."""
    if party.nip:
        return party.nip == client or clean(party.nip) == client
    if party.internal_id:
        return clean(party.internal_id[:_NIP_LENGTH]) == client
    number = party.eu_number or party.id_number
    if not number or clean(number) != client or party.eu_code not in {"", "PL"} or party.id_country not in {"", "PL"}:
        return False
    field = "NrVatUE" if party.eu_number else "NrID"
    found.append(
        notes(
            "nip_in_wrong_field",
            f"NIP {client} stoi w polu {field} zamiast NIP: taka faktura nie dociera do nabywcy w KSeF."
            " Rozpoznano klienta, ale warto poprosić wystawcę o poprawienie danych.",
            field,
        )
    )
    return True


def _units(invoice: Invoice, thirds: list[Party]) -> Iterator[str]:
    for party in (*thirds, invoice.buyer):
        if party.internal_id:
            yield party.internal_id[_NIP_LENGTH:].lstrip("-")


def _both(decisions: Mapping[str, str], wanted: Direction | None, found: list[Finding]) -> tuple[Direction, ...]:
    if wanted is not None:
        return (wanted,)
    answer = decisions.get("direction", "")
    if answer == "both":
        return (Direction.SALE, Direction.PURCHASE)
    if answer in set(Direction):
        return (Direction(answer),)
    found.append(
        asks(
            "direction",
            "Klient jest na fakturze i sprzedawcą, i nabywcą. Wskaż, co zaksięgować: sprzedaż, zakup czy oba zapisy.",
            "Podmiot1",
        )
    )
    return ()


def _third_party(
    invoice: Invoice,
    thirds: list[Party],
    unit: str,
    decisions: Mapping[str, str],
    *,
    wanted: Direction | None,
    found: list[Finding],
) -> Standing:
    roles = {party.role for party in thirds}
    sale, purchase = bool(roles & _SALE_ROLES), bool(roles & _PURCHASE_ROLES)
    if sale and purchase:
        return Standing(_both(decisions, wanted, found), unit)
    if sale:
        found.append(_unit_note("sprzedaży", "Podmiot1", invoice.seller))
        return Standing((Direction.SALE,), unit)
    if PartyRole.ADDITIONAL_BUYER in roles:
        party = next(party for party in thirds if party.role is PartyRole.ADDITIONAL_BUYER)
        return Standing((Direction.PURCHASE,), unit, buyer_share(invoice, party, decisions, found))
    if purchase:
        found.append(_unit_note("zakupu", "Podmiot2", invoice.buyer))
        return Standing((Direction.PURCHASE,), unit)
    return Standing(_unsettled_role(invoice, thirds, decisions, wanted, found), unit)


def _unsettled_role(
    invoice: Invoice, thirds: list[Party], decisions: Mapping[str, str], wanted: Direction | None, found: list[Finding]
) -> tuple[Direction, ...]:
    """Roles that make no sale and no purchase by themselves: ask where they may, else refuse."""
    roles = {party.role for party in thirds}
    if PartyRole.RECIPIENT in roles:
        return _recipient(invoice, decisions, wanted, found)
    for party in thirds:
        if party.role is PartyRole.OTHER:
            return _other_role(party, decisions, wanted, found)
    reason = next((_NO_ENTRY[role] for role in _NO_ENTRY if role in roles), "podmiotem trzecim bez rozpoznanej roli")
    found.append(
        blocks(
            "client_has_no_entry",
            f"Klient jest na fakturze tylko {reason}. Pomiń dokument albo wybierz właściwego klienta.",
            "Podmiot3",
        )
    )
    return ()


def _unit_note(what: str, field: str, party: Party) -> Finding:
    owner = party.name or party.nip or field
    return notes(
        "unit_of_another",
        f"Klient jest jednostką JST lub członkiem grupy VAT: dokument {what} ujęto w jego księgach,"
        f" ale rejestr VAT należy do „{owner}” ({field}).",
        "Podmiot3",
    )


def _recipient(
    invoice: Invoice, decisions: Mapping[str, str], wanted: Direction | None, found: list[Finding]
) -> tuple[Direction, ...]:
    """Role 2: for the unit only cost allocation; which entity the client's file stands for, only a person knows."""
    if decisions.get("direction") == Direction.PURCHASE or wanted is Direction.PURCHASE:
        return (Direction.PURCHASE,)
    owner = invoice.buyer.name or invoice.buyer.nip
    found.append(
        asks(
            "direction",
            f"Klient jest na fakturze tylko odbiorcą, a nabywcą jest „{owner}”. Jeżeli księgi klienta obejmują ten zakup,"
            " wskaż zakup; w przeciwnym razie pomiń dokument.",
            "Podmiot3",
        )
    )
    return ()


def _other_role(
    party: Party, decisions: Mapping[str, str], wanted: Direction | None, found: list[Finding]
) -> tuple[Direction, ...]:
    answer = wanted or decisions.get("direction", "")
    if answer in set(Direction):
        return (Direction(answer),)
    found.append(
        asks(
            "direction",
            f"Klient ma na fakturze inną rolę: „{party.role_description}”. Wskaż, czy to jego sprzedaż, czy zakup,"
            " albo pomiń dokument.",
            "OpisRoli",
        )
    )
    return ()


def _explain_absence(invoice: Invoice, client: str, found: list[Finding]) -> None:
    authorised = invoice.authorised
    if authorised is not None and clean(authorised.nip) == client:
        reason = _AUTHORITY.get(authorised.authority_role, "podmiotem upoważnionym: fakturę księguje sprzedawca")
        found.append(
            blocks("client_has_no_entry", f"Klient jest na fakturze tylko {reason}. Pomiń dokument.", "PodmiotUpowazniony")
        )
        return
    seller = invoice.seller.nip or invoice.seller.name
    buyer = invoice.buyer.nip or invoice.buyer.eu_number or invoice.buyer.id_number or invoice.buyer.name or "bez numeru"
    found.append(
        blocks(
            "client_not_found",
            f"NIP klienta {client} nie występuje na fakturze {invoice.number} (sprzedawca {seller}, nabywca {buyer})."
            " Sprawdź, czy wybrano właściwego klienta.",
            "Podmiot2",
        )
    )
