import re
from pathlib import Path

from app.booking.finding_codes import FINDING_CODES
from app.booking.questions import QUESTIONS

ROOM = Path(__file__).resolve().parents[2] / "app" / "booking"
MADE = re.compile(r"(?:notes|asks|blocks)\(\s*\"([a-z0-9_]+)\"")


def test_the_register_holds_exactly_the_codes_that_booking_makes() -> None:
    made = {code for path in ROOM.glob("*.py") for code in MADE.findall(path.read_text(encoding="utf-8"))}
    assert made == set(FINDING_CODES)


def test_every_question_is_a_finding_that_asks_and_the_other_way_round() -> None:
    asks = re.compile(r"asks\(\s*\"([a-z0-9_]+)\"")
    asked = {code for path in ROOM.glob("*.py") for code in asks.findall(path.read_text(encoding="utf-8"))}
    assert asked == {question.code for question in QUESTIONS}


def test_every_code_is_explained_by_one_polish_sentence() -> None:
    assert all(text.endswith(".") and text[0].isupper() for text in FINDING_CODES.values())
