"""Wherever a finding is shown, there is a way to what the help says of it, and it leads to that very entry."""

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from app.base.findings import Level, asks, blocks, notes
from app.office.convert import Outcome
from app.office.imports import Fate, Imported, ImportedDocument
from app.office.whitelist import CheckedDocument, Checkup
from app.ui.conversion.dialog import ConversionDialog
from app.ui.help.links import ExplainLink, FindingLinks
from app.ui.help.pages import finding_topic
from app.ui.imported_dialog import ImportedDialog
from app.ui.main_window import MainWindow
from tests.cast import CARPENTRY
from tests.finding_codes import codes_in_source
from tests.ui.conftest import settle

_HREF = re.compile(r'href="([^"]+)"')


def _entry_shown(window: MainWindow, qtbot: QtBot) -> str:
    """The code whose entry the help shows."""
    settle(window, qtbot)
    assert window._help is not None
    assert window._help.isVisible()
    name, sign, place = window._help.topic.partition("#")
    assert sign, name
    assert place in window._help.browser.toPlainText()
    return place


def test_a_code_of_each_chapter_leads_from_a_link_to_its_own_entry(window: MainWindow, qtbot: QtBot):
    links = FindingLinks(1, window)
    settle(window, qtbot)
    window.show_help("start")
    settle(window, qtbot)
    by_chapter = {finding_topic(code).partition("#")[0]: code for code in sorted(codes_in_source())}
    assert len(by_chapter) > 6
    for code in by_chapter.values():  # that every code has its entry is said in test_help.py
        links.show_findings([blocks(code, "Zdanie.")])
        links.linkActivated.emit(_HREF.findall(links.text())[0])
        place = _entry_shown(window, qtbot)
        assert place == code or place.startswith("…"), code
        ending = place.removeprefix("…")
        assert code.endswith(ending)


@pytest.fixture
def conversion(window: MainWindow, qtbot: QtBot) -> ConversionDialog:
    window.desk.clients.choose(CARPENTRY.nip)
    settle(window, qtbot)
    window.desk.documents.select_all()
    window.actions_by_name["convert"].trigger()
    settle(window, qtbot)
    (dialog,) = window.findChildren(ConversionDialog)
    return dialog


def test_the_report_of_a_conversion_links_all_findings_of_the_document_in_focus(
    conversion: ConversionDialog, window: MainWindow, qtbot: QtBot
):
    assert conversion.plan is not None
    next(each for each in conversion._tabs.buttons() if each.text().startswith("Niemożliwe")).click()
    assert conversion.model.rowCount() == conversion.plan.counts[Outcome.REFUSED]
    for row in range(conversion.model.rowCount()):
        conversion.table.selectRow(row)
        findings = sorted(conversion.model.document_at(row).findings, key=lambda finding: list(Level).index(finding.level))
        assert findings
        assert _HREF.findall(conversion.explained.text()) == [one.code for one in findings[:4]]
        assert conversion.explained.isVisibleTo(conversion)
        assert findings[0].code in str(conversion.property("helpTopic")) or "…" in str(conversion.property("helpTopic"))
    conversion.explained.linkActivated.emit(findings[0].code)
    assert findings[0].code.endswith(_entry_shown(window, qtbot).removeprefix("…"))


def test_each_question_of_a_conversion_is_explained(conversion: ConversionDialog, window: MainWindow, qtbot: QtBot):
    assert conversion.plan is not None
    asked = [each.question.code for each in conversion.plan.questions]
    links = conversion.questions.findChildren(ExplainLink)
    assert [_HREF.findall(link.text())[0] for link in links] == asked
    links[0].linkActivated.emit(asked[0])
    assert _entry_shown(window, qtbot) == asked[0]


def test_a_file_that_was_refused_is_explained(window: MainWindow):
    codes = ("not_an_invoice", "xml_broken")
    documents = [ImportedDocument(f"{code}.xml", Fate.REFUSED, (blocks(code, "Nie da się."),)) for code in codes]
    dialog = ImportedDialog(window, Imported(documents))
    assert _HREF.findall(dialog.explained.text()) == [codes[0]]
    dialog.table.setCurrentCell(1, 0)
    assert _HREF.findall(dialog.explained.text()) == [codes[1]]
    dialog.close()
    assert ImportedDialog(window, Imported([])).explained.isHidden()


def test_what_the_white_list_found_is_explained(window: MainWindow, qtbot: QtBot):
    found = notes("account_not_listed", "Rachunku nie ma na białej liście.")
    checked = CheckedDocument(document_id=1, number="FV 1", ksef_number="", answers=(), findings=(found,))
    window.desk.lookups._show_checkup(Checkup(documents=[checked]))
    (box,) = [one for one in window.findChildren(QMessageBox) if one.isVisible()]
    next(button for button in box.buttons() if button.text() == "Co to znaczy?").click()
    assert _entry_shown(window, qtbot) == "account_not_listed"


def test_a_reminder_above_the_work_is_explained(window: MainWindow, qtbot: QtBot):
    notices = window.desk.ksef.notices
    notices._take_reminders((notes("access_ends", "Token kończy się jutro."),))
    assert notices.banner.help_button.isVisible()
    notices.banner.help_button.click()
    assert _entry_shown(window, qtbot) == "access_ends"
    notices._take_reminders(())
    assert not notices.banner.help_button.isVisibleTo(window)


def test_more_findings_than_there_is_room_for_are_counted_and_links_take_the_keyboard(qtbot: QtBot):
    links = FindingLinks(2)
    qtbot.addWidget(links)
    links.show_findings([asks("rate", "Jaki <kurs>?"), notes("a", "B"), notes("c", "D")])
    assert _HREF.findall(links.text()) == ["rate", "a"]
    assert "&lt;kurs&gt;" in links.text()
    assert "… i jeszcze 1." in links.text()
    assert links.textInteractionFlags() & Qt.TextInteractionFlag.LinksAccessibleByKeyboard
    links.show_findings([])
    assert links.isHidden()
