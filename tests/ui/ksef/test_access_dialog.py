"""The access wizard against the training KSeF: good and bad tokens, certificates, no keyring; and that no secret is left anywhere."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.base.environments import Environment
from app.base.paths import Paths
from app.office import companies
from app.office.access import AccessKind, AccessState, access_rows, office_row
from app.office.archives import Archive, open_archive
from app.office.connection import connect
from app.office.sync import sync
from app.sandbox.server import Sandbox
from app.ui.ksef.access.dialog import AccessDialog
from app.ui.ksef.link import KsefLink
from app.ui.main_window import MainWindow
from app.ui.tasks import TaskRunner
from app.ui.theme import LIGHT
from app.vault.session import SessionVault
from tests.cast import CARPENTRY, DESIGNER, GRAIN
from tests.vault.no_keyring import NoKeyring

_WRONG = "Hasło-Świerk-77"


class Bench:
    """A wizard on an archive of its own, without the rest of the window."""

    def __init__(self, folder: Path, environment: Environment, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.folder = folder
        self.archive: Archive = open_archive(Paths(folder), environment)
        self.link = KsefLink(self.archive)
        self.parent = QWidget()
        qtbot.addWidget(self.parent)
        self.runner = TaskRunner(self.parent)
        self.given: list[str] = []

    def open(self, context: str = "", *, office: bool = False) -> AccessDialog:
        dialog = AccessDialog(self.parent, self.link, self.runner, LIGHT, context=context, office=office)
        dialog.given.connect(self.given.append)
        dialog.open()
        self.settle()
        return dialog

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: not self.runner.tasks, timeout=30_000)

    def token_page(self, context: str = "") -> AccessDialog:
        dialog = self.open(context)
        dialog.next_button.click()
        return dialog

    def try_token(self, dialog: AccessDialog, token: str) -> None:
        dialog.token_page.token.setText(token)
        dialog.next_button.click()
        self.settle()

    @property
    def sandbox(self) -> Sandbox:
        training = self.link.connection().training
        assert training is not None
        return training._sandbox

    def close(self) -> None:
        self.runner.shut_down()
        self.link.close()
        self.archive.close()


@pytest.fixture
def bench(tmp_path: Path, qtbot: QtBot) -> Iterator[Bench]:
    made = Bench(tmp_path / "data", Environment.TRAINING, qtbot)
    yield made
    made.close()


def test_the_training_token_is_offered_tried_and_kept(bench: Bench):
    dialog = bench.token_page()
    dialog.token_page.training_button.click()
    bench.settle()
    assert "999-201-47-01" in dialog.token_page.verdict.text()
    assert dialog.token_page.token.echoMode() is QLineEdit.EchoMode.Password
    dialog.next_button.click()
    bench.settle()
    assert dialog.result_page.title.text() == "✓ Dostęp działa"
    assert CARPENTRY.name in dialog.result_page.whose.text()
    assert dialog.result_page.rights.text() == "przeglądanie faktur"
    dialog.next_button.click()
    bench.settle()
    assert bench.given == [CARPENTRY.nip]
    assert [(row.name, row.kind, row.state) for row in access_rows(bench.archive)] == [
        (CARPENTRY.name, AccessKind.TOKEN, AccessState.WORKS)
    ]


def test_a_pasted_token_is_cleaned(bench: Bench):
    token = bench.sandbox.training_token(DESIGNER.nip)
    dialog = bench.token_page()
    dialog.token_page.token.setText(f" „{token[:40]}  {token[40:]}” ")
    assert dialog.token_page.pasted.text == token
    assert dialog.token_page.context == DESIGNER.nip
    assert dialog.next_button.isEnabled()


def test_a_token_that_ksef_does_not_know_is_refused_and_leaves_nothing(bench: Bench):
    token = bench.sandbox.training_token(DESIGNER.nip)
    dialog = bench.token_page()
    bench.try_token(dialog, token[:-4] + ("0000" if not token.endswith("0000") else "1111"))
    assert dialog.result_page.title.text() == "✗ KSeF nie daje dostępu"
    assert "token" in dialog.result_page.text.text().lower()
    assert not dialog.next_button.isEnabled()
    dialog.reject()
    assert companies.clients(bench.archive) == ()
    assert bench.given == []


def test_another_clients_token_is_told_before_ksef_is_asked(bench: Bench):
    companies.add_client(bench.archive, GRAIN)
    dialog = bench.token_page(GRAIN.nip)
    dialog.token_page.token.setText(bench.sandbox.training_token(DESIGNER.nip))
    assert "999-202-47-05" in dialog.token_page.verdict.text()
    assert "999-203-47-09" in dialog.token_page.verdict.text()
    assert not dialog.next_button.isEnabled()


@pytest.mark.parametrize(
    ("text", "said"), [("abc", "nieznaną budowę"), ("x" * 200, "do 160 znaków"), ("A1" * 32, "dawnej wersji")]
)
def test_what_is_no_token_is_said_so(bench: Bench, text: str, said: str):
    dialog = bench.token_page()
    dialog.token_page.token.setText(text)
    assert said in dialog.token_page.verdict.text()
    assert not dialog.next_button.isEnabled()


def test_more_rights_than_reading_get_a_warning(bench: Bench):
    dialog = bench.token_page()
    bench.try_token(dialog, bench.sandbox.add_token(DESIGNER.nip, ("InvoiceRead", "InvoiceWrite")))
    assert dialog.result_page.title.text() == "✓ Dostęp działa"
    assert "wystawianie faktur" in dialog.result_page.warnings.text()


def test_a_token_without_the_right_to_read_is_refused_plainly(bench: Bench):
    dialog = bench.token_page()
    bench.try_token(dialog, bench.sandbox.add_token(DESIGNER.nip, ("InvoiceWrite",)))
    assert dialog.result_page.title.text() == "✗ KSeF nie daje dostępu"
    assert "przeglądanie faktur" in dialog.result_page.text.text()


def test_the_trial_can_be_cancelled_and_repeated(bench: Bench):
    token = bench.sandbox.training_token(DESIGNER.nip)
    bench.sandbox.pause()
    dialog = bench.token_page()
    dialog.token_page.token.setText(token)
    dialog.next_button.click()
    dialog.cancel_button.click()
    bench.settle()
    assert dialog.isVisible()
    assert dialog.result_page.title.text() == "Przerwano"
    bench.sandbox.resume()
    dialog.back_button.click()
    assert dialog.pages.currentWidget() is dialog.token_page
    dialog.next_button.click()
    bench.settle()
    assert dialog.result_page.title.text() == "✓ Dostęp działa"


def test_a_wrong_password_of_a_certificate_keeps_nothing_and_the_field_is_empty(bench: Bench, tmp_path: Path):
    data, _password = bench.sandbox.issue_certificate(DESIGNER.nip)
    (tmp_path / "klucz.p12").write_bytes(data)
    dialog = bench.open(office=True)
    dialog.office_page.file.setText(str(tmp_path / "klucz.p12"))
    dialog.office_page.password.setText(_WRONG)
    dialog.next_button.click()
    assert dialog.office_page.password.text() == ""
    assert not dialog.office_page.password.isUndoAvailable()
    bench.settle()
    assert "hasło" in (dialog.result_page.title.text() + dialog.result_page.text.text()).lower()
    assert not dialog.next_button.isEnabled()
    assert office_row(bench.archive) is None


def test_a_clients_certificate_serves_him_alone(bench: Bench, tmp_path: Path):
    data, password = bench.sandbox.issue_certificate(GRAIN.nip, "ec")
    (tmp_path / "klucz.p12").write_bytes(data)
    dialog = bench.open()
    dialog.kind_page.choose(AccessKind.CERTIFICATE)
    dialog.next_button.click()
    dialog.client_page.nip.setText("999-203-47-09")
    dialog.client_page.file.setText(str(tmp_path / "klucz.p12"))
    dialog.client_page.password.setText(password)
    dialog.next_button.click()
    bench.settle()
    assert dialog.result_page.title.text() == "✓ Dostęp działa"
    dialog.next_button.click()
    assert [(row.nip, row.kind) for row in access_rows(bench.archive)] == [(GRAIN.nip, AccessKind.CERTIFICATE)]


def test_the_offices_certificate_shows_who_granted_the_right(bench: Bench):
    for client in (CARPENTRY, DESIGNER, GRAIN):
        companies.add_client(bench.archive, client)
    dialog = bench.open(office=True)
    dialog.office_page.training_button.click()
    bench.settle()
    table = dialog.result_page.table
    rights = {table.item(row, 1).text(): table.item(row, 2).text() for row in range(table.rowCount())}
    assert rights == {"999-201-47-01": "nadane", "999-202-47-05": "nadane", "999-203-47-09": "brak prawa"}
    assert "2 z 3" in dialog.result_page.text.text()
    dialog.reject()
    bench.settle()
    assert office_row(bench.archive) is None


def test_without_a_keyring_only_forgetting_is_left_and_it_works(tmp_path: Path, qtbot: QtBot):
    with Sandbox() as ksef:
        bench = Bench(tmp_path / "data", Environment.DEMO, qtbot)
        bench.link._connection = connect(bench.archive, api_url=ksef.base_url, vault=SessionVault(NoKeyring(Environment.DEMO)))
        dialog = bench.token_page()
        box = dialog.token_page.remember
        assert box.forget.isChecked()
        assert not box.forget.isEnabled()
        assert "nie ma magazynu haseł" in box.note.text()
        bench.try_token(dialog, ksef.training_token(DESIGNER.nip))
        assert "tylko w pamięci" in dialog.result_page.kept.text()
        dialog.next_button.click()
        bench.settle()
        assert bench.given == [DESIGNER.nip]
        report = sync(bench.link.connection())
        assert report.clients[0].new > 0
        bench.close()


def test_secrets_are_left_nowhere(bench: Bench, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.DEBUG)
    token = bench.sandbox.training_token(DESIGNER.nip)
    secret = token.rpartition("|")[2]
    dialog = bench.token_page()
    bench.try_token(dialog, token)
    dialog.next_button.click()
    bench.settle()
    assert bench.given
    fields = bench.parent.findChildren(QLineEdit)
    assert fields
    assert not [field for field in fields if secret in field.text() or field.isUndoAvailable()]
    assert not [label for label in bench.parent.findChildren(QLabel) if secret in label.text()]
    assert secret not in bench.parent.windowTitle() + dialog.windowTitle()
    assert secret not in caplog.text
    for file in bench.folder.rglob("*"):
        if file.is_file():
            assert secret.encode() not in file.read_bytes(), file


def test_everything_in_the_wizard_that_takes_the_keyboard_has_a_name(bench: Bench):
    dialog = bench.open()
    nameless = [
        widget
        for widget in (*dialog.findChildren(QPushButton), *dialog.findChildren(QLineEdit))
        if widget.objectName() != "qt_spinbox_lineedit"  # its date field has the name
        and not (widget.accessibleName() or (isinstance(widget, QPushButton) and widget.text()))
    ]
    assert not nameless


def test_the_second_door_opens_the_wizard(empty_window: MainWindow, qtbot: QtBot):
    empty_window.desk.welcome.client_button.click()
    dialog = empty_window.findChild(AccessDialog)
    assert dialog is not None
    qtbot.waitUntil(lambda: not empty_window.runner.tasks, timeout=20_000)
    assert dialog.kind_page.application.toolTip() == "https://ap.ksef.mf.gov.pl/web/"
    dialog.reject()
