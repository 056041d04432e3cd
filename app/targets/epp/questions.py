"""What only an .epp file asks."""

from collections.abc import Mapping
from typing import Final

from app.booking.questions import Question
from app.targets.questions import SHORT_NUMBER

TRANSACTIONS: Final[Mapping[int, str]] = {
    0: "krajowa",
    1: "import lub eksport",
    2: "wewnątrzunijna (WDT, WNT)",
    3: "trójstronna",
    4: "import lub eksport usług",
    6: "odwrotne obciążenie",
    7: "import w procedurze uproszczonej",
    10: "nabycie wewnątrzwspólnotowe (WNTn)",
    11: "import usług (IMUn)",
    12: "poza terytorium kraju",
    13: "import w procedurze uproszczonej (ITPUn)",
    21: "odwrotne obciążenie, usługi",
    23: "sprzedaż na odległość w procedurze OSS",
}
"""Codes of field 55 which an invoice from KSeF may need (spec section 3)."""

TRANSACTION: Final = Question(
    "epp_transaction",
    "Nagłówek pliku EPP mieści jeden rodzaj transakcji, a dokument tego nie rozstrzyga. Który zapisać?",
    tuple((str(code), meaning) for code, meaning in TRANSACTIONS.items()),
)
MARGIN: Final = Question(
    "epp_margin",
    "Faktura w procedurze marży podaje cenę, a nie marżę. Jak ją zapisać w pliku EPP?",
    (
        ("fm", "jako fakturę VAT marża (FM); kwoty marży trzeba uzupełnić w programie"),
        ("zw", "jako zwykłą fakturę z kwotą w stawce zw"),
    ),
)
QUESTIONS: Final = (SHORT_NUMBER, TRANSACTION, MARGIN)
