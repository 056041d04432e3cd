"""PEF: categories, the two totals of tax, parties, corrections by differences, attachments without their bytes."""

from decimal import Decimal

import pytest

from app.base.errors import UnreadableDocument
from app.invoice.forms import Kind, VatGroup
from app.invoice.payment import PartialPayment
from app.invoice.pef_sums import group_of
from app.invoice.read import read_document

D = Decimal


@pytest.mark.parametrize(
    ("category", "percent", "foreign", "group"),
    [
        ("S", 23, False, VatGroup.P_13_1),
        ("S", 22, False, VatGroup.P_13_1),
        ("S", 8, False, VatGroup.P_13_2),
        ("S", 5, False, VatGroup.P_13_3),
        ("S", 25, False, VatGroup.FOREIGN),
        ("S", None, False, VatGroup.FOREIGN),
        ("Z", 0, False, VatGroup.P_13_6_1),
        ("E", 0, False, VatGroup.P_13_7),
        ("AE", 0, False, VatGroup.P_13_10),
        ("AE", 0, True, VatGroup.P_13_9),
        ("K", 0, True, VatGroup.P_13_6_2),
        ("G", 0, True, VatGroup.P_13_6_3),
        ("O", None, True, VatGroup.P_13_8),
        ("L", 7, False, VatGroup.FOREIGN),
        ("", None, False, VatGroup.FOREIGN),
    ],
)
def test_categories_give_groups(category, percent, foreign, group):
    assert group_of(category, None if percent is None else D(percent), foreign_buyer=foreign) is group


def test_the_percent_may_have_noughts_after_the_point(text_of, read_text, replaced):
    text = replaced(text_of("pef"), "<cbc:Percent>23</cbc:Percent>", "<cbc:Percent>23.00</cbc:Percent>")
    assert read_text(text).totals[0].group is VatGroup.P_13_1


def test_the_seller_has_a_nip_without_its_country(own_document, text_of):
    invoice = own_document("pef").invoice
    assert invoice.kind is Kind.VAT_PEF
    assert f"PL{invoice.seller.nip}" in text_of("pef")


def test_the_second_total_of_tax_is_the_same_tax_in_pln(own_document):
    invoice = own_document("pef-eur").invoice
    assert invoice.tax_total_pln == D("392.38")
    assert [total.tax_pln for total in invoice.totals if total.tax] == [D("392.38")]


def test_an_amount_in_another_currency_is_refused(text_of, read_text, replaced):
    with pytest.raises(UnreadableDocument) as refused:
        read_text(replaced(text_of("pef"), '<cbc:TaxableAmount currencyID="PLN">', '<cbc:TaxableAmount currencyID="EUR">'))
    assert (refused.value.code, refused.value.field) == ("bad_currency", "TaxableAmount")


def test_a_correction_takes_the_differences(own_document):
    invoice = own_document("pef-kor").invoice
    assert {total.group: (total.net, total.tax) for total in invoice.totals if total.net} == {
        VatGroup.P_13_1: (D(-80), D("-18.40"))
    }
    assert {line.before for line in invoice.lines} == {True, False}
    assert invoice.correction.corrected[0].number


def test_a_correction_without_differences_is_after_minus_before_and_loses_neither(own_document):
    invoice = own_document("pef-kor-bez-roznic").invoice
    assert {total.group: (total.net, total.tax) for total in invoice.totals if total.net} == {
        VatGroup.P_13_1: (D(-80), D("-18.40"))
    }
    assert any(extra.path.endswith("TaxableAmount") and "OriginalInvoiceData" in extra.path for extra in invoice.extras)


def test_a_correction_that_tells_no_difference_is_read_and_blocked(text_of, replaced):
    text = replaced(text_of("pef-kor-bez-roznic"), "<ext:UBLExtensions>.*</ext:UBLExtensions>", "")
    document = read_document(text.encode(), source="x.xml")
    assert document.invoice.totals == ()
    assert document.invoice.total_due is None
    assert [(finding.level.value, finding.code) for finding in document.findings] == [("blocks", "pef_no_differences")]


def test_what_was_paid_before_is_a_payment_and_no_change_of_the_sum(text_of, read_text, replaced):
    amount = '<cbc:PrepaidAmount currencyID="PLN">100.00</cbc:PrepaidAmount>'
    invoice = read_text(replaced(text_of("pef"), "<cbc:PayableAmount", amount + "<cbc:PayableAmount"))
    assert invoice.total_due == read_text(text_of("pef")).total_due
    assert invoice.payment.partial == (PartialPayment(D(100)),)


def test_rounding_of_the_amount_to_pay_is_outside_vat(text_of, read_text, replaced):
    amount = '<cbc:PayableRoundingAmount currencyID="PLN">-0.50</cbc:PayableRoundingAmount>'
    invoice = read_text(replaced(text_of("pef"), "<cbc:PayableAmount", amount + "<cbc:PayableAmount"))
    assert invoice.settlement.deductions[0].amount == D("0.50")
    assert invoice.settlement.to_pay == invoice.total_due - D("0.50")


def test_of_an_embedded_document_name_type_and_size_are_kept(text_of, read_text, replaced):
    attached = (
        "<cac:AdditionalDocumentReference><cbc:ID>Z1</cbc:ID><cac:Attachment><cbc:EmbeddedDocumentBinaryObject "
        'mimeCode="text/csv" filename="../pomiary.csv">QUFB</cbc:EmbeddedDocumentBinaryObject></cac:Attachment>'
        "</cac:AdditionalDocumentReference>"
    )
    (block,) = read_text(
        replaced(text_of("pef"), "<cac:AccountingSupplierParty>", attached + "<cac:AccountingSupplierParty>")
    ).attachment
    assert (block.header, block.name, block.media_type, block.size) == ("Z1", "../pomiary.csv", "text/csv", 4)


def test_a_price_for_more_units_becomes_the_price_of_one(text_of, read_text, replaced):
    text = replaced(
        text_of("pef"),
        r"(<cbc:PriceAmount currencyID=\"PLN\">)[^<]*(</cbc:PriceAmount>)",
        r"\g<1>30.00\g<2><cbc:BaseQuantity>4</cbc:BaseQuantity>",
    )
    invoice = read_text(text)
    assert invoice.lines[0].unit_price_net == D("7.5")
    assert "30.00" in [extra.text for extra in invoice.extras]


def test_a_seller_without_a_nip_is_refused(text_of, read_text, replaced):
    text = replaced(text_of("pef"), r"<cac:PartyTaxScheme>.*?</cac:PartyTaxScheme>", "")
    text = replaced(text, r"<cbc:EndpointID[^>]*>[^<]*</cbc:EndpointID>", "")
    with pytest.raises(UnreadableDocument):
        read_text(text)


def test_a_nip_may_stand_in_the_electronic_address_only(text_of, read_text):
    text = text_of("pef")
    customer = text.index("<cac:AccountingCustomerParty>")
    start = text.index("<cac:PartyTaxScheme>", customer)
    end = text.index("</cac:PartyTaxScheme>", customer) + len("</cac:PartyTaxScheme>")
    assert read_text(text[:start] + text[end:]).buyer.nip == read_text(text).buyer.nip
