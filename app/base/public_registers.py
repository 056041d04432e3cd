"""What public services say, in the shape that the room which asks, the one which remembers and those which use it share."""

import datetime as dt
from decimal import Decimal
from typing import Final, NamedTuple


class TableRate(NamedTuple):
    """A mean rate of the NBP's table A: the day of the table, PLN for one unit of the currency, and the number of the table."""

    day: dt.date
    rate: Decimal
    table: str


class Stretch(NamedTuple):
    """Days from `first` to `last` (both included) of which everything is known: a day without a table had none."""

    first: dt.date
    last: dt.date


class ListAnswer(NamedTuple):
    """An answer of the white list of VAT payers about the NIP `nip`, as of `day`.

    With `account` (26 digits) it says whether the account is `assigned` (``TAK`` or ``NIE``); without one it says the `vat_status`
    (``Czynny``, ``Zwolniony``…, or `NOT_FOUND`). `request_id` and `requested_at` are the Ministry's own words: the proof of having asked.
    """

    nip: str
    day: dt.date
    request_id: str
    requested_at: str
    account: str = ""
    assigned: str = ""
    vat_status: str = ""


ASSIGNED: Final = "TAK"
NOT_ASSIGNED: Final = "NIE"
ACTIVE: Final = "Czynny"
NOT_FOUND: Final = "Nie figuruje"
"""Ours: the status of somebody the white list does not know."""
