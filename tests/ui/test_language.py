"""The window in English, and Qt's own words in the language of the window."""

import gettext
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTranslator
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from app.base import texts
from app.base.paths import Paths
from app.base.settings import Settings, load_settings, save_settings
from app.office import listing
from app.office.programs import programs
from app.ui import main
from app.ui.about import AboutDialog
from app.ui.books.profile_dialog import ProfileDialog
from app.ui.client_dialog import ClientDialog
from app.ui.conversion.dialog import ConversionDialog
from app.ui.conversion.history_dialog import HistoryDialog
from app.ui.ksef.access.dialog import AccessDialog
from app.ui.ksef.environment_dialog import EnvironmentDialog
from app.ui.main_window import MainWindow
from app.ui.palette import Palette
from app.ui.settings.dialog import SettingsDialog
from tests.cast import CARPENTRY, CLIENTS
from tests.resources.test_catalogue import NO_TEXTS
from tests.ui.conftest import settle
from tests.ui.spoken import texts_of

LETTERS = set("ąćęłńóśźżĄĆĘŁŃÓŚŹŻ„")


class _Missing(gettext.NullTranslations):
    """Keeps what was asked for and is in no catalogue."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: set[str] = set()

    def gettext(self, message: str) -> str:
        self.texts.add(message)
        return message


@pytest.fixture
def speak(qapp: QApplication) -> Iterator[Callable[[str], None]]:
    """Lets the program and Qt speak a language; afterwards both speak as before."""

    def silence() -> None:
        for translator in qapp.findChildren(QTranslator):
            qapp.removeTranslator(translator)

    silence()
    yield lambda language: main.speak(qapp, language)
    silence()
    texts.install("pl")


@pytest.fixture
def english(speak: Callable[[str], None]) -> Iterator[None]:
    """The program speaks English; whatever is asked for must be in the catalogue."""
    speak("en")
    missing = _Missing()
    texts._LANGUAGE.catalogue.add_fallback(missing)
    yield
    assert missing.texts == set()


def polish_in(root: QWidget) -> set[str]:
    """The texts of a window that are Polish: with Polish letters, or such as the catalogue translates."""
    known: dict[str, str] = texts._LANGUAGE.catalogue._catalog
    english = set(known.values())
    names = (client.name for client in CLIENTS.values())
    data = [*names, *(program.title for program in programs()), *_counterparties(root), _folder(root), *NO_TEXTS]
    found = set()
    for text in texts_of(root):
        said = text
        for name in data:
            said = said.replace(name, "")
        translated = any(known.get(form, form) != form for form in (text, text[:1].lower() + text[1:]))
        if LETTERS & set(said) or (translated and text not in english):
            found.add(text)
    return found


def _counterparties(root: QWidget) -> set[str]:
    """The names that the list's documents bring along; the preview offers them for copying."""
    if not isinstance(root, MainWindow):
        return set()
    archive = root.workspace.archive
    return {row.summary.counterparty for row in listing.rows(archive, listing.ordered_ids(archive, listing.Query()))} - {""}


def _folder(widget: QWidget | None) -> str:
    """Where the data lie: the name of whoever uses the computer may be Polish."""
    while widget is not None and not isinstance(widget, MainWindow):
        widget = widget.parentWidget()
    return "" if widget is None else str(widget._paths.data)


def shown(window: MainWindow, kind: type[QDialog]) -> QDialog:
    (dialog,) = [one for one in window.findChildren(kind) if one.isVisible()]
    return dialog


@pytest.mark.usefixtures("english")
def test_the_main_window_speaks_english(window: MainWindow, qtbot: QtBot):
    window.desk.clients.choose(CARPENTRY.nip)
    settle(window, qtbot)
    window.desk.documents.table.selectRow(0)
    settle(window, qtbot)
    said = texts_of(window)
    assert {"Clients", "Any month", "VAT month", "Counterparty", "new", "Download all"} <= said
    assert any(text.startswith("Shown ") for text in said)
    for page in range(window.desk.preview.tabs.count()):
        window.desk.preview.tabs.setCurrentIndex(page)
        assert polish_in(window) == set()
    more = window.desk.documents.filters.more
    more.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)  # the off-screen platform cannot give it the keyboard
    more.show()
    assert "part of the name, or NIP" in texts_of(more)
    assert polish_in(more) == set()
    more.hide()
    window.search.setText("nothing like that")
    qtbot.waitUntil(lambda: window.desk.documents.model.rowCount() == 0)
    settle(window, qtbot)
    assert "Nothing matches the filters" in texts_of(window)
    assert polish_in(window) == set()


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    ("action", "kind", "word"),
    [
        ("settings", SettingsDialog, "Theme"),
        ("profile", ProfileDialog, "Save profile"),
        ("history", HistoryDialog, "The history is still empty"),
        ("palette", Palette, "Convert    Ctrl+E"),
        ("add_client", ClientDialog, "Postcode"),
        ("about", AboutDialog, "Licences"),
    ],
)
def test_dialogs_speak_english(window: MainWindow, qtbot: QtBot, action, kind, word):
    window.desk.clients.choose(CARPENTRY.nip)
    settle(window, qtbot)
    window.actions_by_name[action].trigger()
    dialog = shown(window, kind)
    settle(window, qtbot)
    assert word in texts_of(dialog)
    assert polish_in(dialog) == set()
    dialog.done(0)


@pytest.mark.usefixtures("english")
def test_every_page_of_the_settings_speaks_english(window: MainWindow):
    window.actions_by_name["settings"].trigger()
    dialog = shown(window, SettingsDialog)
    for page in range(dialog.list.count()):
        dialog.list.setCurrentRow(page)
        assert polish_in(dialog) == set()


@pytest.mark.usefixtures("english")
def test_a_conversion_speaks_english_but_for_the_words_of_the_bookkeeping_program(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
):
    window.desk.clients.choose(CARPENTRY.nip)
    settle(window, qtbot)
    window.desk.documents.select_all()
    window.actions_by_name["convert"].trigger()
    settle(window, qtbot)
    dialog = shown(window, ConversionDialog)
    dialog.note.clear()  # what the format could not be tried with
    said = texts_of(dialog)
    assert {"Bookkeeping program", "Result", "needs a decision", "Check again"} <= said
    assert polish_in(dialog) == set()
    dialog.write_to(tmp_path)
    settle(window, qtbot)
    (told,) = [text for text in texts_of(dialog) if "read back" in text]
    assert not LETTERS & set(told.partition("What next")[0].replace(str(tmp_path), ""))
    dialog.done(0)


@pytest.mark.usefixtures("english", "hurry")
def test_the_training_speaks_english(empty_window: MainWindow, qtbot: QtBot):
    window = empty_window
    assert "Try it on training data" in texts_of(window)
    assert polish_in(window) == set()
    window.badge.click()
    environments = shown(window, EnvironmentDialog)
    assert polish_in(environments) == set()
    environments.done(0)
    window.desk.welcome.training_button.click()
    qtbot.waitUntil(lambda: window.desk.on_board and len(window.desk.ksef.page.model.rows) == len(CLIENTS), timeout=30_000)
    settle(window, qtbot)
    window.actions_by_name["download_all"].trigger()
    qtbot.waitUntil(lambda: not window.desk.ksef.busy, timeout=60_000)
    settle(window, qtbot)
    assert "complete" in texts_of(window)
    assert polish_in(window) == set()
    window.actions_by_name["diary"].trigger()
    settle(window, qtbot)
    assert polish_in(window) == set()
    window.desk.ksef.give_access()
    settle(window, qtbot)
    wizard = shown(window, AccessDialog)
    assert "Who gives access to the invoices?" in texts_of(wizard)
    assert polish_in(wizard) == set()
    wizard.next_button.click()
    wizard.token_page.training_button.click()
    settle(window, qtbot)
    assert {text for text in polish_in(wizard) if "“" not in text} == set()  # Aplikacja Podatnika's own words stand in quotes
    wizard.next_button.click()
    settle(window, qtbot)
    assert "✓ Access works" in texts_of(wizard)
    assert polish_in(wizard) == set()


@pytest.mark.usefixtures("speak")
def test_the_language_chosen_is_kept_and_spoken_at_the_next_start(
    window: MainWindow, data: Paths, qapp: QApplication, qtbot: QtBot
):
    window.actions_by_name["settings"].trigger()
    page = shown(window, SettingsDialog).look
    assert [page.language.itemText(place) for place in range(page.language.count())] == ["Polski", "English"]
    assert not page.restart.isVisible()
    page.language.setCurrentIndex(1)
    page.language.activated.emit(1)
    assert page.restart.isVisible()
    assert load_settings(data.settings).language == "en"
    place = Paths(data.data.parent / "other")
    place.prepare()
    save_settings(place.settings, Settings(language="en"))
    started = main.open_window(place, qapp)
    qtbot.addWidget(started)
    qtbot.waitSignal(started.furnished, timeout=20_000).wait()
    assert "Add the first client" in texts_of(started)
    settle(started, qtbot)
    started.close()


@pytest.mark.parametrize(("language", "words"), [("pl", {"&Tak", "&Nie", "Anuluj"}), ("en", {"&Yes", "&No", "Cancel"})])
def test_qts_own_buttons_and_menus_speak_the_language_of_the_window(speak, language, words, qtbot: QtBot):
    speak(language)
    buttons = (QMessageBox.StandardButton.Yes, QMessageBox.StandardButton.No, QMessageBox.StandardButton.Cancel)
    box = QMessageBox()
    qtbot.addWidget(box)
    assert {box.addButton(button).text() for button in buttons} == words
    line = QLineEdit()
    qtbot.addWidget(line)
    menu = line.createStandardContextMenu()
    said = " ".join(action.text() for action in menu.actions())
    assert ("Wklej" if language == "pl" else "Paste") in said
    assert ("Paste" if language == "pl" else "Wklej") not in said
    menu.deleteLater()
