"""What booking may say and ask is known to help and to the command line."""

from app.base.explanations import explanations_of
from app.booking.questions import QUESTIONS
from tests.finding_codes import codes_in_source


def test_every_finding_of_booking_is_explained_beside_it_and_nothing_else() -> None:
    made = {code for code, files in codes_in_source().items() if any(file.startswith("booking/") for file in files)}
    assert made == set(explanations_of("app.booking")[1])


def test_every_question_has_an_explanation() -> None:
    assert {question.code for question in QUESTIONS} <= set(explanations_of("app.booking")[1])
