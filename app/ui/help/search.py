"""Finding the answer: pages for words, and for whole questions asked as people ask them. No Qt."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from app.base.folding import fold
from app.ui.help.pages import Page

_EXCERPT: Final = 90
_WORD: Final = re.compile(r"[a-z0-9_]+")
_SHORTEST_STEM: Final = 4
_LONG: Final = 8
_ENOUGH: Final = 0.6
_BODY: Final = 0.6
_MARKUP: Final = re.compile(r"\]\([^)]*\)|[*_`#|\[\]]")
_WORDS_OF_ANY_QUESTION: Final = """
    a aby albo ale bo by byc bez ci co czego czy czym czemu dla dlaczego do gdy gdzie i ich ile jak jaka jakie jaki jakich jest jego juz
    kiedy kto ktora ktore ktory ktorego lub ma mam mi mnie moge moj moja moje moze mozna musi musze na nie nim o od oraz po pod przed przez
    przy sa sie skad tam te tego ten to trzeba tu ty u w we z za ze zeby
"""
_EMPTY: Final = frozenset(_WORDS_OF_ANY_QUESTION.split())
"""Folded; they say nothing of what a question is about."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A page that answers a search, and the words around what was found (empty where only the title matches)."""

    page: Page
    excerpt: str = ""


@dataclass(frozen=True, slots=True)
class _Section:
    """The heading of a section, its words and those of the text under it, folded."""

    heading: str
    titled: frozenset[str]
    said: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Folded:
    """A page as it is searched."""

    title: str
    plain: str
    sections: tuple[_Section, ...]


class Finder:
    """Searches in pages that are folded once, so that each letter typed is answered at once. Made off the main thread: it takes a while."""

    def __init__(self, pages: Sequence[Page]) -> None:
        self.pages = tuple(pages)
        self._folded = [_Folded(fold(page.title), fold(page.plain), _sections(page)) for page in pages]

    def search(self, query: str) -> list[Hit]:
        """Pages with every word of `query` in their title, in any case and without Polish letters; then those that answer it. All for no query.

        A page answers that holds every word, or a section about most of what is asked: the words of the question in any of their forms,
        without those that every question has. The better the section, the earlier the page.
        """
        words = fold(query).split()
        if not words:
            return [Hit(page) for page in self.pages]
        wanted = stems(query)
        titled, found = list[Hit](), list[tuple[float, Hit]]()
        for page, folded in zip(self.pages, self._folded, strict=True):
            if all(word in folded.title for word in words):
                titled.append(Hit(page, _excerpt(page.plain, words)))
                continue
            score, heading = max(((_score(section, wanted), section.heading) for section in folded.sections), default=(0.0, ""))
            if all(word in folded.plain for word in words):
                found.append((score, Hit(page, _excerpt(page.plain, words))))
            elif score >= _ENOUGH:
                found.append((score, Hit(page, heading)))
        found.sort(key=lambda one: -one[0])
        return [*titled, *(hit for _score_, hit in found)]


def stems(query: str) -> list[str]:
    """The words of a question that say what it is about, folded and without the endings that Polish gives them."""
    words = [word for word in _WORD.findall(fold(query)) if word not in _EMPTY]
    cut = [word[: max(_SHORTEST_STEM, len(word) - (3 if len(word) >= _LONG else 2))] for word in words]
    return list(dict.fromkeys(cut))


def best_place(sections: Sequence[tuple[str, str]], query: str) -> int | None:
    """The place of the section (its heading, its text) that answers `query` best; None where none has enough of it."""
    wanted = stems(query)
    scores = [_score(_section(heading, text), wanted) for heading, text in sections]
    best = max(scores, default=0.0)
    return scores.index(best) if best >= _ENOUGH else None


def _sections(page: Page) -> tuple[_Section, ...]:
    parts = re.split(r"^#+ ", page.text, flags=re.MULTILINE)[1:]
    return tuple(_section(heading, text) for heading, _line, text in (part.partition("\n") for part in parts))


def _section(heading: str, text: str) -> _Section:
    said = frozenset(_WORD.findall(fold(_MARKUP.sub(" ", text))))
    return _Section(heading, frozenset(_WORD.findall(fold(heading))), said)


def _score(section: _Section, wanted: Sequence[str]) -> float:
    """How much of what is wanted a section is about, from 0 to 1: what stands in its heading counts whole, the rest in part."""
    if not wanted:
        return 0.0
    return sum(1.0 if _met(stem, section.titled) else _BODY if _met(stem, section.said) else 0.0 for stem in wanted) / len(wanted)


def _met(stem: str, words: Iterable[str]) -> bool:
    """Whether one of the words begins as the stem does; a short one may be the beginning of it."""
    return any(word.startswith(stem) or (len(word) >= _SHORTEST_STEM and stem.startswith(word)) for word in words)


def _excerpt(text: str, words: Sequence[str]) -> str:
    for start, piece in _pieces(text):
        if any(word in fold(piece) for word in words):
            return ("… " if start else "") + piece.strip() + " …"
    return ""


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """Overlapping pieces of a text, each about as long as a line of the list, cut at words."""
    start = 0
    while start < len(text):
        end = text.find(" ", start + _EXCERPT)
        end = len(text) if end < 0 else end
        yield start, text[start:end]
        middle = text.find(" ", start + _EXCERPT // 2)
        start = len(text) if end == len(text) or middle < 0 else middle + 1
