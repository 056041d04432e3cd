"""The English catalogue: it holds every text of the sources, well translated, and the script that keeps it finds them all."""

import ast
import gettext
from pathlib import Path

import pytest

from tests.resources.conftest import ROOT

NO_TEXTS = {
    "podgląd", "dostęp", "usługi publiczne", "reguły ",  # lanes of work: nobody reads them
    "zł",  # as amounts are written in Poland
    "Okno nie ma żadnego kroju pisma.",  # the self-test's answer, which is the command line's
}  # fmt: skip
SAMPLE = '''
from dataclasses import dataclass
from app.base.texts import Later, Words, _, plural

STATES = Words({1: "nowa", 2: "stara"})
TITLES: Final[dict[str, Later]] = {"klucz": "Tytuł"}
PAIRS: Final[tuple[tuple[str, Later], ...]] = (("kod", "Nazwa"),)
ALONE: Later = "Sam"

@dataclass
class Spec:
    name: str
    text: Later

SPECS = (Spec("nazwa", "Po kolei"), Spec(name="inna", text="Po nazwie"))

def say(count, old):
    """Nie to."""
    return _("Zdanie " "w dwóch częściach") + plural(count, "raz", "dwa", "wiele") + _("tak" if old else "nie")
'''


@pytest.fixture
def catalogue(script):
    return script("catalogue")


def test_every_text_is_translated_and_nothing_else_is_there(catalogue):
    translations = catalogue.read_catalogue(catalogue.CATALOGUE)
    texts = catalogue.texts_of(catalogue.APP)
    assert len(texts) > 1000
    assert set(texts) - set(translations) == set(), "run resources/catalogue.py and translate what it names"
    assert set(translations) - set(texts) == set(), "run resources/catalogue.py"
    assert catalogue.faults(translations) == []


def test_the_files_are_as_the_script_writes_them(catalogue):
    translations = catalogue.read_catalogue(catalogue.CATALOGUE)
    written = catalogue.written(catalogue.texts_of(catalogue.APP), translations)
    assert catalogue.CATALOGUE.read_text(encoding="utf-8") == written
    assert catalogue.CATALOGUE.with_suffix(".mo").read_bytes() == catalogue.compiled(translations)


def test_gettext_reads_what_was_compiled(catalogue, tmp_path: Path):
    file = tmp_path / "file.mo"
    file.write_bytes(catalogue.compiled({"Zażółć": "Yellow", "Dwie\nlinie": "Two\nlines", "nic": ""}))
    with file.open("rb") as opened:
        read = gettext.GNUTranslations(opened)
    assert [read.gettext(text) for text in ("Zażółć", "Dwie\nlinie", "nic")] == ["Yellow", "Two\nlines", "nic"]


def test_the_script_finds_calls_tables_and_fields(catalogue, tmp_path: Path):
    for room in ("ui", "cli"):  # the command line speaks Polish only
        (tmp_path / "app" / room).mkdir(parents=True)
        (tmp_path / "app" / room / "sample.py").write_text(SAMPLE, encoding="utf-8")
    assert catalogue.texts_of(tmp_path / "app") == {
        text: ["app/ui/sample.py"]
        for text in (
            "nowa", "stara", "Tytuł", "Nazwa", "Sam", "Po kolei", "Po nazwie",
            "Zdanie w dwóch częściach", "raz", "dwa", "wiele", "tak", "nie",
        )
    }  # fmt: skip


def test_new_texts_are_added_old_ones_dropped_and_a_translators_file_taken_over(catalogue, tmp_path: Path, monkeypatch, capsys):
    (tmp_path / "app" / "ui").mkdir(parents=True)
    (tmp_path / "app" / "ui" / "sample.py").write_text('A = [_("Zapisz"), _("Drukuj"), _("Zamknij")]', encoding="utf-8")
    file, sent = tmp_path / "file.po", tmp_path / "sent.po"
    for place, known in ((file, {"Zapisz": "Save", "Dawny": "Old"}), (sent, {"Drukuj": "Print", "Obcy": "Foreign"})):
        place.write_text(catalogue.written({text: ["app/ui/x.py"] for text in known}, known), encoding="utf-8")
    monkeypatch.setattr(catalogue, "APP", tmp_path / "app")
    monkeypatch.setattr(catalogue, "CATALOGUE", file)
    assert catalogue.main([str(sent)]) == 1
    assert "'Zamknij'" in capsys.readouterr().err
    assert catalogue.read_catalogue(file) == {"Zapisz": "Save", "Drukuj": "Print", "Zamknij": ""}
    with file.with_suffix(".mo").open("rb") as opened:
        assert gettext.GNUTranslations(opened).gettext("Drukuj") == "Print"


@pytest.mark.parametrize(
    ("text", "said", "fault"),
    [
        ("Klient", "", "not translated"),
        ("Klient {name}", "Client", "other placeholders"),
        ("<b>Ważne</b>", "Important", "other tags"),
        ("Zapisz…", "Save", "other ellipsis"),
        ("&Zapisz", "Save", "other mnemonic"),
        ("Zapisano.", "Saved", "other end"),
        (" min", "min", "other spaces at the ends"),
        ("Dwie\nlinie", "Two lines", "other line breaks"),
        ("Źródło", "Źródło", "Polish letters"),
        ("Pliki (*.xml *.zip)", "Files (*.xml)", "other patterns of files"),
    ],
)
def test_what_does_not_go_with_its_text_is_named(catalogue, text, said, fault):
    assert any(one.startswith(fault) for one in catalogue.faults({text: said}))


def test_names_of_other_programs_may_stay_polish_in_quotes(catalogue):
    assert catalogue.faults({"Kliknij „Odśwież”.": "Click “Odśwież”."}) == []


def test_a_catalogue_is_read_as_it_was_written(catalogue, tmp_path: Path):
    translations = {'Mówi "tak"\n\tdalej\\': 'Says "yes"\n\ton\\', "Zażółć": ""}
    file = tmp_path / "file.po"
    file.write_text(catalogue.written({text: ["app/ui/x.py"] for text in translations}, translations), encoding="utf-8")
    assert catalogue.read_catalogue(file) == translations


def test_the_window_shows_no_polish_text_past_the_catalogue(catalogue):
    texts = catalogue.texts_of(catalogue.APP)
    found = []
    for file in sorted((ROOT / "app" / "ui").rglob("*.py")):
        if file.name in {"matrix.py", "pages.py"}:  # the help, which is Polish as a whole
            continue
        tree = ast.parse(file.read_text(encoding="utf-8"))
        prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        found += [
            f"{file.name}:{node.lineno}: {node.value}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose
            and catalogue.POLISH.search(node.value) and node.value not in texts and node.value not in NO_TEXTS
        ]  # fmt: skip
    assert found == []


def test_no_text_is_translated_before_a_language_is_installed(catalogue):
    def frozen(node):
        """The calls of `_` that run when a module is imported: what is in no function, and the defaults of parameters."""
        if isinstance(node, ast.FunctionDef | ast.Lambda):
            early = [*node.args.defaults, *(one for one in node.args.kw_defaults if one is not None)]
            return [found for one in early for found in frozen(one)]
        own = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"_", "plural"}
        return [*([node] if own else []), *(found for child in ast.iter_child_nodes(node) for found in frozen(child))]

    assert len(frozen(ast.parse('A = _("x")\ndef f(a=_("y")):\n    return _("z")'))) == 2
    found = [
        f"{file.relative_to(ROOT)}:{node.lineno}"
        for file in sorted(catalogue.APP.rglob("*.py"))
        for node in frozen(ast.parse(file.read_text(encoding="utf-8")))
    ]
    assert found == []
