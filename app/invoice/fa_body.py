"""The element `Fa` of FA(2) and FA(3): sums, annotations, correction; and what these forms share of it with FA(1)."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, Final

from app.invoice.amounts import AdvanceReference, PartialAdvance, VatTotal
from app.invoice.correction import CorrectedInvoice, Correction
from app.invoice.fa_parties import buyer_before, seller_before
from app.invoice.fa_payment import settlement
from app.invoice.fa_terms import key_value
from app.invoice.forms import Kind, MarginKind, VatGroup
from app.invoice.payment import Annotations, NewVehicle
from app.invoice.records import Fields, Record, many, needs, one_of, together
from app.invoice.values import (
    amount,
    coded,
    currency,
    day,
    document_number,
    flag,
    ksef_number,
    natural,
    number_code,
    quantity,
    required_text,
    text,
    yes_no,
)

FA_KINDS: Final = {kind.value: kind for kind in (Kind.VAT, Kind.KOR, Kind.ZAL, Kind.ROZ, Kind.UPR, Kind.KOR_ZAL, Kind.KOR_ROZ)}

TAXED: Final = (VatGroup.P_13_1, VatGroup.P_13_2, VatGroup.P_13_3, VatGroup.P_13_4, VatGroup.P_13_5)
"""Sums that have a tax of their own; the last one's may be absent."""
UNTAXED: Final = (
    VatGroup.P_13_6_1,
    VatGroup.P_13_6_2,
    VatGroup.P_13_6_3,
    VatGroup.P_13_7,
    VatGroup.P_13_8,
    VatGroup.P_13_9,
    VatGroup.P_13_10,
    VatGroup.P_13_11,
)


def sums(names: Iterable[str]) -> Fields:
    """Amounts that keep the form's names until the totals are made of them."""
    return {name: (name, amount) for name in names}


TAXED_NAMES: Final = (
    *(f"P_{part}_{number}" for number in range(1, 6) for part in (13, 14)),
    *(f"P_14_{number}W" for number in range(1, 5)),
)
TAXED_RULES: Final = (
    *(together(f"P_13_{number}", f"P_14_{number}") for number in range(1, 5)),
    *(needs(f"P_14_{number}W", f"P_14_{number}") for number in range(1, 5)),
    needs("P_14_5", "P_13_5"),
)


_TAXED: Final = tuple((group, group.value, f"P_14{group.value[4:]}", f"P_14{group.value[4:]}W") for group in TAXED)
_UNTAXED: Final = tuple((group, group.value) for group in UNTAXED)


def totals_of(values: dict[str, Any]) -> tuple[VatTotal, ...]:
    """All sums of the header in the form's order, taken out of `values`."""
    totals = [
        VatTotal(group, values.pop(net), values.pop(tax, None), values.pop(tax_pln, None))
        for group, net, tax, tax_pln in _TAXED
        if net in values
    ]
    totals += [VatTotal(group, values.pop(name)) for group, name in _UNTAXED if name in values]
    return tuple(totals)


def _make_period(P_6_Od: dt.date, P_6_Do: dt.date) -> tuple[dt.date, dt.date]:  # noqa: N803  # the form's own names
    return P_6_Od, P_6_Do


period: Final = Record(_make_period, {"P_6_Od": ("P_6_Od", day), "P_6_Do": ("P_6_Do", day)}, required=("P_6_Od", "P_6_Do"))

VEHICLE_DETAILS: Final = (
    *("P_22BMK", "P_22BMD", "P_22BK", "P_22BNR", "P_22BRP", "P_22B", "P_22B1", "P_22B2", "P_22B3", "P_22B4", "P_22BT"),
    *("P_22C", "P_22C1", "P_22D", "P_22D1"),
)


def make_vehicle(first_use: dt.date, line_number: str = "", **details: str) -> NewVehicle:
    """A `NewVehicle` whose details keep the form's names."""
    return NewVehicle(first_use, line_number, tuple(details.items()))


_vehicle: Final = Record(
    make_vehicle,
    {
        "P_22A": ("first_use", day),
        "P_NrWierszaNST": ("line_number", natural),
        **{name: (name, text) for name in VEHICLE_DETAILS},
    },
    required=("P_22A", "P_NrWierszaNST"),
    rules=(one_of("P_22B", "P_22C", "P_22D"),),
)

EXEMPTION: Final[Fields] = {
    "P_19A": ("exempt_act", required_text),
    "P_19B": ("exempt_directive", required_text),
    "P_19C": ("exempt_other", required_text),
}
MARGINS: Final = {
    "P_PMarzy_2": MarginKind.TRAVEL,
    "P_PMarzy_3_1": MarginKind.USED_GOODS,
    "P_PMarzy_3_2": MarginKind.ART,
    "P_PMarzy_3_3": MarginKind.ANTIQUES,
}

FLAGS: Final[Fields] = {
    "P_16": ("cash_method", yes_no),
    "P_17": ("self_billing", yes_no),
    "P_18": ("reverse_charge", yes_no),
    "P_18A": ("split_payment", yes_no),
    "P_23": ("triangular", yes_no),
}

_exemption: Final = Record(
    dict,
    {"P_19": ("exempt", flag), "P_19N": (None, flag), **EXEMPTION},
    rules=(
        one_of("P_19", "P_19N"),
        one_of(*EXEMPTION, where="P_19"),
        *(needs(name, "P_19") for name in EXEMPTION),
    ),
)
_new_vehicles: Final = Record(
    dict,
    {
        "P_22": ("new_vehicles", flag),
        "P_22N": (None, flag),
        "P_42_5": ("article_42_5", yes_no),
        "NowySrodekTransportu": ("vehicles", many(_vehicle)),
    },
    rules=(one_of("P_22", "P_22N"), needs("P_22", "P_42_5", "NowySrodekTransportu"), needs("NowySrodekTransportu", "P_22")),
)
_margin: Final = Record(
    dict,
    {"P_PMarzy": ("any", flag), "P_PMarzyN": (None, flag), **{name: (name, flag) for name in MARGINS}},
    rules=(
        one_of("P_PMarzy", "P_PMarzyN"),
        one_of(*MARGINS, where="P_PMarzy"),
        *(needs(name, "P_PMarzy") for name in MARGINS),
    ),
)


def margin_of(flags: dict[str, bool]) -> MarginKind | None:
    """Which margin scheme the flags tell."""
    for name, kind in MARGINS.items():
        if flags.get(name):
            return kind
    return MarginKind.UNSPECIFIED if flags.get("any") else None


def _make_annotations(
    exemption: dict[str, Any],
    vehicles: dict[str, Any],
    margin: dict[str, bool],
    **flags: Any,  # noqa: ANN401  # values of the table
) -> Annotations:
    return Annotations(**exemption, **vehicles, margin=margin_of(margin), **flags)


annotations: Final = Record(
    _make_annotations,
    {
        **FLAGS,
        "Zwolnienie": ("exemption", _exemption),
        "NoweSrodkiTransportu": ("vehicles", _new_vehicles),
        "PMarzy": ("margin", _margin),
    },
    required=(*FLAGS, "Zwolnienie", "NoweSrodkiTransportu", "PMarzy"),
)

corrected_invoice: Final = Record(
    CorrectedInvoice,
    {
        "DataWystFaKorygowanej": ("date", day),
        "NrFaKorygowanej": ("number", required_text),
        "NrKSeF": (None, flag),
        "NrKSeFFaKorygowanej": ("ksef_number", ksef_number),
        "NrKSeFN": ("outside_ksef", flag),
    },
    required=("DataWystFaKorygowanej", "NrFaKorygowanej"),
    rules=(
        one_of("NrKSeF", "NrKSeFN"),
        needs("NrKSeF", "NrKSeFFaKorygowanej"),
        needs("NrKSeFFaKorygowanej", "NrKSeF"),
    ),
)
_advance_reference: Final = Record(
    AdvanceReference,
    {
        "NrKSeFZN": ("outside_ksef", flag),
        "NrFaZaliczkowej": ("number", required_text),
        "NrKSeFFaZaliczkowej": ("ksef_number", ksef_number),
    },
    rules=(
        one_of("NrKSeFFaZaliczkowej", "NrKSeFZN"),
        needs("NrKSeFZN", "NrFaZaliczkowej"),
        needs("NrFaZaliczkowej", "NrKSeFZN"),
    ),
)
_partial_advance: Final = Record(
    PartialAdvance,
    {"P_6Z": ("date", day), "P_15Z": ("amount", amount), "KursWalutyZW": ("exchange_rate", quantity)},
    required=("P_6Z", "P_15Z"),
)

CORRECTION: Final[Fields] = {
    "PrzyczynaKorekty": ("reason", text),
    "TypKorekty": ("type", number_code("1", "2", "3")),
    "DaneFaKorygowanej": ("corrected", many(corrected_invoice)),
    "OkresFaKorygowanej": ("period", text),
    "NrFaKorygowany": ("right_number", text),
    "Podmiot1K": ("seller_before", seller_before),
    "Podmiot2K": ("buyers_before", many(buyer_before)),
    "P_15ZK": ("amount_before", amount),
    "KursWalutyZK": ("exchange_rate_before", quantity),
}
CORRECTION_RULES: Final = (
    *(needs(name, "DaneFaKorygowanej") for name in CORRECTION if name != "DaneFaKorygowanej"),
    needs("KursWalutyZK", "P_15ZK"),
)


_CORRECTION_NAMES: Final = tuple(str(field) for field, _convert in CORRECTION.values())


def take_correction(values: dict[str, Any]) -> Correction | None:
    """The correction block, taken out of the values of `Fa`; None where the document has none."""
    found = {name: values.pop(name) for name in _CORRECTION_NAMES if name in values}
    return Correction(**found) if found else None


REQUIRED: Final = ("KodWaluty", "P_1", "P_2", "P_15", "Adnotacje", "RodzajFaktury")

HEADER: Final[Fields] = {
    "KodWaluty": ("currency", currency),
    "P_1": ("issue_date", day),
    "P_1M": ("issue_place", text),
    "P_2": ("number", document_number),
    "WZ": ("delivery_notes", many(text)),
    "P_6": ("supply_date", day),
    "OkresFa": ("supply_period", period),
    **sums(TAXED_NAMES),
    "P_15": ("total_due", amount),
    "RodzajFaktury": ("kind", coded(FA_KINDS)),
    "FP": ("receipt_invoice", flag),
    "TP": ("related_parties", flag),
    "ZwrotAkcyzy": ("excise_refund", flag),
    "DodatkowyOpis": ("descriptions", many(key_value)),
    "Rozliczenie": ("settlement", settlement),
}
"""Children of `Fa` that all three forms have alike."""
HEADER_RULES: Final = (one_of("P_6", "OkresFa", required=False), *TAXED_RULES)

BODY: Final[Fields] = {
    **HEADER,
    **sums(group.value for group in UNTAXED),
    **CORRECTION,
    "KursWalutyZ": ("advance_exchange_rate", quantity),
    "Adnotacje": ("annotations", annotations),
    "ZaliczkaCzesciowa": ("partial_advances", many(_partial_advance)),
    "FakturaZaliczkowa": ("advance_invoices", many(_advance_reference)),
}
"""Children of `Fa` that FA(2) and FA(3) have alike."""
BODY_RULES: Final = (*HEADER_RULES, *CORRECTION_RULES)
