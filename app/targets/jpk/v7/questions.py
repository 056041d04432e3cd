"""What only the registers of JPK_V7 ask (invoice guide §13.1, §17)."""

from typing import Final

from app.booking.questions import Question

ROW: Final = "row"
SKIP: Final = "skip"
PLACES: Final = ("K_10", "K_11")
WITHOUT_FIELD: Final = Question(
    "jpk_without_field",
    "Kwota sprzedaży nie ma pola w JPK_V7 (OSS, krajowe odwrotne obciążenie, ryczałt taksówkowy). Jak ująć dokument?",
    (
        (ROW, "wiersz bez tej kwoty"),
        (SKIP, "bez wiersza (tylko gdy dokument nie ma innych kwot)"),
        ("K_11", "wiersz z kwotą netto w K_11, poza terytorium kraju"),
        ("K_10", "wiersz z kwotą netto w K_10, zwolnione"),
    ),
)
MARGIN: Final = Question(
    "jpk_margin",
    "Zakup z faktury VAT marża: czy to towar lub usługa do sprzedaży w procedurze marży (pole ZakupVAT_Marza)?",
    (("yes", "tak: kwota brutto w ZakupVAT_Marza"), ("no", "nie: bez tej kwoty w ewidencji")),
)
