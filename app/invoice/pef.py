"""PEF(3) and PEF_KOR(3): invoices of public procurement, UBL 2.1 with Polish extensions (guide §12).

No GTU, no procedures, no P_16…P_23 here. What the model has no field for is an extra.
"""

import datetime as dt
import re
from decimal import Decimal
from typing import Final

import msgspec
from lxml import etree

from app.invoice.amounts import ChargeOrDeduction, Settlement, VatTotal
from app.invoice.correction import CorrectedInvoice, Correction
from app.invoice.forms import Form, Kind, PartyRole, VatGroup
from app.invoice.lines import Line
from app.invoice.model import Invoice
from app.invoice.parties import Party
from app.invoice.payment import (
    AttachmentBlock,
    BankAccount,
    DueTerm,
    KeyValue,
    PartialPayment,
    Payment,
    Reference,
    TransactionTerms,
)
from app.invoice.pef_parties import read_party
from app.invoice.pef_sums import difference, read_lines, read_totals, tax_total_pln
from app.invoice.records import Leftovers, missing
from app.invoice.ubl import Taking, required_element
from app.invoice.values import currency as currency_code
from app.invoice.values import day as issue_day

_SCHEMA_VERSION: Final = "2-1"
_SPECIALISED: Final = ":plinv:"
_KSEF_NUMBER: Final = re.compile(r"[0-9A-Z]{10}-[0-9]{8}-[0-9A-F]{6}-?[0-9A-F]{6}-[0-9A-F]{2}").fullmatch
_CONTENT: Final = "ext:UBLExtensions/ext:UBLExtension/ext:ExtensionContent"
_ZERO: Final = Decimal(0)


def read_pef(root: etree._Element, _leftovers: Leftovers) -> Invoice:
    """A PEF(3) invoice. Raises `UnreadableDocument` for amounts, dates and parties that cannot be what they stand for."""
    ubl = Taking(root)
    specialised = _SPECIALISED in "".join(element.text or "" for element in ubl.all(root, "cbc:ProfileID"))
    invoice = _common(ubl, root, Form.PEF_3, Kind.VAT_PEF_SP if specialised else Kind.VAT_PEF)
    currency = invoice.currency
    totals = read_totals(ubl, root, currency, foreign_buyer=not invoice.buyer.nip)
    tax_pln = tax_total_pln(ubl, root, currency)
    money = ubl.one(root, "cac:LegalMonetaryTotal")
    due = ubl.amount(money, "cbc:TaxInclusiveAmount", currency)
    if due is None:
        raise missing(root, "TaxInclusiveAmount")
    invoice = msgspec.structs.replace(
        invoice,
        totals=_with_tax_pln(totals, tax_pln),
        tax_total_pln=tax_pln,
        total_due=due,
        settlement=_settlement(ubl, money, currency, due),
        payment=_payment(ubl, root, currency),
        lines=read_lines(ubl, ubl.all(root, "cac:InvoiceLine"), currency, quantity="cbc:InvoicedQuantity"),
    )
    return msgspec.structs.replace(invoice, extras=ubl.rest())


def read_pef_correction(root: etree._Element, _leftovers: Leftovers) -> Invoice:
    """A PEF_KOR(3) correction, with sums as differences.

    The body is the state *after*. The differences are those of the extension `InvoiceCorrection`; where it is missing, after minus
    the state before (`OriginalInvoiceData`); where that is missing too there are no totals and no `total_due`: nobody can know them.
    Lines are those before (`before`) and those after.
    """
    ubl = Taking(root)
    invoice = _common(ubl, root, Form.PEF_KOR_3, Kind.KOR_PEF)
    foreign = not invoice.buyer.nip
    totals, due = _differences(ubl, root, invoice.currency, foreign_buyer=foreign)
    polish = ubl.polish()
    rows = [row for state in _states(ubl, "OriginalInvoiceData") for row in polish.all(state, "cac:InvoiceLine")]
    before: tuple[Line, ...] = read_lines(polish, rows, invoice.currency, quantity="cbc:InvoicedQuantity", before=True)
    after = read_lines(
        ubl,
        ubl.all(root, "cac:CreditNoteLine"),
        invoice.currency,
        quantity="cbc:CreditedQuantity",
        first=len(before) + 1,
    )
    invoice = msgspec.structs.replace(
        invoice,
        totals=totals,
        total_due=due,
        payment=_payment(ubl, root, None),
        correction=Correction(corrected=_corrected(ubl, root)),
        lines=before + after,
    )
    return msgspec.structs.replace(invoice, extras=ubl.rest())


def _states(ubl: Taking, name: str) -> list[etree._Element]:
    """The elements `cac-pl:name` of the extensions."""
    polish = ubl.polish()
    return [state for content in ubl.all(ubl.root, _CONTENT) for state in polish.all(content, f"cac:{name}")]


def _differences(
    ubl: Taking, root: etree._Element, currency: str, *, foreign_buyer: bool
) -> tuple[tuple[VatTotal, ...], Decimal | None]:
    polish = ubl.polish()
    inclusive = "cac:LegalMonetaryTotal/cbc:TaxInclusiveAmount"
    if states := _states(ubl, "InvoiceCorrection"):
        totals = tuple(total for state in states for total in read_totals(polish, state, currency, foreign_buyer=foreign_buyer))
        sums = [amount for state in states if (amount := polish.amount(state, inclusive, currency)) is not None]
        if totals or sums:
            pln = [amount for state in states if (amount := tax_total_pln(polish, state, currency)) is not None]
            totals = _with_tax_pln(totals, sum(pln, _ZERO) if pln else None)
            return totals, sum(sums, _ZERO) if sums else None
    if states := _states(ubl, "OriginalInvoiceData"):
        earlier = ubl.taken()
        before = tuple(total for state in states for total in read_totals(polish, state, currency, foreign_buyer=foreign_buyer))
        after = read_totals(ubl, root, currency, foreign_buyer=foreign_buyer)
        gross_before = [amount for state in states if (amount := polish.amount(state, inclusive, currency)) is not None]
        gross_after = ubl.amount(root, inclusive, currency)
        ubl.forget_after(earlier)
        if before and after:
            known = gross_after is not None and gross_before
            return difference(after, before), (gross_after or _ZERO) - sum(gross_before, _ZERO) if known else None
    return (), None


def _common(ubl: Taking, root: etree._Element, form: Form, kind: Kind) -> Invoice:
    """What invoices and corrections have alike: identity, parties, dates, references."""
    supplier = required_element(ubl, root, "cac:AccountingSupplierParty/cac:Party")
    customer = required_element(ubl, root, "cac:AccountingCustomerParty/cac:Party")
    currency = required_element(ubl, root, "cbc:DocumentCurrencyCode")
    issued = required_element(ubl, root, "cbc:IssueDate")
    seller = read_party(ubl, supplier)
    if not seller.nip:
        raise missing(supplier, "CompanyID")
    buyer = read_party(ubl, customer)
    period = ubl.one(root, "cac:InvoicePeriod")
    starts, ends = ubl.day(period, "cbc:StartDate"), ubl.day(period, "cbc:EndDate")
    return Invoice(
        form=form,
        kind=kind,
        number=ubl.required(root, "cbc:ID"),
        issue_date=ubl.value(issued, issue_day, dt.date.min),
        currency=ubl.value(currency, currency_code, ""),
        seller=seller,
        buyer=buyer if buyer.nip or buyer.eu_number or buyer.id_number else msgspec.structs.replace(buyer, no_id=True),
        schema_version=_SCHEMA_VERSION,
        supply_date=ubl.day(root, "cac:Delivery/cbc:ActualDeliveryDate") if len(ubl.all(root, "cac:Delivery")) == 1 else None,
        supply_period=(starts, ends) if starts and ends else None,
        tax_point_date=ubl.day(root, "cbc:TaxPointDate"),
        delivery_notes=ubl.texts(root, "cac:DespatchDocumentReference/cbc:ID"),
        third_parties=_payees(ubl, root),
        authorised=_representative(ubl, root),
        terms=_terms(ubl, root),
        footers=ubl.texts(root, "cbc:Note"),
        attachment=_attachments(ubl, root),
    )


def _payees(ubl: Taking, root: etree._Element) -> tuple[Party, ...]:
    """Who is paid instead of the seller: in effect a factor."""
    return tuple(read_party(ubl, payee, role=PartyRole.FACTOR) for payee in ubl.all(root, "cac:PayeeParty"))


def _representative(ubl: Taking, root: etree._Element) -> Party | None:
    """The tax representative (`RolaPU` 3 of the other forms)."""
    element = ubl.one(root, "cac:TaxRepresentativeParty")
    return None if element is None else read_party(ubl, element, authority_role="3")


def _terms(ubl: Taking, root: etree._Element) -> TransactionTerms | None:
    orders = tuple(Reference(number) for number in ubl.texts(root, "cac:OrderReference/cbc:ID"))
    contracts = tuple(Reference(number) for number in ubl.texts(root, "cac:ContractDocumentReference/cbc:ID"))
    return TransactionTerms(contracts=contracts, orders=orders) if orders or contracts else None


def _with_tax_pln(totals: tuple[VatTotal, ...], tax_pln: Decimal | None) -> tuple[VatTotal, ...]:
    """The whole tax in PLN given to the one group that has tax; with several groups it cannot be divided."""
    taxed = [total for total in totals if total.tax]
    if tax_pln is None or len(taxed) != 1 or taxed[0].group is VatGroup.FOREIGN:
        return totals
    return tuple(msgspec.structs.replace(total, tax_pln=tax_pln) if total is taxed[0] else total for total in totals)


def _settlement(ubl: Taking, money: etree._Element | None, currency: str, due: Decimal) -> Settlement | None:
    """Rounding of the amount to pay, where there is any; it is outside VAT."""
    rounding = ubl.amount(money, "cbc:PayableRoundingAmount", currency)
    if not rounding:
        return None
    item = (ChargeOrDeduction(abs(rounding), "Zaokrąglenie kwoty do zapłaty"),)
    return Settlement(charges=item if rounding > 0 else (), deductions=item if rounding < 0 else (), to_pay=due + rounding)


def _payment(ubl: Taking, root: etree._Element, currency: str | None) -> Payment | None:
    """The payment; `currency` is None for a correction, whose prepaid amount belongs to the state after."""
    means = ubl.all(root, "cac:PaymentMeans")
    days = [ubl.day(root, "cbc:DueDate"), *(ubl.day(each, "cbc:PaymentDueDate") for each in means)]
    prepaid = ubl.amount(root, "cac:LegalMonetaryTotal/cbc:PrepaidAmount", currency) if currency else None
    payment = Payment(
        partial=(PartialPayment(prepaid),) if prepaid else (),
        part_paid="1" if prepaid else "",
        due=tuple(DueTerm(day) for day in dict.fromkeys(days) if day),
        form=ubl.text(means[0], "cbc:PaymentMeansCode") if means else "",
        accounts=tuple(account for each in means for account in _accounts(ubl, each)),
        terms_text="\n".join(ubl.texts(root, "cac:PaymentTerms/cbc:Note")),
    )
    return None if payment == Payment() else payment


def _accounts(ubl: Taking, means: etree._Element) -> tuple[BankAccount, ...]:
    return tuple(
        BankAccount(
            number=ubl.text(account, "cbc:ID"),
            swift=ubl.text(account, "cac:FinancialInstitutionBranch/cbc:ID"),
            description=ubl.text(account, "cbc:Name"),
        )
        for account in ubl.all(means, "cac:PayeeFinancialAccount")
    )


def _corrected(ubl: Taking, root: etree._Element) -> tuple[CorrectedInvoice, ...]:
    """The corrected invoices: named by their KSeF numbers, or by their own."""
    corrected = []
    for reference in ubl.all(root, "cac:BillingReference/cac:InvoiceDocumentReference"):
        number = ubl.required(reference, "cbc:ID")
        ksef_number = number if _KSEF_NUMBER(number) else ""
        corrected.append(CorrectedInvoice(number, ubl.day(reference, "cbc:IssueDate"), ksef_number))
    return tuple(corrected)


def _attachments(ubl: Taking, root: etree._Element) -> tuple[AttachmentBlock, ...]:
    """Embedded and linked documents; of an embedded one the name, type and size only."""
    blocks = []
    for reference in ubl.all(root, "cac:AdditionalDocumentReference"):
        embedded = ubl.one(reference, "cac:Attachment/cbc:EmbeddedDocumentBinaryObject")
        link = ubl.text(reference, "cac:Attachment/cac:ExternalReference/cbc:URI")
        blocks.append(
            AttachmentBlock(
                header=ubl.text(reference, "cbc:ID"),
                metadata=(KeyValue("Adres", link),) if link else (),
                paragraphs=ubl.texts(reference, "cbc:DocumentDescription"),
                name=ubl.attribute(embedded, "filename"),
                media_type=ubl.attribute(embedded, "mimeCode"),
                size=ubl.value(embedded, len, 0),
            )
        )
    return tuple(blocks)
