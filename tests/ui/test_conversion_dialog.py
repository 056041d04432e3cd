"""The conversion as a person does it: pre-flight list, answers, file, result, and what the history makes of it."""

import socket
from pathlib import Path

import pytest
from PySide6.QtWidgets import QCheckBox, QComboBox, QPushButton
from pytestqt.qtbot import QtBot

from app.office import convert, listing
from app.office.convert import Outcome
from app.office.listing import Query, WorkState
from app.ui.books.remembered_page import RememberedPage
from app.ui.conversion.dialog import ConversionDialog
from app.ui.main_window import MainWindow
from tests.cast import CARPENTRY
from tests.ui.conftest import settle


@pytest.fixture
def dialog(window: MainWindow, qtbot: QtBot) -> ConversionDialog:
    """The dialog on all documents of one client, its pre-flight done."""
    window.desk.clients.choose(CARPENTRY.nip)
    settle(window, qtbot)
    window.desk.documents.select_all()
    window.actions_by_name["convert"].trigger()
    settle(window, qtbot)
    dialog = window.findChild(ConversionDialog)
    assert dialog is not None
    return dialog


def test_the_preflight_list_shows_every_document_with_its_outcome(dialog: ConversionDialog, window: MainWindow):
    assert dialog.plan is not None
    assert sum(dialog.plan.counts.values()) == dialog.model.rowCount() == len(window.desk.documents.model.ids)
    assert dialog.plan.counts[Outcome.WRITTEN] > 0
    assert dialog.plan.counts[Outcome.REFUSED] > 0
    assert str(dialog.plan.counts[Outcome.WRITTEN]) in dialog.write_button.text()


def test_the_refused_ones_say_why(dialog: ConversionDialog):
    number = list(Outcome).index(Outcome.REFUSED) + 1
    button = next(each for each in dialog._tabs.buttons() if each.text().startswith("Niemożliwe"))
    button.click()
    assert number
    rows = dialog.model.rowCount()
    assert rows == dialog.plan.counts[Outcome.REFUSED]
    assert all(dialog.model.data(dialog.model.index(row, 5)) for row in range(rows))


def test_an_answer_given_in_place_makes_documents_ready(dialog: ConversionDialog, window: MainWindow, qtbot: QtBot):
    asked = {each.question.code: each.documents for each in dialog.plan.questions}
    assert "rate" in asked
    before = dialog.plan.counts[Outcome.ASKS]
    dialog.questions.answered.emit("rate", "4.3100", False)  # noqa: FBT003 - a signal takes no names
    settle(window, qtbot)
    assert "rate" not in {each.question.code for each in dialog.plan.questions}
    assert dialog.plan.counts[Outcome.ASKS] < before


def test_files_are_written_and_documents_become_converted(
    dialog: ConversionDialog, window: MainWindow, qtbot: QtBot, tmp_path: Path
):
    ready = dialog.plan.counts[Outcome.WRITTEN]
    out = tmp_path / "wynik"
    dialog.write_to(out)
    settle(window, qtbot)
    files = list(out.iterdir())
    assert len(files) == 1
    assert files[0].stat().st_size > 1000
    assert str(ready) in dialog.result_page.title.text()
    assert str(out) in dialog.result_page.text.text()
    assert f"Sprawdzono: plik odczytany ponownie, {ready} dokument" in dialog.result_page.text.text()
    archive = window.workspace.archive
    converted = listing.ordered_ids(archive, Query(client=CARPENTRY.nip, states=frozenset({WorkState.CONVERTED})))
    assert len(converted) == ready
    dialog.close()
    convert.undo(archive, convert.conversions(archive, CARPENTRY.nip)[0].id)
    assert not listing.ordered_ids(archive, Query(client=CARPENTRY.nip, states=frozenset({WorkState.CONVERTED})))


@pytest.mark.parametrize("program", ["optima", "csv", "xlsx"])
def test_every_program_can_be_chosen_and_written(
    dialog: ConversionDialog, window: MainWindow, qtbot: QtBot, tmp_path: Path, program: str
):
    dialog.program.setCurrentIndex(dialog.program.findData(program))
    settle(window, qtbot)
    assert dialog.plan.order.target.id == program
    dialog.write_to(tmp_path / program)
    settle(window, qtbot)
    assert list((tmp_path / program).iterdir())


def test_closing_in_the_middle_leaves_nothing_behind(window: MainWindow, qtbot: QtBot):
    window.desk.clients.choose(CARPENTRY.nip)
    settle(window, qtbot)
    window.actions_by_name["convert"].trigger()
    dialog = window.findChild(ConversionDialog)
    assert dialog is not None
    dialog.close()
    settle(window, qtbot)
    assert dialog.plan is None


def test_options_differing_from_the_defaults_are_passed_on(dialog: ConversionDialog):
    assert dialog._options.values() == {}
    for field in dialog._programs["epp"].options:
        assert dialog._options._editors[field.name].accessibleName() == field.label


def test_a_remembered_answer_holds_for_the_client_until_it_is_forgotten(
    dialog: ConversionDialog, window: MainWindow, qtbot: QtBot
):
    box = next(box for box in dialog.questions.findChildren(QComboBox) if box.findData("issue") >= 0)
    row = box.parentWidget()
    box.setCurrentIndex(box.findData("issue"))
    row.findChild(QCheckBox).setChecked(True)
    next(button for button in row.findChildren(QPushButton) if button.text() == "Zastosuj").click()
    settle(window, qtbot)
    dialog.close()
    archive = window.workspace.archive
    assert listing.answers_for_client(archive, CARPENTRY.nip) == {"receipt_date": "issue"}
    ids = list(listing.ordered_ids(archive, Query(client=CARPENTRY.nip)))
    with convert.preflight_archive(archive, CARPENTRY.nip, "epp", ids=ids) as plan:
        assert "receipt_date" not in {each.question.code for each in plan.questions}
    page = RememberedPage(archive, CARPENTRY.nip)
    qtbot.addWidget(page)
    next(button for button in page.findChildren(QPushButton) if button.text() == "Zapomnij").click()
    assert listing.answers_for_client(archive, CARPENTRY.nip) == {}


def test_what_is_typed_for_some_documents_is_not_offered_to_be_remembered(dialog: ConversionDialog):
    for box in dialog.questions.findChildren(QComboBox):
        box.setCurrentIndex(box.count() - 1)
        if box.currentData().startswith("<"):
            assert not box.parentWidget().findChild(QCheckBox).isEnabled()


def test_asking_the_nbp_can_be_switched_off_and_stays_off(dialog: ConversionDialog, window: MainWindow, qtbot: QtBot):
    assert dialog.nbp_rates.isChecked()
    dialog.nbp_rates.click()
    settle(window, qtbot)
    assert window.workspace.settings.nbp_rates is False
    dialog.close()
    settle(window, qtbot)
    window.actions_by_name["convert"].trigger()
    settle(window, qtbot)
    again = next(each for each in window.findChildren(ConversionDialog) if each.isVisible())
    assert not again.nbp_rates.isChecked()


def test_a_failing_nbp_is_told_below_the_list(
    dialog: ConversionDialog, window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
):
    with socket.create_server(("127.0.0.1", 0)) as gone:
        monkeypatch.setenv("KONWERTER_KSEF_NBP_URL", f"http://127.0.0.1:{gone.getsockname()[1]}")
    dialog.check()
    settle(window, qtbot)
    assert dialog.note.text().startswith("Kursów NBP nie pobrano: NBP: nie udało się połączyć.")
