"""No finding without an explanation, and no explanation without a finding."""

from app.base.explanations import explanations_of
from app.office.catalogue import chapters, entry_of
from app.targets.registry import TARGETS
from tests.finding_codes import codes_in_source

# Made where the source does not show the code beside the maker (tables and tuples of the XML gate).
READING = {
    "bad_account",
    "bad_encoding",
    "bad_ksef_number",
    "is_jpk",
    "is_upo",
    "no_namespace",
    "not_well_formed",
    "too_deep",
    "unknown_namespace",
}


def test_every_code_that_the_program_makes_is_explained() -> None:
    """Where this fails for a target: add an entry to ``app/targets/<package>/explanations.md``, or begin the code with the package's name."""
    made = codes_in_source()
    assert len(made) > 250
    assert {code: sorted(files) for code, files in made.items() if entry_of(code) is None} == {}
    assert [code for code in READING if entry_of(code) is None] == []


def test_every_explanation_is_of_a_code_that_is_made() -> None:
    known = set(codes_in_source()) | READING
    explained = [code for chapter in chapters() for code in chapter.entries if not code.startswith("*")]
    assert [code for code in explained if code not in known] == []
    assert len(explained) == len(set(explained)), "each code has one home"


def test_entries_that_hold_for_all_targets_are_used() -> None:
    used = {found[1] for code in codes_in_source() if (found := entry_of(code)) is not None}
    (common,) = (chapter for chapter in chapters() if chapter.id == "targets")
    assert [code for code in common.entries if code.startswith("*_") and code not in used] == []


def test_entries_are_sentences() -> None:
    for chapter in chapters():
        assert chapter.title
        for code, entry in chapter.entries.items():
            for text in (entry.title, entry.meaning, entry.advice):
                assert text[0].isupper() or text[0].isdigit(), code
                assert text.endswith("."), code
            assert len(entry.title) < 100, code


def test_a_code_of_a_target_without_an_entry_has_the_general_one() -> None:
    assert entry_of("optima_something_new") == ("targets", "*")
    assert entry_of("optima_oss") == ("targets", "*_oss")
    assert entry_of("sheet_text") == ("sheet", "sheet_text")
    assert entry_of("nobody_says_this") is None


def test_every_targets_package_may_bring_explanations() -> None:
    assert all(explanations_of(type(target).__module__.rpartition(".")[0]) is not None for target in TARGETS)
    assert explanations_of("app.base") == ("", {})
