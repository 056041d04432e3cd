"""Lines of FA(2) and FA(3): `FaWiersz` and `ZamowienieWiersz`."""

from decimal import Decimal
from typing import Any, Final

from app.invoice.lines import Line, Order
from app.invoice.records import Convert, Fields, Many, Record, many
from app.invoice.values import (
    amount,
    code,
    day,
    flag,
    natural,
    percent,
    price,
    quantity,
    text,
)

RATES_FA1_FA2: Final = ("23", "22", "8", "7", "5", "4", "3", "0", "zw", "oo", "np")
RATES_FA3: Final = ("23", "22", "8", "7", "5", "4", "3", "0 KR", "0 WDT", "0 EX", "zw", "oo", "np I", "np II")


def single(convert: Convert) -> Convert:
    """A type that occurs once where the model keeps several."""
    return lambda value: (convert(value),)


gtu: Final = single(code(*(f"GTU_{number:02}" for number in range(1, 14))))
_ORDER_PROCEDURES: Final = ("WSTO_EE", "IED", "TT_D", "B_SPV", "B_SPV_DOSTAWA", "B_MPV_PROWIZJA")
procedure: Final = single(code(*_ORDER_PROCEDURES, "I_42", "I_63"))
order_procedure: Final = single(code(*_ORDER_PROCEDURES))


def line_fields(*rates: str) -> Fields:
    """`FaWiersz` with the rate codes of a form."""
    return {
        "NrWierszaFa": ("line_number", natural),
        "UU_ID": ("uuid", text),
        "P_6A": ("date", day),
        "P_7": ("name", text),
        "Indeks": ("index", text),
        "GTIN": ("gtin", text),
        "PKWiU": ("pkwiu", text),
        "CN": ("cn", text),
        "PKOB": ("pkob", text),
        "P_8A": ("unit", text),
        "P_8B": ("quantity", quantity),
        "P_9A": ("unit_price_net", price),
        "P_9B": ("unit_price_gross", price),
        "P_10": ("discount", price),
        "P_11": ("net", amount),
        "P_11A": ("gross", amount),
        "P_11Vat": ("tax", amount),
        "P_12": ("rate_code", code(*rates)),
        "P_12_XII": ("oss_rate", percent),
        "P_12_Zal_15": ("annex_15", flag),
        "KwotaAkcyzy": ("excise", amount),
        "GTU": ("gtu", gtu),
        "Procedura": ("procedures", procedure),
        "KursWaluty": ("exchange_rate", quantity),
        "StanPrzed": ("before", flag),
    }


def order_line_fields(*rates: str) -> Fields:
    """`ZamowienieWiersz` with the rate codes of a form."""
    return {
        "NrWierszaZam": ("line_number", natural),
        "UU_IDZ": ("uuid", text),
        "P_7Z": ("name", text),
        "IndeksZ": ("index", text),
        "GTINZ": ("gtin", text),
        "PKWiUZ": ("pkwiu", text),
        "CNZ": ("cn", text),
        "PKOBZ": ("pkob", text),
        "P_8AZ": ("unit", text),
        "P_8BZ": ("quantity", quantity),
        "P_9AZ": ("unit_price_net", price),
        "P_11NettoZ": ("net", amount),
        "P_11VatZ": ("tax", amount),
        "P_12Z": ("rate_code", code(*rates)),
        "P_12Z_XII": ("oss_rate", percent),
        "P_12Z_Zal_15": ("annex_15", flag),
        "KwotaAkcyzyZ": ("excise", amount),
        "GTUZ": ("gtu", gtu),
        "ProceduraZ": ("procedures", order_procedure),
        "StanPrzedZ": ("before", flag),
    }


def numbered(rows: tuple[dict[str, Any], ...]) -> tuple[Line, ...]:
    """Rows as lines, each with its place in the file: the number in the row is no key."""
    return tuple([Line(position=position, **row) for position, row in enumerate(rows, 1)])


def rows_of(fields: Fields) -> Many:
    """All rows of a table, which `numbered` makes lines of."""
    return many(Record(dict, fields, required=(next(iter(fields)),)))


def make_order(value: Decimal, rows: tuple[dict[str, Any], ...]) -> Order:
    """An `Order`."""
    return Order(value, numbered(rows))


def order_of(fields: Fields) -> Record:
    """`Zamowienie` with its rows."""
    return Record(
        make_order,
        {"WartoscZamowienia": ("value", amount), "ZamowienieWiersz": ("rows", rows_of(fields))},
        required=("WartoscZamowienia", "ZamowienieWiersz"),
    )
