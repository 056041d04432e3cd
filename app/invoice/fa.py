"""FA(2) and FA(3): the ordinary structured invoice (guide §1.2, §4.1)."""

from typing import Any, Final

from lxml import etree

from app.invoice import fa_lines, fa_parties, fa_payment, fa_terms
from app.invoice.fa_body import BODY, BODY_RULES, REQUIRED, take_correction, totals_of
from app.invoice.forms import Form
from app.invoice.model import Invoice
from app.invoice.recognise import FA_2, FA_3
from app.invoice.records import Convert, Fields, Leftovers, Record, many, reader
from app.invoice.values import text, timestamp, wrong


def _fixed(expected: str) -> Convert:
    """A value that the namespace already decides."""

    def convert(value: str) -> str:
        if value == expected:
            return value
        raise wrong("form_disagrees", value, f"{expected}, bo na ten wzór wskazuje przestrzeń nazw dokumentu")

    return convert


def _make_code(code: str, schema_version: str) -> str:  # noqa: ARG001  # the code is the form itself
    return schema_version


def header_of(code: str, system_code: str, schema_version: str, variant: str) -> Record:
    """`Naglowek`, which must name the same form as the namespace does."""
    right_variant = _fixed(variant)
    return Record(
        dict,
        {
            "KodFormularza": (
                "schema_version",
                Record(
                    _make_code,
                    {},
                    text=("code", _fixed(code)),
                    attributes={
                        "kodSystemowy": (None, _fixed(system_code)),
                        "wersjaSchemy": ("schema_version", _fixed(schema_version)),
                    },
                ),
            ),
            "WariantFormularza": (None, lambda value: right_variant(value.lstrip("+0"))),
            "DataWytworzeniaFa": ("created_at", timestamp),
            "SystemInfo": ("system_info", text),
        },
        required=("KodFormularza", "WariantFormularza", "DataWytworzeniaFa"),
    )


_PARTS: Final[Fields] = {
    "Podmiot1": ("seller", fa_parties.seller),
    "PodmiotUpowazniony": ("authorised", fa_parties.authorised),
    "Stopka": ("footer", fa_terms.footer),
}
_REQUIRED: Final = ("Naglowek", "Podmiot1", "Podmiot2", "Fa")

_FA2: Final = Record(
    dict,
    {
        **_PARTS,
        "Naglowek": ("header", header_of("FA", "FA (2)", "1-0E", "2")),
        "Podmiot2": ("buyer", fa_parties.buyer_fa2),
        "Podmiot3": ("third_parties", many(fa_parties.third_fa2)),
        "Fa": (
            "body",
            Record(
                dict,
                {
                    **BODY,
                    "FaWiersz": ("rows", fa_lines.rows_of(fa_lines.line_fields(*fa_lines.RATES_FA1_FA2))),
                    "Platnosc": ("payment", fa_payment.payment_fa2),
                    "WarunkiTransakcji": ("terms", fa_terms.terms_fa2),
                    "Zamowienie": ("order", fa_lines.order_of(fa_lines.order_line_fields(*fa_lines.RATES_FA1_FA2))),
                },
                required=REQUIRED,
                rules=BODY_RULES,
            ),
        ),
    },
    required=_REQUIRED,
)
_FA3: Final = Record(
    dict,
    {
        **_PARTS,
        "Naglowek": ("header", header_of("FA", "FA (3)", "1-0E", "3")),
        "Podmiot2": ("buyer", fa_parties.buyer_fa3),
        "Podmiot3": ("third_parties", many(fa_parties.third_fa3)),
        "Fa": (
            "body",
            Record(
                dict,
                {
                    **BODY,
                    "FaWiersz": ("rows", fa_lines.rows_of(fa_lines.line_fields(*fa_lines.RATES_FA3))),
                    "Platnosc": ("payment", fa_payment.payment_fa3),
                    "WarunkiTransakcji": ("terms", fa_terms.terms_fa3),
                    "Zamowienie": ("order", fa_lines.order_of(fa_lines.order_line_fields(*fa_lines.RATES_FA3))),
                },
                required=REQUIRED,
                rules=BODY_RULES,
            ),
        ),
        "Zalacznik": ("attachment", fa_terms.attachment),
    },
    required=_REQUIRED,
)


_read_fa2: Final = reader(_FA2, FA_2.prefix)
_read_fa3: Final = reader(_FA3, FA_3.prefix)


def read_fa2(root: etree._Element, leftovers: Leftovers) -> Invoice:
    """An FA(2) invoice. Raises `UnreadableDocument` for what its schema does not allow."""
    return make_invoice(Form.FA_2, _read_fa2(root, leftovers))


def read_fa3(root: etree._Element, leftovers: Leftovers) -> Invoice:
    """An FA(3) invoice. Raises `UnreadableDocument` for what its schema does not allow."""
    return make_invoice(Form.FA_3, _read_fa3(root, leftovers))


def make_invoice(form: Form, values: dict[str, Any]) -> Invoice:
    """The `Invoice` of the parts `header`, `body`, `footer` and the parties."""
    header: dict[str, Any] = values.pop("header")
    body: dict[str, Any] = values.pop("body")
    footer: dict[str, Any] = values.pop("footer", {})
    return Invoice(
        form=form,
        totals=totals_of(body),
        correction=take_correction(body),
        lines=fa_lines.numbered(body.pop("rows", ())),
        **values,
        **header,
        **body,
        **footer,
    )
