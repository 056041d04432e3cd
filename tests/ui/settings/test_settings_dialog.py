"""*Ustawienia* as a person uses them: what is changed holds at once, is kept at once, and is there next time."""

import datetime as dt
import zipfile
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTime
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QMessageBox
from pytestqt.qtbot import QtBot

from app.base.environments import Environment
from app.base.paths import Paths
from app.base.settings import load_settings
from app.office import companies
from app.office.archives import open_archive
from app.office.backups import check_backup, make_backup
from app.office.leaving import expired
from app.office.listing import Query, ordered_ids
from app.ui.main_window import MainWindow
from app.ui.settings.dialog import SettingsDialog
from app.ui.settings.retention_dialog import RetentionDialog
from app.ui.theme import DARK, LIGHT, ThemeChoice, apply_theme
from tests.cast import CARPENTRY, DESIGNER
from tests.ui.conftest import settle


@pytest.fixture
def dialog(window: MainWindow) -> SettingsDialog:
    return _opened(window)


@pytest.fixture(autouse=True)
def as_it_was(qapp: QApplication):
    yield
    apply_theme(qapp, ThemeChoice.LIGHT)


def _opened(window: MainWindow) -> SettingsDialog:
    window.actions_by_name["settings"].trigger()
    shown = [one for one in window.findChildren(SettingsDialog) if one.isVisible()]
    assert len(shown) == 1
    return shown[0]


def _press(window: MainWindow, text: str) -> None:
    (box,) = [box for box in window.findChildren(QMessageBox) if box.isVisible()]
    next(button for button in box.buttons() if button.text() == text).click()


def test_the_key_opens_them_and_the_page_is_remembered(window: MainWindow):
    assert window.actions_by_name["settings"].shortcut().toString() == "Ctrl+,"
    dialog = _opened(window)
    dialog.list.setCurrentRow(2)
    assert dialog.pages.currentWidget() is dialog.data
    dialog.close()
    assert not dialog.isVisible()
    assert _opened(window).pages.currentIndex() == 2


def test_the_theme_holds_at_once(window: MainWindow, dialog: SettingsDialog):
    dialog.look.themes.button(2).click()
    assert window.colours is DARK
    dialog.look.themes.button(1).click()
    assert window.colours is LIGHT
    assert load_settings(window.preferences.paths.settings).theme == "light"


def test_text_grows_with_rows_and_goes_back_to_the_systems(window: MainWindow, dialog: SettingsDialog, qapp: QApplication):
    table = window.desk.documents.table
    points, row = qapp.font().pointSizeF(), table.verticalHeader().defaultSectionSize()
    for _step in range(6):
        dialog.look.larger.click()
    assert dialog.look.size_label.text() == "160 %"
    assert qapp.font().pointSizeF() == pytest.approx(points * 1.6)
    assert window.desk.documents.table.font().pointSizeF() == pytest.approx(points * 1.6)
    assert table.verticalHeader().defaultSectionSize() > row
    for _step in range(20):
        dialog.look.larger.click()
    assert dialog.look.size_label.text() == "200 %"
    assert not dialog.look.larger.isEnabled()
    dialog.look.as_system.click()
    assert qapp.font().pointSizeF() == pytest.approx(points)
    assert table.verticalHeader().defaultSectionSize() == row
    assert not dialog.look.as_system.isEnabled()


def test_the_schedule_is_kept_with_the_moment_from_which_it_holds(window: MainWindow, dialog: SettingsDialog):
    page = dialog.download
    assert not page.minutes.isEnabled()
    assert page.minutes.minimum() == 15
    page.modes.button(1).click()
    page.minutes.setValue(30)
    kept = load_settings(window.preferences.paths.settings).scheduled
    assert (kept.mode, kept.minutes) == ("interval", 30)
    assert kept.since is not None
    assert page.sentence.text().startswith("Następne pobieranie: ")
    page.modes.button(2).click()
    page.at.setTime(QTime(3, 15))
    kept = load_settings(window.preferences.paths.settings).scheduled
    assert (kept.mode, kept.at) == ("nightly", dt.time(3, 15))
    assert page.sentence.text().endswith("03:15.")
    page.modes.button(0).click()
    assert not page.sentence.isVisible()
    assert load_settings(window.preferences.paths.settings).scheduled.mode == "off"


def test_the_command_for_the_systems_scheduler_can_be_copied(dialog: SettingsDialog, qapp: QApplication):
    dialog.download.copy_button.click()
    assert qapp.clipboard().text() == "konwerter-ksef sync --environment production --all"


def test_rates_of_the_nbp_can_be_switched_off(window: MainWindow, dialog: SettingsDialog):
    dialog.privacy.nbp_rates.click()
    assert not load_settings(window.preferences.paths.settings).nbp_rates
    assert not window.workspace.settings.nbp_rates


def test_a_backup_is_made_and_proven(window: MainWindow, dialog: SettingsDialog, qtbot: QtBot, tmp_path: Path):
    dialog.data.set_backup_folder(tmp_path / "kopie")
    dialog.data.backup_button.click()
    assert not dialog.data.check_button.isEnabled(), "one thing at a time"
    settle(window, qtbot)
    (file,) = (tmp_path / "kopie").glob("*.zip")
    backup = check_backup(file)
    text = dialog.data.results["backup"].text()
    assert text.startswith("✓ Kopia zrobiona i sprawdzona")
    assert f"{backup.documents} dokument" in text
    assert dialog.data.check_button.isEnabled()


def test_the_weekly_backup_needs_a_folder_and_is_made_by_itself(
    window: MainWindow, dialog: SettingsDialog, qtbot: QtBot, tmp_path: Path
):
    dialog.data.set_backup_folder(tmp_path / "kopie")
    dialog.data.weekly.click()
    assert window.preferences.settings.weekly_backup
    assert window.background is not None
    automation = window.background.automation
    automation.look()
    assert not (tmp_path / "kopie").exists(), "the dialog is open"
    dialog.close()
    for _again in range(3):
        automation.look()
        settle(window, qtbot)
    assert len(list((tmp_path / "kopie" / "automatyczne").glob("*.zip"))) == 1, "once a week"
    assert "backup production" in window.preferences.settings.ran


def test_a_weekly_backup_that_fails_is_told_and_put_off(window: MainWindow, qtbot: QtBot, tmp_path: Path):
    (tmp_path / "plik").write_text("to nie jest folder")
    window.preferences.remember(weekly_backup=True, folders={"backup": str(tmp_path / "plik")})
    assert window.background is not None
    told: list[str] = []
    window.background.automation.told.connect(lambda title, _text: told.append(title))
    for _again in range(3):
        window.background.automation.look()
        settle(window, qtbot)
    assert told == ["Kopia zapasowa się nie udała"]


def test_the_archive_is_looked_over(window: MainWindow, dialog: SettingsDialog, qtbot: QtBot):
    dialog.data.check_button.click()
    settle(window, qtbot)
    assert dialog.data.results["check"].text().startswith("✓ Archiwum jest w porządku")


def test_a_backup_is_restored_and_what_there_was_is_put_aside(window: MainWindow, data: Paths, qtbot: QtBot, tmp_path: Path):
    file, backup = make_backup(window.workspace.archive, tmp_path)
    window.desk.clients.choose(CARPENTRY.nip)
    settle(window, qtbot)
    window.workspace.archive.close()
    with open_archive(data, Environment.PRODUCTION) as archive:
        companies.add_client(archive, companies.Client(nip="5265877635", name="Po kopii"))
    dialog = _opened(window)
    dialog.data.work.inspect(file)
    qtbot.waitUntil(lambda: bool(dialog.findChildren(QMessageBox)))
    (box,) = dialog.findChildren(QMessageBox)
    assert file.name in box.text()
    assert f"{backup.documents} dokument" in box.informativeText()
    assert "PRODUKCJA zostanie odłożone" in box.informativeText()
    _press(window, "Przywróć kopię")
    qtbot.waitUntil(
        lambda: bool([one for one in window.findChildren(QMessageBox) if "przywrócona" in one.text()]), timeout=20_000
    )
    settle(window, qtbot)
    assert "Po kopii" not in [row.client.name for row in companies.clients(window.workspace.archive)]
    assert window.desk.clients.current == CARPENTRY.nip
    assert window.desk.documents.model.rowCount() == len(ordered_ids(window.workspace.archive, Query(client=CARPENTRY.nip)))
    assert window.pages.currentWidget() is window.desk
    assert window.actions_by_name["convert"].isEnabled()
    (aside,) = data.archives.glob("*przed-przywroceniem*.sqlite")
    assert aside.stat().st_size > 0


def test_a_spoiled_backup_changes_nothing(window: MainWindow, qtbot: QtBot, tmp_path: Path):
    file, _backup = make_backup(window.workspace.archive, tmp_path)
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(bytes(content))
    before = window.desk.documents.model.rowCount()
    dialog = _opened(window)
    dialog.data.restore_wanted.emit(file)
    qtbot.waitUntil(lambda: bool([one for one in window.findChildren(QMessageBox) if one.isVisible()]), timeout=20_000)
    settle(window, qtbot)
    assert window.pages.currentWidget() is window.desk
    window.desk.refresh()
    settle(window, qtbot)
    assert window.desk.documents.model.rowCount() == before > 0


def test_an_archive_that_cannot_be_opened_is_restored_from_the_settings(
    data: Paths, qtbot: QtBot, qapp: QApplication, tmp_path: Path
):
    with open_archive(data, Environment.PRODUCTION) as archive:
        file, backup = make_backup(archive, tmp_path)
    data.archive(Environment.PRODUCTION).write_bytes(b"zepsuty " * 4000)
    window = MainWindow(data, load_settings(data.settings), apply_theme(qapp, ThemeChoice.LIGHT))
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(window.opening.button.isVisible, timeout=20_000)
    dialog = _opened(window)
    assert not dialog.data.backup_button.isEnabled()
    assert dialog.data.restore_button.isEnabled()
    with qtbot.waitSignal(window.furnished, timeout=20_000):
        dialog.data.restore_wanted.emit(file)
    settle(window, qtbot)
    assert window.desk.documents.model.rowCount() == backup.documents
    for box in window.findChildren(QMessageBox):
        box.done(0)
    assert window.close()


def test_diagnostics_are_saved(window: MainWindow, dialog: SettingsDialog, qtbot: QtBot, tmp_path: Path):
    dialog.data.work.save_diagnostics(tmp_path / "diagnostyka.zip")
    settle(window, qtbot)
    with zipfile.ZipFile(tmp_path / "diagnostyka.zip") as opened:
        assert "program.json" in opened.namelist()
    assert "diagnostyka.zip" in dialog.data.results["diagnostics"].text()


def test_nothing_of_today_is_past_its_term(window: MainWindow, dialog: SettingsDialog, qtbot: QtBot):
    dialog.data.expired_button.click()
    settle(window, qtbot)
    assert "Nie ma dokumentów" in dialog.data.results["expired"].text()


def test_documents_past_their_term_are_ticked_asked_about_and_removed_with_a_proof(
    window: MainWindow, dialog: SettingsDialog, qtbot: QtBot, tmp_path: Path
):
    old = expired(window.workspace.archive, dt.date(2045, 1, 1))
    assert {one.client.nip for one in old} >= {CARPENTRY.nip, DESIGNER.nip}
    dialog.data._show_expired(old)
    chooser = dialog.findChild(RetentionDialog)
    assert chooser is not None
    assert not chooser.remove_button.isEnabled(), "nothing is ticked by itself"
    place = [one.client.nip for one in old].index(DESIGNER.nip)
    chooser.list.item(place).setCheckState(Qt.CheckState.Checked)
    assert str(len(old[place].ids)) in chooser.remove_button.text()
    chooser.confirm(tmp_path / "protokol.txt")
    (box,) = [box for box in chooser.findChildren(QMessageBox) if box.isVisible()]
    next(button for button in box.buttons() if button.text().startswith("Usuń ")).click()
    settle(window, qtbot)
    assert len(ordered_ids(window.workspace.archive, Query(client=DESIGNER.nip))) == 0
    assert len(ordered_ids(window.workspace.archive, Query(client=CARPENTRY.nip))) > 0
    assert (tmp_path / "protokol.txt").read_text(encoding="utf-8").startswith("Usunięcie dokumentów po okresie")
    assert "Protokół" in dialog.data.results["expired"].text()


def test_where_secrets_are_is_said_and_leads_to_the_help(window: MainWindow, dialog: SettingsDialog, qtbot: QtBot):
    dialog.list.setCurrentRow(3)
    dialog.privacy.secrets_button.click()
    settle(window, qtbot)
    assert window._help is not None
    assert window._help.isVisible()
    window._help.close()


def test_everything_has_a_name_and_escape_closes(dialog: SettingsDialog, qtbot: QtBot):
    for number in range(dialog.list.count()):
        dialog.list.setCurrentRow(number)
        page = dialog.pages.currentWidget()
        nameless = [
            one
            for one in page.findChildren(QAbstractButton) + page.findChildren(QComboBox)
            if one.isVisible() and not (one.accessibleName() or (isinstance(one, QAbstractButton) and one.text()))
        ]
        assert nameless == []
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not dialog.isVisible())
