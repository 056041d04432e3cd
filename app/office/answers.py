"""Answers to findings that ask: understood, checked against the questions, and given to the documents that ask."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from app.base.dates import parse_month
from app.base.errors import UnusableArgument
from app.base.findings import Level
from app.base.texts import _
from app.booking.book import Booked, book
from app.booking.client import Client
from app.booking.entry import Direction
from app.booking.exchange import NO_RATES, Rates
from app.booking.questions import KSEF_MARK, QUESTIONS, Question
from app.invoice.document import Document

DUPLICATE: Final = Question(
    "duplicate",
    "Inny dokument ma tego samego sprzedawcę, rodzaj i numer. Czy zapisać także ten?",
    (("keep", "tak, to inny dokument"), ("skip", "nie, pomiń go")),
)
REPEATED: Final = Question(
    "repeated",
    "Dokument został już raz przekazany do programu księgowego. Czy przekazać go ponownie?",
    (("again", "tak, ponownie"), ("skip", "nie, pomiń go")),
)
OFFICE_QUESTIONS: Final = (DUPLICATE, REPEATED)
SKIP: Final = "skip"

_RATE: Final = re.compile(r"\d{1,9}(?:[.,]\d{1,8})?")
_ANSWERED_BY: Final = {"ksef_number_missing": KSEF_MARK.code}
"""Notes that an answer for all documents settles, though they do not ask."""
_PASSES: Final = 4
"""How many times answers may uncover the next question of a document."""


@dataclass(frozen=True, slots=True)
class Decisions:
    """What was decided: `general` by code for every document that asks; `documents` by KSeF number, P_2 or source, then by code."""

    general: Mapping[str, str] = field(default_factory=dict)
    documents: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def of(self, *names: str) -> dict[str, str]:
        """The decisions for the document called by any of `names`."""
        found: dict[str, str] = {}
        for name in names:
            if name:
                found.update(self.documents.get(name, {}))
        return found


@dataclass(frozen=True, slots=True)
class Answered:
    """A document booked with answers: `used` are the new ones that it needed, by code."""

    booked: Booked
    used: dict[str, str]


def parse_decisions(texts: Sequence[str], questions: Iterable[Question]) -> Decisions:
    """``CODE=VALUE`` and ``CODE@NUMBER=VALUE`` as `Decisions`. Raises `UnusableArgument` for what no question of `questions` takes."""
    known = {question.code: question for question in questions}
    general: dict[str, str] = {}
    documents: dict[str, dict[str, str]] = {}
    for text in texts:
        code, number, value = _split(text)
        if code not in known:
            names = ", ".join(known)
            raise UnusableArgument(
                _("Nie ma pytania „{code}” (w decyzji „{text}”).").format(code=code, text=text),
                advice=_("Można rozstrzygać: {names}.").format(names=names),
            )
        value = checked_answer(known[code], value)
        if number is None:
            general[code] = value
        else:
            documents.setdefault(number, {})[code] = value
    return Decisions(general, documents)


def checked_answer(question: Question, value: str) -> str:
    """`value` as `question` takes it (a rate with a dot). Raises `UnusableArgument` that names the possible answers."""
    for answer, _meaning in question.answers:
        taken = value if answer == value else _taken(answer, value)
        if taken:
            return taken
    answers = "; ".join(f"{answer} – {meaning}" for answer, meaning in question.answers)
    raise UnusableArgument(
        _("„{value}” nie jest odpowiedzią na pytanie {code}.").format(value=value, code=question.code),
        advice=_("Możliwe: {answers}.").format(answers=answers),
    )


def all_questions(of_target: Sequence[Question] = ()) -> tuple[Question, ...]:
    """Everything that can be asked: by booking, by the target, by the office; each code once."""
    return tuple({question.code: question for question in (*QUESTIONS, *of_target, *OFFICE_QUESTIONS)}.values())


def book_answered(
    document: Document,
    client: Client,
    known: Mapping[str, str],
    general: Mapping[str, str],
    direction: Direction | None,
    *,
    rates: Rates = NO_RATES,
) -> Answered:
    """Book with the answers `known` for this document; those of `general` are given only where the document asks for them.

    A document without a KSeF number takes ``ksef_mark`` of `general`, though it only notes that the number is missing.
    """
    answers = dict(known)
    used: dict[str, str] = {}
    booked = book(document, client, answers, direction=direction, rates=rates)
    for _pass in range(_PASSES):
        asked = {finding.code for finding in booked.findings if finding.level is Level.ASKS}
        asked.update(_ANSWERED_BY[finding.code] for finding in booked.findings if finding.code in _ANSWERED_BY)
        fresh = {code: general[code] for code in asked if code in general and code not in answers}
        if not fresh:
            break
        answers.update(fresh)
        used.update(fresh)
        booked = book(document, client, answers, direction=direction, rates=rates)
    return Answered(booked, used)


def _split(text: str) -> tuple[str, str | None, str]:
    """The code ends at the first ``@`` or ``=``; a number may hold either sign, a value does not."""
    before_sign, sign, _rest = text.partition("=")
    code, at, _number = before_sign.partition("@")
    if at:
        address, sign, value = text.rpartition("=")
        number: str | None = address.partition("@")[2]
    else:
        number, value = None, text.partition("=")[2]
    if not code.strip() or not sign or not value.strip() or number == "":
        raise UnusableArgument(
            _("Decyzja „{text}” jest niezrozumiała.").format(text=text), advice=_("Podaj KOD=WARTOŚĆ albo KOD@NUMER=WARTOŚĆ.")
        )
    return code.strip(), number, value.strip()


def _taken(answer: str, value: str) -> str:
    """`value` where it has the shape in angle brackets, else empty."""
    if answer == "<rate>":
        return value.replace(",", ".") if _RATE.fullmatch(value) and value.strip("0.,") else ""
    if answer in {"<date>", "<month>"}:
        try:
            return parse_month(value) if answer == "<month>" else dt.date.fromisoformat(value).isoformat()
        except ValueError:
            return ""
    return value if answer.startswith("<") else ""
