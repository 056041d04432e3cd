"""What a bookkeeper must know of a document beside its amounts (invoice guide §3.3, §9.1, §13.1, §13.2, §17)."""

from typing import Final

from app.base.findings import Finding, notes
from app.base.money import format_money
from app.booking.entry import Direction
from app.booking.groups import UNTAXED_RATES
from app.invoice.amounts import VatTotal
from app.invoice.codes import TAXPAYER_STATUSES
from app.invoice.forms import Form, VatGroup
from app.invoice.model import Invoice

_PLAIN_GROUPS: Final = frozenset({VatGroup.P_13_1, VatGroup.P_13_2, VatGroup.P_13_3, *UNTAXED_RATES}) - {VatGroup.P_13_10}


def remark(invoice: Invoice, direction: Direction, totals: tuple[VatTotal, ...], found: list[Finding]) -> None:
    """Add the remarks that the document calls for; an ordinary invoice has none."""
    for total in totals:
        if total.group not in _PLAIN_GROUPS and (total.net or total.tax):
            _remark_group(invoice, direction, total, found)
    annotations = invoice.annotations
    if annotations.reverse_charge and direction is Direction.PURCHASE and all(t.group is not VatGroup.P_13_10 for t in totals):
        found.append(
            notes(
                "buyer_settles_tax",
                "Adnotacja „odwrotne obciążenie” (P_18): jeżeli podatek rozlicza w Polsce nabywca, dodaj go ręcznie"
                " (K_31 i K_32 oraz K_42 i K_43); z faktury nie ma czego odliczyć.",
                "P_18",
            )
        )
    if annotations.self_billing:
        issuer = "klienta" if direction is Direction.PURCHASE else "nabywcy"
        found.append(
            notes("self_billing", f"Samofakturowanie (P_17): numer {invoice.number} pochodzi z numeracji {issuer}.", "P_17"),
        )
    status = TAXPAYER_STATUSES.get(invoice.seller.taxpayer_status)
    if status is not None and direction is Direction.PURCHASE:
        found.append(notes("seller_status", f"Status sprzedawcy „{invoice.seller.name}”: {status}.", "StatusInfoPodatnika"))


def _remark_group(invoice: Invoice, direction: Direction, total: VatTotal, found: list[Finding]) -> None:
    amount = format_money(total.net, invoice.currency)
    sale = direction is Direction.SALE
    if total.group is VatGroup.P_13_11:
        text = (
            f"Procedura marży: {amount} to kwota brutto. Podatku od marży nie ma na fakturze, dolicz go w rejestrze (K_19 i K_20)."
            if sale
            else f"Procedura marży: z kwoty {amount} nie ma czego odliczyć, koszt jest równy kwocie brutto."
        )
        found.append(notes("margin", text, "P_13_11"))
    elif total.group is VatGroup.P_13_10:
        text = (
            f"Krajowe odwrotne obciążenie: {amount} nie ma pola po stronie sprzedawcy w JPK_V7. Kwotę pokazano, nie zapisano jej w polach K."
            if sale
            else f"Krajowe odwrotne obciążenie: podatek od {amount} nalicza nabywca (K_31 i K_32 oraz K_42 i K_43). Dodaj go ręcznie."
        )
        found.append(notes("domestic_reverse_charge", text, "P_13_10"))
    elif total.group is VatGroup.P_13_5:
        text = (
            f"Procedura OSS: {amount} z podatkiem innego kraju rozlicza się w deklaracji VIU-DO, nie w polach K ewidencji."
            if sale
            else f"Procedura OSS: {amount} zawiera podatek innego kraju, którego nie odlicza się w Polsce; koszt przyjęto bez niego."
        )
        found.append(notes("oss", text, "P_13_5"))
    elif total.group is VatGroup.P_13_4 and sale:
        found.append(
            notes("taxi", f"Ryczałt taksówkowy: {amount} rozlicza się w VAT-12, nie w polach K ewidencji.", "P_13_4"),
        )
    elif total.group is VatGroup.FLAT_RATE and sale and invoice.form is Form.FA_RR_1:
        found.append(
            notes("farmer_sale", f"Sprzedaż rolnika ryczałtowego: {amount} nie trafia do rejestru VAT.", "P_11_1"),
        )
