"""FA(1): the voluntary form of 2022 and 2023, brought to the common model (guide §1.3)."""

from typing import Any, Final

from lxml import etree

from app.invoice import fa_1_parties as parties
from app.invoice import fa_body, fa_terms
from app.invoice.amounts import AdvanceReference
from app.invoice.correction import CorrectedInvoice
from app.invoice.fa import header_of
from app.invoice.fa_1_totals import totals_of
from app.invoice.fa_lines import RATES_FA1_FA2, line_fields, make_order, numbered, order_line_fields, rows_of
from app.invoice.fa_payment import FORM, FORM_RULES, OWN_ACCOUNT, SWIFT, discount, make_payment, settlement_of
from app.invoice.forms import Form
from app.invoice.model import Invoice
from app.invoice.payment import Annotations, BankAccount, DueTerm, PartialPayment
from app.invoice.recognise import FA_1
from app.invoice.records import Fields, Leftovers, Record, many, needs, one_of, reader, together
from app.invoice.values import (
    day,
    decimal,
    flag,
    ksef_number,
    late_day,
    matching,
    number_code,
    required_text,
    text,
    yes_no,
)

KEPT_AS_EXTRAS: Final = frozenset(
    {"LiczbaWierszyFaktury", "WartoscWierszyFaktury1", "WartoscWierszyFaktury2", "LiczbaWierszyZamowienia"}
    | {"DodatkoweInfo", "DodatkoweInfoZ"}
)
"""Elements of the form that the model has no field for."""

# No patterns here: the form's amounts are plain decimals.
_amount: Final = decimal(18, 2)
_quantity: Final = decimal(22, 6)

_LINE: Final[Fields] = {
    **line_fields(*RATES_FA1_FA2),
    "P_8B": ("quantity", _quantity),
    **{
        name: (field, _amount)
        for name, field in (
            ("P_9A", "unit_price_net"),
            ("P_9B", "unit_price_gross"),
            ("P_10", "discount"),
            ("P_11", "net"),
            ("P_11A", "gross"),
            ("KwotaAkcyzy", "excise"),
        )
    },
    "P_12_Procedura": ("rate_procedure", number_code("1", "2", "3", "4", "5", "6", "7")),
    "KursWaluty": ("exchange_rate", _quantity),
}
_ORDER_LINE: Final[Fields] = {
    **order_line_fields(*RATES_FA1_FA2),
    "P_8BZ": ("quantity", _quantity),
    **{
        name: (field, _amount)
        for name, field in (
            ("P_9AZ", "unit_price_net"),
            ("P_11NettoZ", "net"),
            ("P_11VatZ", "tax"),
            ("KwotaAkcyzyZ", "excise"),
        )
    },
    "P_12Z_Procedura": ("rate_procedure", number_code("1", "3", "4", "5", "6", "7")),
    "KursWalutyZ": ("exchange_rate", _quantity),
}


_ANNEX_15: Final = "6"


def _make_rows(rows: tuple[dict[str, Any], ...]) -> tuple[dict[str, Any], ...]:
    for row in rows:
        if row.get("rate_procedure") == _ANNEX_15:
            row["annex_15"] = True
    return rows


def _make_annotations(margin: bool = False, **values: Any) -> Annotations:  # noqa: ANN401, FBT001, FBT002  # values of the table
    kind = fa_body.margin_of({"any": margin, **{name: values.pop(name, False) for name in fa_body.MARGINS}})
    vehicle = {name: values.pop(name) for name in ("first_use", *fa_body.VEHICLE_DETAILS) if name in values}
    vehicles = (fa_body.make_vehicle(**vehicle),) if vehicle else ()
    return Annotations(vehicles=vehicles, margin=kind, **values)


_annotations: Final = Record(
    _make_annotations,
    {
        **fa_body.FLAGS,
        **fa_body.EXEMPTION,
        "P_19": ("exempt", yes_no),
        "P_22": ("new_vehicles", yes_no),
        "P_22A": ("first_use", day),
        **{name: (name, text) for name in fa_body.VEHICLE_DETAILS},
        "P_PMarzy": ("margin", yes_no),
        **{name: (name, yes_no) for name in fa_body.MARGINS},
    },
    required=(*fa_body.FLAGS, "P_19", "P_22", "P_PMarzy"),
    rules=(
        one_of(*fa_body.EXEMPTION, required=False),
        one_of(*fa_body.MARGINS, required=False),
        one_of("P_22B", "P_22C", "P_22D", where="P_22A"),
        *(needs(name, "P_22A") for name in fa_body.VEHICLE_DETAILS),
    ),
)


def _make_account(foreign: str = "", number: str = "", **values: Any) -> BankAccount:  # noqa: ANN401  # values of the table
    return BankAccount(number or foreign, **values)


_accounts: Final = many(
    Record(
        _make_account,
        {
            "NrRBPL": ("number", matching("[0-9]{26}", "bad_account", "numer rachunku z 26 cyfr")),
            "NrRBZagr": ("foreign", matching("[0-9A-Z]{10,30}", "bad_account", "numer rachunku od 10 do 30 znaków")),
            "SWIFT": ("swift", SWIFT),
            "RachunekWlasnyBanku": ("own", OWN_ACCOUNT),
            "NazwaBanku": ("bank", text),
        },
        rules=(one_of("NrRBPL", "NrRBZagr"), together("NrRBZagr", "SWIFT")),
    )
)
_partial: Final = Record(
    PartialPayment,
    {"KwotaZaplatyCzesciowej": ("amount", _amount), "DataZaplatyCzesciowej": ("date", late_day)},
    required=("KwotaZaplatyCzesciowej", "DataZaplatyCzesciowej"),
)
_due: Final = Record(
    DueTerm, {"TerminPlatnosci": ("date", late_day), "TerminPlatnosciOpis": ("text", text)}, required=("TerminPlatnosci",)
)
_payment: Final = Record(
    make_payment,
    {
        **FORM,
        "Zaplacono": ("paid", flag),
        "DataZaplaty": ("paid_date", late_day),
        "ZaplataCzesciowa": ("part_paid", number_code("1")),
        "PlatnosciCzesciowe": ("partial", many(_partial)),
        "TerminyPlatnosci": ("due", many(_due)),
        "RachunekBankowy": ("accounts", _accounts),
        "RachunekBankowyFaktora": ("factor_accounts", _accounts),
        "Skonto": ("discount", discount),
    },
    rules=(
        *FORM_RULES,
        one_of("Zaplacono", "ZaplataCzesciowa", required=False),
        together("Zaplacono", "DataZaplaty"),
        together("ZaplataCzesciowa", "PlatnosciCzesciowe"),
    ),
)

_corrected: Final = Record(
    CorrectedInvoice,
    {
        "DataWystFaKorygowanej": ("date", day),
        "NrFaKorygowanej": ("number", required_text),
        "NrKSeFFaKorygowanej": ("ksef_number", ksef_number),
    },
    required=("DataWystFaKorygowanej", "NrFaKorygowanej", "NrKSeFFaKorygowanej"),
)
_CORRECTION: Final[Fields] = {
    **{name: fa_body.CORRECTION[name] for name in ("PrzyczynaKorekty", "TypKorekty", "OkresFaKorygowanej", "NrFaKorygowany")},
    "DaneFaKorygowanej": ("corrected", many(_corrected)),
    "Podmiot1K": ("seller_before", parties.seller_before),
    "Podmiot2K": ("buyers_before", many(parties.buyer_before)),
}


def _advance(value: str) -> AdvanceReference:
    return AdvanceReference(number=required_text(value))


_BODY: Final = Record(
    dict,
    {
        **fa_body.HEADER,
        **{name: (name, _amount) for name in (*fa_body.TAXED_NAMES, "P_13_6", "P_13_7")},
        **_CORRECTION,
        "P_15": ("total_due", _amount),
        "Adnotacje": ("annotations", _annotations),
        "NrFaZaliczkowej": ("advance_invoices", many(_advance)),
        "FaWiersze": (
            "rows",
            Record(_make_rows, {"FaWiersz": ("rows", rows_of(_LINE))}, required=("FaWiersz",)),
        ),
        "Rozliczenie": ("settlement", settlement_of(_amount)),
        "Platnosc": ("payment", _payment),
        "WarunkiTransakcji": (
            "terms",
            fa_terms.terms_of(late_day, fa_terms.transport_of(parties.carrier, parties.address), _quantity),
        ),
        "Zamowienie": (
            "order",
            Record(
                make_order,
                {"WartoscZamowienia": ("value", _amount), "ZamowienieWiersz": ("rows", rows_of(_ORDER_LINE))},
                required=("WartoscZamowienia", "ZamowienieWiersz"),
            ),
        ),
    },
    required=fa_body.REQUIRED,
    rules=(*fa_body.HEADER_RULES, *(needs(name, "DaneFaKorygowanej") for name in _CORRECTION if name != "DaneFaKorygowanej")),
)
_read: Final = reader(
    Record(
        dict,
        {
            "Naglowek": ("header", header_of("FA", "FA (1)", "1-0E", "1")),
            "Podmiot1": ("seller", parties.seller),
            "Podmiot2": ("buyer", parties.buyer),
            "Podmiot3": ("third_parties", many(parties.third)),
            "PodmiotUpowazniony": ("authorised", parties.authorised),
            "Fa": ("body", _BODY),
            "Stopka": ("footer", fa_terms.footer),
        },
        required=("Naglowek", "Podmiot1", "Podmiot2", "Fa"),
    ),
    FA_1.prefix,
)


def read_fa1(root: etree._Element, leftovers: Leftovers) -> Invoice:
    """An FA(1) invoice. Raises `UnreadableDocument` for what its schema does not allow.

    Sums that cover several groups are told apart by the lines, where they can be (see `app.invoice.fa_1_totals`).
    """
    values: dict[str, Any] = _read(root, leftovers)
    header, body, footer = values.pop("header"), values.pop("body"), values.pop("footer", {})
    lines = numbered(body.pop("rows", ()))
    order = body.get("order")
    return Invoice(
        form=Form.FA_1,
        totals=totals_of(body, lines, order.lines if order else ()),
        correction=fa_body.take_correction(body),
        lines=lines,
        **values,
        **header,
        **body,
        **footer,
    )
