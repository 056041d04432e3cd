"""FA(2) and FA(3): the ordinary structured invoice (guide §1.2, §4.1)."""

from typing import Any, Final

from app.invoice import fa_lines, fa_parties, fa_payment, fa_terms
from app.invoice.fa_body import BODY, BODY_RULES, REQUIRED, take_correction, totals_of
from app.invoice.forms import Form
from app.invoice.model import Invoice
from app.invoice.nodes import Node
from app.invoice.records import Fields, check, fill, many, record
from app.invoice.values import Leftovers, code, number_code, text, timestamp

header: Final = record(
    dict,
    {
        "KodFormularza": (None, code("FA", "FA_RR")),
        "WariantFormularza": (None, number_code("1", "2", "3")),
        "DataWytworzeniaFa": ("created_at", timestamp),
        "SystemInfo": ("system_info", text),
    },
    required=("KodFormularza", "WariantFormularza", "DataWytworzeniaFa"),
)

_PARTS: Final[Fields] = {
    "Naglowek": ("header", header),
    "Podmiot1": ("seller", fa_parties.seller),
    "PodmiotUpowazniony": ("authorised", fa_parties.authorised),
    "Stopka": ("footer", fa_terms.footer),
}
_REQUIRED: Final = ("Naglowek", "Podmiot1", "Podmiot2", "Fa")

_FA2: Final[Fields] = {
    **_PARTS,
    "Podmiot2": ("buyer", fa_parties.buyer_fa2),
    "Podmiot3": ("third_parties", many(fa_parties.third_fa2)),
    "Fa": (
        "body",
        record(
            dict,
            {
                **BODY,
                "FaWiersz": ("lines", fa_lines.lines_of(fa_lines.line_fields(*fa_lines.RATES_FA1_FA2), "NrWierszaFa")),
                "Platnosc": ("payment", fa_payment.payment_fa2),
                "WarunkiTransakcji": ("terms", fa_terms.terms_fa2),
                "Zamowienie": ("order", fa_lines.order_of(fa_lines.order_line_fields(*fa_lines.RATES_FA1_FA2))),
            },
            required=REQUIRED,
            rules=BODY_RULES,
        ),
    ),
}
_FA3: Final[Fields] = {
    **_PARTS,
    "Podmiot2": ("buyer", fa_parties.buyer_fa3),
    "Podmiot3": ("third_parties", many(fa_parties.third_fa3)),
    "Fa": (
        "body",
        record(
            dict,
            {
                **BODY,
                "FaWiersz": ("lines", fa_lines.lines_of(fa_lines.line_fields(*fa_lines.RATES_FA3), "NrWierszaFa")),
                "Platnosc": ("payment", fa_payment.payment_fa3),
                "WarunkiTransakcji": ("terms", fa_terms.terms_fa3),
                "Zamowienie": ("order", fa_lines.order_of(fa_lines.order_line_fields(*fa_lines.RATES_FA3))),
            },
            required=REQUIRED,
            rules=BODY_RULES,
        ),
    ),
    "Zalacznik": ("attachment", fa_terms.attachment),
}


def read_fa2(root: Node, schema_version: str, leftovers: Leftovers) -> Invoice:
    """An FA(2) invoice. Raises `UnreadableDocument` for what its schema does not allow."""
    return _read(root, _FA2, leftovers, form=Form.FA_2, schema_version=schema_version)


def read_fa3(root: Node, schema_version: str, leftovers: Leftovers) -> Invoice:
    """An FA(3) invoice. Raises `UnreadableDocument` for what its schema does not allow."""
    return _read(root, _FA3, leftovers, form=Form.FA_3, schema_version=schema_version)


def _read(root: Node, fields: Fields, leftovers: Leftovers, *, form: Form, schema_version: str) -> Invoice:
    check(root, _REQUIRED, ())
    values = fill(root, fields, leftovers)
    header: dict[str, Any] = values.pop("header")
    body: dict[str, Any] = values.pop("body")
    footer: dict[str, Any] = values.pop("footer", {})
    return Invoice(
        form=form,
        schema_version=schema_version,
        totals=totals_of(body),
        correction=take_correction(body),
        **values,
        **header,
        **body,
        **footer,
    )
