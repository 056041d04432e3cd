"""argparse in Polish."""

import argparse
import re
from collections.abc import Iterable
from typing import Any, Final, NoReturn

from app.base.errors import UnusableArgument

_ADVICE: Final = "Pomoc: konwerter-ksef POLECENIE --help."
# What argparse says, and what we say instead.
_TRANSLATIONS: Final = (
    (re.compile(r"the following arguments are required: (.*)"), r"Brakuje: \1."),
    (re.compile(r"unrecognized arguments: (.*)"), r"Nieznane argumenty: \1."),
    (re.compile(r"argument (.*?): invalid choice: (.*?) \(choose from (.*)\)"), r"\1 nie przyjmuje \2. Możliwe: \3."),
    (re.compile(r"argument (.*?): expected (?:one argument|at least one argument)"), r"Po \1 trzeba podać wartość."),
    (re.compile(r"argument (.*?): not allowed with argument (.*)"), r"\1 nie łączy się z \2."),
    (re.compile(r"argument (.*?): invalid _?\w+ value: (.*)"), r"\1 nie przyjmuje \2."),
    (re.compile(r"argument (.*?): (.*)"), r"\1: \2"),
)


class Parser(argparse.ArgumentParser):
    """An `ArgumentParser` that speaks Polish and raises `UnusableArgument` instead of leaving the program."""

    def __init__(self, **settings: Any) -> None:  # noqa: ANN401 - whatever argparse takes
        super().__init__(**settings, add_help=False, allow_abbrev=False, formatter_class=_Formatter)
        self._positionals.title = "argumenty"
        self._optionals.title = "opcje"
        self.add_argument("-h", "--help", action="help", help="pokaż tę pomoc i zakończ")

    def error(self, message: str) -> NoReturn:
        """Raise what argparse complains about as `UnusableArgument`, in Polish."""
        for pattern, translation in _TRANSLATIONS:
            match = pattern.fullmatch(message)
            if match is not None:
                message = match.expand(translation)
                break
        raise UnusableArgument(message, advice=_ADVICE)


class _Formatter(argparse.HelpFormatter):
    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, "Użycie: " if prefix is None else prefix)
