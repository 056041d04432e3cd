"""Questions which more than one target asks."""

from typing import Final

from app.booking.questions import Question

SHORT_NUMBER: Final = Question(
    "short_number",
    "Numer dokumentu nie mieści się w polu formatu. Skrócić go i zapisać pełny numer w uwagach?",
    (("yes", "tak: skrócony, niepowtarzalny numer w polu, pełny w uwagach"),),
)
YES: Final = "yes"
"""The answer to `SHORT_NUMBER` that lets a number be shortened."""
