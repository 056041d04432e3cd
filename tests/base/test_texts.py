import struct
from pathlib import Path

import pytest

from app.base.texts import DOMAIN, Words, _, install, languages, plural


@pytest.fixture(autouse=True)
def _polish_again():
    yield
    install("pl")


def write_catalogue(folder: Path, translations: dict[str, str]) -> None:
    """A compiled gettext catalogue, as msgfmt would write it."""
    texts = sorted({"": "Content-Type: text/plain; charset=UTF-8\n", **translations}.items())
    originals, translated = ([text.encode() for text in column] for column in zip(*texts, strict=True))
    count = len(texts)
    start = 28 + 16 * count
    tables, body = b"", b""
    for text in [*originals, *translated]:
        tables += struct.pack("<2I", len(text), start + len(body))
        body += text + b"\0"
    header = struct.pack("<7I", 0x950412DE, 0, count, 28, 28 + 8 * count, 0, start)
    place = folder / "en" / "LC_MESSAGES"
    place.mkdir(parents=True)
    (place / f"{DOMAIN}.mo").write_bytes(header + tables + body)


def test_polish_needs_no_catalogue():
    install("pl")
    assert _("Wybierz klienta") == "Wybierz klienta"


def test_a_catalogue_translates_what_it_knows(tmp_path: Path):
    write_catalogue(tmp_path, {"Wybierz klienta": "Choose a client"})
    install("en", tmp_path)
    assert _("Wybierz klienta") == "Choose a client"
    assert _("Zapisz") == "Zapisz"


def test_an_empty_text_stays_empty(tmp_path: Path):
    write_catalogue(tmp_path, {"Zapisz": "Save"})
    install("en", tmp_path)
    assert _("") == ""


def test_a_table_made_before_a_language_is_installed_speaks_it_afterwards(tmp_path: Path):
    words = Words({1: "nowa", 2: "stara"})
    write_catalogue(tmp_path, {"nowa": "new"})
    install("en", tmp_path)
    assert (words[1], words.get(2), words.get(3), dict(words)) == ("new", "stara", None, {1: "new", 2: "stara"})
    install("pl")
    assert list(words.values()) == ["nowa", "stara"]


def test_the_program_speaks_polish_and_english():
    assert languages() == ("pl", "en")
    install("en")
    assert _("Anuluj") == "Cancel"


def test_only_languages_with_a_catalogue_are_offered(tmp_path: Path):
    assert languages(tmp_path) == ("pl",)
    write_catalogue(tmp_path, {"Zapisz": "Save"})
    assert languages(tmp_path) == ("pl", "en")


def test_a_missing_catalogue_leaves_polish(tmp_path: Path):
    install("en", tmp_path)
    assert _("Zapisz") == "Zapisz"


@pytest.mark.parametrize(
    ("count", "word"),
    [
        (0, "faktur"),
        (1, "faktura"),
        (2, "faktury"),
        (4, "faktury"),
        (5, "faktur"),
        (12, "faktur"),
        (22, "faktury"),
        (112, "faktur"),
        (101, "faktur"),
    ],
)
def test_polish_counts_take_their_forms(count, word):
    assert plural(count, "faktura", "faktury", "faktur") == word
