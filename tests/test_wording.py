"""What a bookkeeper reads holds no word of the command line and no name of our code."""

import ast
import re
from pathlib import Path

import pytest

from app.booking.questions import QUESTIONS
from app.office.answers import OFFICE_QUESTIONS
from app.targets.registry import TARGETS

APP = Path(__file__).resolve().parents[1] / "app"
ROOMS = ("invoice", "booking", "checks", "targets", "office")
ASKED = {
    question.code
    for question in (*QUESTIONS, *OFFICE_QUESTIONS, *(question for target in TARGETS for question in target.questions))
}
JARGON = re.compile(
    rf"--[a-z]|\b(?:{'|'.join(sorted(ASKED - {'rate', 'share', 'group', 'direction'}))})\b|\((?:rate|share|group)\b|\b\w+=…"
)


def sentences():
    """Every text of a finding: the constant parts of what `asks`, `blocks` and `notes` are given, by file and line."""
    for room in ROOMS:
        for file in sorted((APP / room).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant | ast.JoinedStr):
                    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
                    text = "".join(part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str))
                    if re.search(r"[ąćęłńóśźż].* |[.?]$", text) and " " in text:
                        yield f"{file.relative_to(APP)}:{node.lineno}", text


def test_sentences_hold_no_words_of_the_command_line():
    polish = [(place, text) for place, text in sentences() if re.search(r"[ąćęłńóśźż]", text)]
    assert len(polish) > 100
    assert [found for found in polish if JARGON.search(found[1])] == []


@pytest.mark.parametrize("question", [*QUESTIONS, *OFFICE_QUESTIONS], ids=lambda question: question.code)
def test_every_answer_has_a_meaning_in_words(question):
    assert question.title.endswith("?")
    assert all(meaning and meaning != value for value, meaning in question.answers)
