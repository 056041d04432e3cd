"""The help: every page is there, the search forgives, F1 opens what fits."""

import re

import pytest
from PySide6.QtCore import QPoint, QUrl
from PySide6.QtGui import QDesktopServices, QKeySequence
from pytestqt.qtbot import QtBot

from app.base.environments import Environment
from app.office.programs import every_question, programs
from app.ui.help.pages import finding_topic, load_pages
from app.ui.help.search import Finder
from app.ui.ksef.environment_dialog import EnvironmentDialog
from app.ui.main_window import MainWindow
from tests.finding_codes import codes_in_source
from tests.ui.conftest import settle

_LINK = re.compile(r"\]\(([^)]+)\)")


def test_every_link_leads_somewhere():
    pages = load_pages()
    ids = {page.id for page in pages}
    links = {link for page in pages for link in _LINK.findall(page.text)}
    assert {link.partition("#")[0] for link in links if not link.startswith("https://")} <= ids
    assert all(page.title and page.plain for page in pages)


def test_every_finding_every_question_and_every_program_is_explained():
    pages = {page.id: page for page in load_pages()}
    assert all(f"`{question.code}`" in pages["uwagi"].text for question in every_question())
    for code in codes_in_source():
        name, sign, place = finding_topic(code).partition("#")
        assert sign, code
        assert f"\n`{place}`\n" in pages[name].text, code
    assert all(program.import_steps in pages[f"import-{program.id}"].text for program in programs())


def test_every_program_says_which_invoices_it_writes():
    pages = {page.id: page.text for page in load_pages()}
    for program in programs():
        text = pages[f"import-{program.id}"]
        assert "| Samofakturowanie | zapisywane | zapisywane" in text  # JPK_FA holds purchases only where its settings say so
        assert "nie dotyczy: konsument nie prowadzi ksiąg" in text
    assert "`optima_oss`: Optima ma na OSS osobne kolumny" in pages["import-optima"]
    assert "optima_oss" not in pages["import-csv"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [("srodowisk", "srodowiska"), ("JAK UZYSKAĆ TOKEN", "token"), ("przegladanie faktur", "token"), ("rewizor", "import-epp")],
)
def test_the_search_ignores_polish_letters_and_case(query: str, expected: str):
    assert expected in [hit.page.id for hit in Finder(load_pages()).search(query)]


def test_a_title_goes_before_a_mention_and_nonsense_finds_nothing():
    finder = Finder(load_pages())
    assert finder.search("certyfikat")[0].page.id == "certyfikat"
    assert [hit.page for hit in finder.search("  ")] == list(finder.pages)
    assert finder.search("xyzzy") == []


def test_f1_opens_the_page_of_the_place(window: MainWindow, qtbot: QtBot):
    assert window.actions_by_name["help"].shortcut() == QKeySequence("F1")
    window.actions_by_name["help"].trigger()
    settle(window, qtbot)
    help_window = window._help
    assert help_window is not None
    assert help_window.topic == "przegladanie"
    window.desk.show_board()
    settle(window, qtbot)
    window.actions_by_name["help"].trigger()
    assert help_window.topic == "pobieranie"
    assert "kompletne od" in help_window.browser.toPlainText()


def test_f1_works_in_a_dialog(window: MainWindow, qtbot: QtBot):
    window.badge.click()
    dialog = window.findChild(EnvironmentDialog)
    assert dialog is not None
    from app.ui.help.key import give_help  # noqa: PLC0415 - what the shortcut calls; keys do not reach an off-screen dialog

    give_help(dialog, str(dialog.property("helpTopic")))
    settle(window, qtbot)
    assert window._help is not None
    assert window._help.topic == "srodowiska"
    dialog.reject()


def test_the_help_is_searched_and_followed(window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch):
    window.show_help("start")
    settle(window, qtbot)
    shown = window._help
    assert shown is not None
    shown.search.setText("odswiez")
    assert shown.topic == "token"
    shown.search.setText("xyzzy")
    assert shown.nothing.isVisible()
    shown.show_topic("szkolenie")
    assert shown.search.text() == ""
    shown._follow(QUrl("token"))
    assert shown.topic == "token"
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    shown._follow(QUrl("https://ap.ksef.mf.gov.pl/web/"))
    assert [url.host() for url in opened] == ["ap.ksef.mf.gov.pl"]


def test_a_finding_leads_to_its_entry(window: MainWindow, qtbot: QtBot):
    window.show_help(finding_topic("account_unsound"))
    settle(window, qtbot)
    shown = window._help
    assert shown is not None
    assert shown.topic == "uwagi-checks#account_unsound"
    top = shown.browser.cursorForPosition(QPoint(40, 20)).block()
    assert top.text() == "Numer rachunku bankowego jest błędny"
    shown.search.setText("dowód innego państwa")
    shown.search.setText("dokumenty wywozu")
    assert shown.topic == "uwagi-checks"
    assert shown.browser.verticalScrollBar().value() > 0
    shown.show_topic("optima_nie_ma_takiej#x")
    assert shown.topic == "start"


def test_the_picker_says_what_each_environment_is_for(window: MainWindow):
    window.badge.click()
    dialog = window.findChild(EnvironmentDialog)
    assert dialog is not None
    for environment in Environment:
        dialog.choose(environment)
        assert dialog.environment is environment
    assert dialog.go_button.isEnabled()
    dialog.choose(Environment.PRODUCTION)
    assert not dialog.go_button.isEnabled()
    dialog.reject()
