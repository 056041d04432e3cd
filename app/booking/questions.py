"""The questions that booking may ask: their codes, and the answers `--decide` takes for them."""

from typing import Final

import msgspec

from app.booking.groups import DECIDABLE
from app.invoice.codes import group_words


class Question(msgspec.Struct, frozen=True):
    """A finding that asks: `code` is its `--decide` key, `title` what it asks, `answers` (value, meaning) pairs.

    A value in angle brackets stands for free input of that shape (``<date>``, ``<rate>``, ``<month>``).
    """

    code: str
    title: str
    answers: tuple[tuple[str, str], ...]


RECEIPT_DATE: Final = Question(
    "receipt_date",
    "Kiedy klient otrzymał fakturę zakupu?",
    (("issue", "w dniu wystawienia"), ("<date>", "w podanym dniu, RRRR-MM-DD")),
)
RATE: Final = Question("rate", "Jaki kurs przeliczyć na złote?", (("<rate>", "złotych za jednostkę waluty, np. 4,3100"),))
DIRECTION: Final = Question(
    "direction",
    "Klient występuje po obu stronach albo w innej roli: co zaksięgować?",
    (("sale", "sprzedaż"), ("purchase", "zakup"), ("both", "oba zapisy (tylko gdy klient jest i sprzedawcą, i nabywcą)")),
)
GROUP: Final = Question(
    "group",
    "Z dokumentu nie wynika, do której sumy VAT należy kwota. Do której?",
    (
        *((group.value, group_words(group)) for group in DECIDABLE),
        ("<group>", "kilka różnych: pola po przecinku, np. P_13_1,P_13_8"),
    ),
)
VAT_PERIOD: Final = Question("vat_period", "W którym miesiącu ująć dokument w VAT?", (("<month>", "miesiąc RRRR-MM"),))

SHARE: Final = Question("share", "Jaki udział w zakupie kilku nabywców ma klient?", (("<percent>", "procent, np. 50"),))
KSEF_MARK: Final = Question(
    "ksef_mark",
    "Jakie oznaczenie wpisać w JPK w miejscu brakującego numeru KSeF?",
    (
        ("OFF", "tryb awarii, numeru jeszcze nie nadano"),
        ("BFK", "faktura spoza KSeF"),
        ("DI", "inny dowód albo faktura offline bez numeru"),
    ),
)

QUESTIONS: Final[tuple[Question, ...]] = (RECEIPT_DATE, RATE, DIRECTION, GROUP, VAT_PERIOD, SHARE, KSEF_MARK)
