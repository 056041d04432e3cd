"""The KSeF number as the schemas of JPK take it (TNumerKSeF)."""

import re
from collections.abc import Iterator
from typing import Final

from app.base.findings import Finding, blocks
from app.booking.entry import Entry

_SHAPE: Final = re.compile(
    r"([1-9]((\d[1-9])|([1-9]\d))\d{7}|M\d{9}|[A-Z]{3}\d{7})-20[2-9]\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])-[0-9A-F]{6}-?[0-9A-F]{6}-[0-9A-F]{2}",
    re.ASCII,
)


def ksef_number_finding(entry: Entry) -> Iterator[Finding]:
    """A number that the schema would not take blocks: it must be mended, never left out."""
    number = entry.ksef_number
    if number and not _SHAPE.fullmatch(number):
        yield blocks(
            "jpk_ksef_number", f"„{number}” nie ma budowy numeru KSeF, której wymaga JPK. Popraw numer dokumentu.", "NrKSeF"
        )
