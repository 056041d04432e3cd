"""What only this format asks."""

from typing import Final

from app.booking.questions import Question

RATE_EXEMPT: Final = Question(
    "symfonia_rate_zw",
    "Jaką liczbą Symfonia FK oznacza stawkę „Zwolnione”?",
    (("<value>", "liczba ujemna z listy stawek VAT w FK, np. -3"),),
)
RATE_OUTSIDE: Final = Question(
    "symfonia_rate_np",
    "Jaką liczbą Symfonia FK oznacza stawkę „Nie podlega”?",
    (("<value>", "liczba ujemna z listy stawek VAT w FK, np. -3"),),
)
WITHOUT_ROW: Final = "none"
MARGIN: Final = Question(
    "symfonia_margin",
    "Faktura VAT marża nie podaje podstawy opodatkowania. Co zapisać w rejestrze VAT Symfonii?",
    (
        (WITHOUT_ROW, "nic: sama dekretacja, rejestr uzupełnisz w FK"),
        ("np", "zakup: wiersz „nie podlega” na kwotę brutto"),
        ("zw", "zakup: wiersz „zwolnione” na kwotę brutto"),
    ),
)
NET_ONLY: Final = "net"
REVERSE_CHARGE: Final = Question(
    "symfonia_reverse_charge",
    "Odwrotne obciążenie przy zakupie: jaką stawką naliczyć VAT, którego na fakturze nie ma?",
    (
        ("23", "23%: podatek należny i naliczony w dwóch rejestrach"),
        ("8", "8%: podatek należny i naliczony w dwóch rejestrach"),
        ("5", "5%: podatek należny i naliczony w dwóch rejestrach"),
        (NET_ONLY, "bez podatku: sama kwota netto w stawce „nie podlega”, VAT uzupełnisz w FK"),
    ),
)
