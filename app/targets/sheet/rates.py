"""Which column a row of a VAT register belongs to."""

from typing import Final

from app.booking.entry import VatBox
from app.booking.groups import OTHER_COUNTRY_GROUPS
from app.invoice.forms import VatGroup

TAXED: Final = ("23", "8", "5")
"""The rates with a pair of columns of their own."""
ZERO_RATED: Final = {VatGroup.P_13_6_2: "wdt", VatGroup.P_13_6_3: "export"}
_PLAIN: Final = {"zw": "zw", "np": "np", "oo": "oo", "marza": "margin"}
_NAMES: Final = {
    VatGroup.P_13_6_1: "0 KR",
    VatGroup.P_13_6_2: "0 WDT",
    VatGroup.P_13_6_3: "0 EX",
    VatGroup.P_13_8: "np I",
    VatGroup.P_13_9: "np II",
    VatGroup.P_13_11: "marża",
}


def slot(box: VatBox) -> str:
    """The column or pair of columns of a box: a rate, ``0``, ``wdt``, ``export``, ``zw``, ``np``, ``oo``, ``margin``, ``oss``, ``other``."""
    if box.box in OTHER_COUNTRY_GROUPS:
        return "oss"
    if box.rate in TAXED:
        return box.rate
    if box.rate == "0":
        return ZERO_RATED.get(box.box, "0")
    return _PLAIN.get(box.rate, "other")


def rate_name(box: VatBox) -> str:
    """The rate in words of KSeF line codes: ``23``, ``0 WDT``, ``np II``, ``zw``, ``19 OSS``."""
    if box.box is VatGroup.P_13_5:
        return f"{box.rate} OSS"
    return _NAMES.get(box.box, box.rate)
