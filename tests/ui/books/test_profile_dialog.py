import pytest
from PySide6.QtWidgets import QMessageBox

from app.booking.client import IncomeMethod
from app.office.companies import client
from app.office.profiles import profile
from app.ui.books.profile_dialog import ProfileDialog
from app.ui.client_dialog import ClientDialog
from tests.cast import CARPENTRY, DESIGNER
from tests.ui.conftest import settle


@pytest.fixture
def dialog(window, qtbot, purchases):  # noqa: ARG001 - puts the window on the client
    window.actions_by_name["profile"].trigger()
    shown = window.findChild(ProfileDialog)
    yield shown
    settle(window, qtbot)


def test_program_taxes_and_defaults_are_kept(window, qtbot, dialog):
    dialog.program.setCurrentIndex(dialog.program.findData("optima"))
    dialog._options._editors["register_purchase"].setText("ZAK")
    dialog.method.setCurrentIndex(dialog.method.findData(IncomeMethod.LUMP_SUM))
    dialog.delay.setValue(1)
    dialog.purchase.editor("account").setCurrentText("402")
    dialog.accept()
    settle(window, qtbot)
    found = profile(window.workspace.archive, CARPENTRY.nip)
    assert (found.target, found.options) == ("optima", {"register_purchase": "ZAK"})
    assert (found.income_method, found.deduction_delay) == (IncomeMethod.LUMP_SUM, 1)
    assert found.defaults.purchase.account == "402"


def test_a_value_that_cannot_be_is_said_and_the_dialog_stays(dialog):
    dialog.program.setCurrentIndex(dialog.program.findData("optima"))
    dialog._options._editors["register_purchase"].setText("X" * 30)
    dialog.accept()
    assert dialog.isVisible()
    box = dialog.findChild(QMessageBox)
    assert "Rejestr zakupu" in box.text()
    box.close()
    dialog._options._editors["register_purchase"].setText("ZAK")
    dialog.accept()


def test_changes_are_not_lost_without_a_question(dialog):
    dialog.delay.setValue(2)
    dialog.reject()
    assert dialog.isVisible()
    box = dialog.findChild(QMessageBox)
    assert "utracone" in box.informativeText()
    box.close()
    dialog.delay.setValue(0)
    dialog.reject()
    assert not dialog.isVisible()


def test_a_profile_goes_to_a_file_and_to_another_client(window, qtbot, dialog, tmp_path):
    dialog.purchase.editor("account").setCurrentText("402")
    dialog.export_to(tmp_path / "profil.json")
    assert (tmp_path / "profil.json").read_text(encoding="utf-8").count("402") == 1
    dialog.copy_to((DESIGNER.nip,))
    for box in dialog.findChildren(QMessageBox):
        box.close()
    assert profile(window.workspace.archive, DESIGNER.nip).defaults.purchase.account == "402"
    dialog.purchase.editor("account").setCurrentText("")
    dialog.save()
    dialog.import_from(tmp_path / "profil.json")
    assert dialog.purchase.editor("account").currentText() == "402"
    dialog.accept()
    settle(window, qtbot)


def test_changing_the_clients_data_leaves_his_profile(window, qtbot, dialog):
    dialog.delay.setValue(1)
    dialog.accept()
    settle(window, qtbot)
    data = ClientDialog(window, lambda _client: None, client(window.workspace.archive, CARPENTRY.nip))
    qtbot.addWidget(data)
    assert data.client().deduction_delay == 1
