"""FA_RR: the farmer sells, the buyer issues, and the field names mean other things than in FA."""

from decimal import Decimal

import pytest

from app.base.errors import UnreadableDocument
from app.invoice.forms import Form, Kind, VatGroup


def test_everything_is_turned_round(own_document, text_of):
    invoice = own_document("fa-rr").invoice
    text = text_of("fa-rr")
    assert (invoice.form, invoice.kind) == (Form.FA_RR_1, Kind.VAT_RR)
    assert text.index(invoice.seller.nip) < text.index(invoice.buyer.nip)
    (total,) = invoice.totals
    assert (total.group, total.net, total.tax) == (VatGroup.FLAT_RATE, Decimal(4000), Decimal(280))


def test_pln_values_are_those_of_the_document(own_document):
    (total,) = own_document("fa-rr-eur").invoice.totals
    assert (total.net_pln, total.tax_pln) == (Decimal("427.10"), Decimal("29.90"))
    assert own_document("fa-rr-eur").invoice.total_due_pln == Decimal("457.00")


def test_the_line_means_refund_by_p_10(own_document):
    line = own_document("fa-rr-wszystko").invoice.lines[0]
    assert line.gross == line.net + line.tax
    assert line.quality_class
    assert line.rate_code in {"7", "6.5"}


def test_the_superseded_version_is_read_with_a_note(own_document):
    document = own_document("fa-rr-pierwszy-schemat")
    assert document.invoice.schema_version == "1-0E"
    assert [finding.code for finding in document.findings] == ["superseded_form"]
    assert own_document("fa-rr").invoice.schema_version == "1-1E"


@pytest.mark.parametrize("broken", [
    ("<P_9>7</P_9>", "<P_9>8</P_9>", "bad_code"),
    ("<FormaPlatnosci>1", "<FormaPlatnosci>6", "bad_code"),
    ("<P_5>[^<]*</P_5>", "", "missing_element"),
    ("<P_11_2>[^<]*</P_11_2>", "", "missing_element"),
    ("<P_4C>", "<P_2>FV/1</P_2><P_4C>", "unknown_element"),
])  # fmt: skip
def test_what_its_schema_forbids_is_refused(broken, text_of, read_text, replaced):
    place, new, code = broken
    with pytest.raises(UnreadableDocument) as refused:
        read_text(replaced(text_of("fa-rr"), place, new))
    assert refused.value.code == code


def test_the_rate_may_be_written_with_a_nought(text_of, read_text, replaced):
    assert read_text(replaced(text_of("fa-rr"), "<P_9>7</P_9>", "<P_9>7.0</P_9>")).lines[0].rate_code == "7.0"
