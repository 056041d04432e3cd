"""What only this format asks."""

from typing import Final

from app.booking.questions import Question

MARGIN: Final = Question(
    "wapro_margin",
    "Zakup z faktury VAT marża nie daje odliczenia, a WAPRO XML nie ma znanej postaci marży. Pod jaką stawką zapisać kwotę brutto?",
    (("NP", "stawka NP, bez podatku"), ("ZW", "stawka ZW, bez podatku")),
)
