"""Results to standard output, messages to standard error."""

import sys
from typing import Any

import msgspec


def say(text: str) -> None:
    """A message for a person, on standard error."""
    print(text, file=sys.stderr)


def give(text: str) -> None:
    """A line of the result, on standard output."""
    print(text)


def give_json(value: Any) -> None:  # noqa: ANN401 - anything JSON can hold
    """A result as JSON, on standard output."""
    print(msgspec.json.format(msgspec.json.encode(value), indent=2).decode())
