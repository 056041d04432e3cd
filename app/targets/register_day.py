"""The day under which a document stands in a VAT register, for formats that have a date where the entry has a month."""

import datetime as dt

from app.base.dates import first_day, last_day, month_of
from app.booking.entry import Direction, Entry


def register_day(entry: Entry) -> dt.date:
    """The tax point of a sale, the later of receipt and tax point of a purchase; the nearest day inside `Entry.vat_period` where
    that day lies outside it.
    """
    day = entry.tax_point
    if entry.direction is Direction.PURCHASE and entry.receipt_date is not None:
        day = max(entry.receipt_date, day)
    month = month_of(day)
    if month == entry.vat_period:
        return day
    return first_day(entry.vat_period) if month < entry.vat_period else last_day(entry.vat_period)
