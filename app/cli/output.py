"""Results to standard output, messages to standard error."""

import sys
from typing import Any

import msgspec

from app.base.errors import KonwerterError


def say(text: str) -> None:
    """A message for a person, on standard error."""
    print(text, file=sys.stderr)


def say_rate_problem(problem: KonwerterError) -> None:
    """Why the NBP gave no rates, and what that means."""
    say(f"Kursów NBP nie pobrano: {problem} Dokumenty bez kursu czekają na jego podanie.")


def give(text: str) -> None:
    """A line of the result, on standard output."""
    print(text)


def give_json(value: Any) -> None:  # noqa: ANN401 - anything JSON can hold
    """A result as JSON, on standard output."""
    print(msgspec.json.format(msgspec.json.encode(value), indent=2).decode())
