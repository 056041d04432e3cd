"""Who stands on the document: numbers, roles, shares, the KSeF number (invoice guide §3, §14.3-9, §15)."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Final

from app.base.findings import Finding, notes
from app.base.ksef_number import check, date_of, seller_of
from app.base.nip import clean, eu_number_problem, is_valid_nip
from app.checks.case import Case
from app.invoice.forms import Form, PartyRole
from app.invoice.model import Invoice
from app.invoice.parties import Party

_NIP_LENGTH: Final = 10
_HUNDRED: Final = Decimal(100)
_ONE_DAY: Final = dt.timedelta(days=1)
_OF_BUYER: Final = frozenset({PartyRole.ADDITIONAL_BUYER, PartyRole.JST_RECIPIENT, PartyRole.GROUP_RECIPIENT})
_OF_SELLER: Final = frozenset({PartyRole.JST_ISSUER, PartyRole.GROUP_ISSUER})
_SHARES_ELSEWHERE: Final = frozenset({"share", "share_unclear"})


def check_parties(case: Case) -> Iterator[Finding]:
    """What is odd about the parties."""
    invoice = case.invoice
    # The client's own NIP in a wrong field is noted by booking.
    told = {finding.field for finding in _booked(case) if finding.code == "nip_in_wrong_field"}
    for field, party in _parties(invoice):
        if party.eu_number or party.id_number:
            yield from _foreign_number(field, party, told)
        if party.internal_id and not is_valid_nip(party.internal_id[:_NIP_LENGTH]):
            yield notes(
                "internal_id_unsound",
                f"Identyfikator wewnętrzny {party.internal_id} ({field}) zaczyna się od NIP z niewłaściwą cyfrą kontrolną. Sprawdź go"
                " u wystawcy.",
                "IDWew",
            )
    authorised = invoice.authorised
    if authorised is not None and authorised.nip and not is_valid_nip(authorised.nip):
        yield notes(
            "authorised_nip_unsound",
            f"NIP {authorised.nip} podmiotu upoważnionego ma niewłaściwą cyfrę kontrolną. Sprawdź numer u wystawcy.",
            "PodmiotUpowazniony",
        )
    yield from _flags(invoice)
    if invoice.third_parties:
        yield from _roles(case)
        if not any(finding.code in _SHARES_ELSEWHERE for finding in _booked(case)):
            yield from _shares(invoice)
    yield from _ksef_number(case)


def _booked(case: Case) -> tuple[Finding, ...]:
    return () if case.entry is None else case.entry.findings


def _parties(invoice: Invoice) -> Iterator[tuple[str, Party]]:
    yield "Podmiot1", invoice.seller
    yield "Podmiot2", invoice.buyer
    for third in invoice.third_parties:
        yield "Podmiot3", third


def _foreign_number(field: str, party: Party, told: set[str]) -> Iterator[Finding]:
    """A Polish NIP written as a foreign number (such an invoice does not reach the buyer, guide §3.1), or an odd VAT-EU number."""
    if party.eu_number:
        code, number, element = party.eu_code, party.eu_number, "NrVatUE"
    else:
        code, number, element = party.id_country, party.id_number, "NrID"
    if element in told:
        return
    if code == "PL" or (not code and is_valid_nip(clean(number))):
        if is_valid_nip(clean(number)):
            yield notes(
                "polish_nip_as_foreign",
                f"{field}: polski NIP {number} stoi w polu {element}. Taka faktura nie trafia w KSeF do tego podmiotu; poproś wystawcę"
                " o korektę do zera i nową fakturę z NIP w polu NIP.",
                element,
            )
        else:
            yield notes(
                "polish_code_for_foreign",
                f"{field}: numer {number} w polu {element} ma kod kraju PL, a nie jest poprawnym NIP. Ustal właściwy numer u wystawcy.",
                element,
            )
        return
    problem = eu_number_problem(code, number) if party.eu_number else ""
    if problem:
        yield notes("eu_number_unusual", f"{field}: {problem} Sprawdź numer w systemie VIES.", element)


def _flags(invoice: Invoice) -> Iterator[Finding]:
    """JST and GV of the buyer against the roles of third parties; the flags exist in FA(3) only (guide §14.6)."""
    buyer = invoice.buyer
    if buyer.jst is None and buyer.vat_group is None:
        return
    roles = {third.role for third in invoice.third_parties}
    if buyer.jst and PartyRole.JST_RECIPIENT not in roles:
        yield notes(
            "jst_recipient_missing",
            "Nabywca jest oznaczony jako JST (JST = 1), a faktura nie wskazuje jednostki, która odbiera (Podmiot3 z rolą 8). Ustal, której"
            " jednostki dotyczy zakup.",
            "JST",
        )
    if not buyer.jst and PartyRole.JST_RECIPIENT in roles:
        yield notes(
            "jst_flag_missing",
            "Faktura wskazuje jednostkę JST jako odbiorcę (rola 8), a nabywca nie jest oznaczony jako JST (JST = 2). Jednostka może jej nie"
            " zobaczyć w KSeF; zgłoś to wystawcy.",
            "JST",
        )
    if buyer.vat_group and PartyRole.GROUP_RECIPIENT not in roles:
        yield notes(
            "group_recipient_missing",
            "Nabywca jest oznaczony jako grupa VAT (GV = 1), a faktura nie wskazuje członka grupy (Podmiot3 z rolą 10). Ustal, którego"
            " członka dotyczy zakup.",
            "GV",
        )
    if not buyer.vat_group and PartyRole.GROUP_RECIPIENT in roles:
        yield notes(
            "group_flag_missing",
            "Faktura wskazuje członka grupy VAT jako odbiorcę (rola 10), a nabywca nie jest oznaczony jako grupa VAT (GV = 2). Członek może"
            " jej nie zobaczyć w KSeF; zgłoś to wystawcy.",
            "GV",
        )


def _roles(case: Case) -> Iterator[Finding]:
    """The client as seller and as a further buyer at once, or the other way round; an internal unit of his own is no conflict."""
    invoice, nip = case.invoice, case.context.client.nip
    opposite = _OF_BUYER if invoice.seller.nip == nip else _OF_SELLER if invoice.buyer.nip == nip else frozenset()
    for third in invoice.third_parties:
        if third.nip == nip and third.role in opposite and third.role is not None:
            yield notes(
                "roles_conflict",
                f"Klient jest na fakturze {'sprzedawcą' if invoice.seller.nip == nip else 'nabywcą'}, a zarazem podmiotem trzecim z rolą"
                f" {third.role}, która należy do drugiej strony. Ujęto pierwszą rolę; sprawdź, czy słusznie.",
                "Podmiot3",
            )
            return


def _shares(invoice: Invoice) -> Iterator[Finding]:
    shares = [_percent(third.share) for third in invoice.third_parties if third.role is PartyRole.ADDITIONAL_BUYER]
    given = [share for share in shares if share is not None]
    if sum(given) > _HUNDRED:
        yield notes(
            "shares_over_hundred",
            f"Udziały dodatkowych nabywców dają razem {sum(given)}%, czyli ponad 100%. Ustal z wystawcą właściwe udziały.",
            "Udzial",
        )
    elif given and len(given) < len(shares):
        yield notes(
            "shares_incomplete",
            "Część dodatkowych nabywców ma podany udział, a część nie. Ustal z wystawcą właściwe udziały.",
            "Udzial",
        )


def _percent(text: str) -> Decimal | None:
    try:
        return Decimal(text.replace(",", "."))
    except InvalidOperation:
        return None


def _ksef_number(case: Case) -> Iterator[Finding]:
    """The number against the document (guide §14.9); that it is sound in itself is noted where it is read."""
    number, invoice = case.document.ksef_number, case.invoice
    if not number or check(number):
        return
    issuers = {invoice.seller.nip}
    if invoice.form is Form.FA_RR_1:
        issuers.add(invoice.buyer.nip)
    if seller_of(number) not in issuers:
        yield notes(
            "ksef_number_of_another",
            f"Numer KSeF {number} zaczyna się od innego numeru niż NIP sprzedawcy {invoice.seller.nip}. Sprawdź, czy to numer tej faktury.",
            "NrKSeF",
        )
    elif date_of(number) < invoice.issue_date - _ONE_DAY:
        yield notes(
            "ksef_number_before_issue",
            f"Numer KSeF {number} nadano {date_of(number)}, przed wystawieniem faktury {invoice.issue_date}. Sprawdź, czy to numer tej"
            " faktury.",
            "NrKSeF",
        )
