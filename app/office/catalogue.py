"""The catalogue of findings: an explanation for every code that any room or target makes, in chapters for the help."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from app.base.explanations import Explanation, explanations_of
from app.targets.registry import TARGETS

__all__ = ["Chapter", "Explanation", "chapters", "entry_of"]

_ROOMS: Final = ("checks", "booking", "invoice", "office", "targets", "ksef")
_ANY: Final = "*"


@dataclass(frozen=True, slots=True)
class Chapter:
    """The explanations of one room or target by code; `id` is its name in the program."""

    id: str
    title: str
    entries: dict[str, Explanation]


@lru_cache(maxsize=1)  # read once: the texts lie in the program and do not change
def chapters() -> tuple[Chapter, ...]:
    """All chapters in the order in which they are offered: what concerns every document first, then the targets."""
    packages = [f"app.{room}" for room in _ROOMS] + [f"app.targets.{package}" for package in _packages()]
    found = [(package.rpartition(".")[2], *explanations_of(package)) for package in packages]
    return tuple(Chapter(name, title, entries) for name, title, entries in found if entries)


def entry_of(code: str) -> tuple[str, str] | None:
    """The chapter that explains `code`, and the entry in it; None where nobody does.

    A target's own codes begin with the name of its package: those without an entry of their own have the one that holds for the same
    thing in every target, at least the general one.
    """
    for chapter in chapters():
        if code in chapter.entries:
            return chapter.id, code
    target = next((package for package in _packages() if code.startswith(f"{package}_")), None)
    if target is None:
        return None
    shared = f"{_ANY}_{code.removeprefix(f'{target}_')}"
    common = next(chapter for chapter in chapters() if chapter.id == "targets")
    return common.id, shared if shared in common.entries else _ANY


def _packages() -> tuple[str, ...]:
    """The packages of the targets, each once."""
    return tuple(dict.fromkeys(type(target).__module__.split(".")[2] for target in TARGETS))
