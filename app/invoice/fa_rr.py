"""FA_RR(1): purchases from flat-rate farmers (guide §11). The field names collide with FA's and mean other things: own tables."""

from decimal import Decimal
from typing import Any, Final

from lxml import etree

from app.invoice import fa_parties, fa_terms
from app.invoice.amounts import VatTotal
from app.invoice.fa import header_of
from app.invoice.fa_body import corrected_invoice, take_correction
from app.invoice.fa_lines import numbered
from app.invoice.fa_payment import payment_rr, settlement
from app.invoice.forms import Form, Kind, VatGroup
from app.invoice.model import Invoice
from app.invoice.payment import Reference
from app.invoice.recognise import FA_RR, FA_RR_SUPERSEDED, Schema
from app.invoice.records import Fields, Leftovers, Read, Record, many, needs, reader
from app.invoice.values import (
    amount,
    coded,
    currency,
    day,
    document_number,
    flag,
    late_day,
    natural,
    number_code,
    percent,
    price,
    quantity,
    required_text,
    text,
    wrong,
)

_KINDS: Final = {kind.value: kind for kind in (Kind.VAT_RR, Kind.KOR_VAT_RR)}
_RATES: Final = frozenset({Decimal("6.5"), Decimal(7)})


def flat_rate(value: str) -> str:
    """P_9: 6.5 or 7 percent, kept as written."""
    if percent(value) in _RATES:
        return value
    raise wrong("bad_code", value, "6.5 albo 7")


_LINE: Final[Fields] = {
    "NrWierszaFa": ("line_number", natural),
    "UU_ID": ("uuid", text),
    "P_4AA": ("date", day),
    "P_5": ("name", required_text),
    "GTIN": ("gtin", text),
    "PKWiU": ("pkwiu", text),
    "CN": ("cn", text),
    "P_6A": ("unit", required_text),
    "P_6B": ("quantity", quantity),
    "P_6C": ("quality_class", required_text),
    "P_7": ("unit_price_net", price),
    "P_8": ("net", amount),
    "P_9": ("rate_code", flat_rate),
    "P_10": ("tax", amount),
    "P_11": ("gross", amount),
    "StanPrzed": ("before", flag),
    "KursWaluty": ("exchange_rate", quantity),
}
_LINE_REQUIRED: Final = ("NrWierszaFa", "P_5", "P_6A", "P_6B", "P_6C", "P_7", "P_8", "P_9", "P_10", "P_11")

_CORRECTION: Final[Fields] = {
    "PrzyczynaKorekty": ("reason", text),
    "TypKorekty": ("type", number_code("1", "2", "3", "4")),
    "DaneFaKorygowanej": ("corrected", many(corrected_invoice)),
    "NrFaKorygowany": ("right_number", text),
    "Podmiot1K": ("seller_before", fa_parties.seller_before),
    "Podmiot2K": ("buyer_before", fa_parties.seller_before),
}
_SUMS: Final = ("P_11_1", "P_11_2", "P_11_1W", "P_11_2W")

_BODY: Final = Record(
    dict,
    {
        "KodWaluty": ("currency", currency),
        "P_1M": ("issue_place", text),
        "P_4A": ("supply_date", day),
        "P_4B": ("issue_date", day),
        "P_4C": ("number", document_number),
        **{name: (name, amount) for name in _SUMS},
        "P_12_1": ("total_due", amount),
        "P_12_1W": ("total_due_pln", amount),
        "P_12_2": ("total_in_words", required_text),
        "RodzajFaktury": ("kind", coded(_KINDS)),
        **_CORRECTION,
        "DokumentZaplaty": (
            "payment_documents",
            many(
                Record(
                    Reference,
                    {"NrDokumentu": ("number", required_text), "DataDokumentu": ("date", late_day)},
                    required=("NrDokumentu",),
                )
            ),
        ),
        "DodatkowyOpis": ("descriptions", many(fa_terms.key_value)),
        "FakturaRRWiersz": ("rows", many(Record(dict, _LINE, required=_LINE_REQUIRED))),
        "Rozliczenie": ("settlement", settlement),
        "Platnosc": ("payment", payment_rr),
    },
    required=("KodWaluty", "P_4B", "P_4C", "P_11_1", "P_11_2", "P_12_1", "P_12_2", "RodzajFaktury"),
    rules=tuple(needs(name, "DaneFaKorygowanej") for name in _CORRECTION if name != "DaneFaKorygowanej"),
)


def _reader(schema: Schema, system_code: str, version: str) -> Read:
    return reader(
        Record(
            dict,
            {
                "Naglowek": ("header", header_of("FA_RR", system_code, version, "1")),
                "Podmiot1": ("seller", fa_parties.farmer_rr),
                "Podmiot2": ("buyer", fa_parties.buyer_rr),
                "Podmiot3": ("third_parties", many(fa_parties.third_rr)),
                "FakturaRR": ("body", _BODY),
                "Stopka": ("footer", fa_terms.footer),
            },
            required=("Naglowek", "Podmiot1", "Podmiot2", "FakturaRR"),
        ),
        schema.prefix,
    )


_read: Final = _reader(FA_RR, "FA_RR (1)", "1-1E")
_read_superseded: Final = _reader(FA_RR_SUPERSEDED, "FA_RR(1)", "1-0E")


def read_fa_rr(root: etree._Element, leftovers: Leftovers) -> Invoice:
    """An FA_RR(1) invoice: the seller is the farmer, the buyer issues. Raises `UnreadableDocument` for what its schema does not allow."""
    return _make_invoice(_read(root, leftovers))


def read_superseded_fa_rr(root: etree._Element, leftovers: Leftovers) -> Invoice:
    """An FA_RR(1) invoice in the version replaced before it came into use."""
    return _make_invoice(_read_superseded(root, leftovers))


def _make_invoice(values: dict[str, Any]) -> Invoice:
    header, body, footer = values.pop("header"), values.pop("body"), values.pop("footer", {})
    if "buyer_before" in body:
        body["buyers_before"] = (body.pop("buyer_before"),)
    net, tax, net_pln, tax_pln = (body.pop(name, None) for name in _SUMS)
    return Invoice(
        form=Form.FA_RR_1,
        totals=(VatTotal(VatGroup.FLAT_RATE, net, tax, tax_pln, net_pln),),
        correction=take_correction(body),
        lines=numbered(body.pop("rows", ())),
        **values,
        **header,
        **body,
        **footer,
    )
