"""The pages of the help: written ones from the folder ``pages``, made ones from what the program knows of programs and findings. No Qt."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

from app.office.catalogue import Chapter, chapters, entry_of
from app.office.programs import Program, every_question, programs
from app.ui.help.matrix import Matrix, load_matrix, of_target

_WRITTEN: Final = (
    "start", "instalacja", "szkolenie", "srodowiska", "logowanie", "token", "certyfikat", "uprawnienia",
    "pytania-srodowiska", "pytania-dostep", "odmowa", "pobieranie", "przegladanie", "lista", "ksiegowanie", "konwersja", "wydruk", "waluty",
    "biala-lista", "dane", "plan", "tajemnice",
)  # fmt: skip
FIRST: Final = "start"
FINDINGS: Final = "uwagi"
_MARKUP: Final = re.compile(r"\]\([^)]*\)|[*_`#|\[\]]|:?-{3,}:?|^ *(?:-|\d+\.) ", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Page:
    """One page: `id` is what links and F1 name, `text` is Markdown that begins with its heading."""

    id: str
    title: str
    text: str

    @property
    def plain(self) -> str:
        """The text without its markup, in one line."""
        return " ".join(_MARKUP.sub(" ", self.text).split())


def load_pages() -> tuple[Page, ...]:
    """All pages in the order in which they are offered. Loads the targets: not on the main thread."""
    folder = files("app.ui.help") / "pages"
    written = [_page(name, (folder / f"{name}.md").read_text(encoding="utf-8")) for name in _WRITTEN]
    found = chapters()
    general = _page(FINDINGS, _findings_text((folder / f"{FINDINGS}.md").read_text(encoding="utf-8"), found))
    made = [_page(f"{FINDINGS}-{chapter.id}", _chapter_text(chapter)) for chapter in found]
    matrix = load_matrix()
    imports = (_page(f"import-{program.id}", _import_text(program, matrix)) for program in programs())
    return (*written, general, *made, *imports)


def finding_topic(code: str) -> str:
    """The topic that explains a finding: its page, and behind ``#`` the line under which its entry stands."""
    found = entry_of(code)
    return FINDINGS if found is None else f"{FINDINGS}-{found[0]}#{_shown(found[1])}"


def _page(name: str, text: str) -> Page:
    heading, _, _rest = text.partition("\n")
    return Page(name, heading.removeprefix("# ").strip(), text)


def _import_text(program: Program, matrix: Matrix) -> str:
    text = f"# Import: {program.title}\n\nPlik: `{program.suffix}`\n\n{program.import_steps}"
    unproven = "## Czego jeszcze nie wypróbowano" + f"\n\n{program.unproven}" if program.unproven else ""
    table = of_target(matrix, program.id)
    kinds = "## Które faktury zapisuje" + f"\n\n{table}" if table else ""
    return "\n\n".join(part for part in (text, unproven, kinds) if part)


def _findings_text(written: str, found: Sequence[Chapter]) -> str:
    questions = [f"- [**{question.title}**]({finding_topic(question.code)}) `{question.code}`" for question in every_question()]
    contents = [f"- [{chapter.title}]({FINDINGS}-{chapter.id})" for chapter in found]
    return written.format(questions="\n".join(questions), chapters="\n".join(contents))


def _chapter_text(chapter: Chapter) -> str:
    entries = [
        "### {title}\n\n`{code}`\n\n{meaning}\n\n**Co zrobić:** {advice}".format(
            title=entry.title.removesuffix("."), code=_shown(code), meaning=entry.meaning, advice=entry.advice
        )
        for code, entry in chapter.entries.items()
    ]
    heading = f"# Uwagi: {chapter.title}\n\n[Co znaczą stopnie uwag]({FINDINGS})"
    return "\n\n".join([heading, *entries])


def _shown(code: str) -> str:
    """A code as a page shows it; one that holds for every target with dots in the place of the target's name."""
    return code.replace("*", "…")
