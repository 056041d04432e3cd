"""*O programie*, and the notice of a newer version."""

import datetime as dt
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from app import __version__
from app.lookups.addresses import UPDATES_VARIABLE
from app.ui.about import AboutDialog
from app.ui.main_window import MainWindow
from app.ui.updates import UpdateDialog
from tests.ksef.scripted import Scripted
from tests.lookups.servers import answer
from tests.ui.conftest import settle


@pytest.fixture
def releases(monkeypatch: pytest.MonkeyPatch) -> Iterator[Scripted]:
    """A server that tells of a release newer than any."""
    content = {"tag_name": "v99.0", "body": "- **Nowe** rzeczy", "html_url": "https://example.org/99"}
    with Scripted(lambda *_request: answer(content)) as server:
        monkeypatch.setenv(UPDATES_VARIABLE, f"{server.url}/latest")
        yield server


def _about(window: MainWindow, qtbot: QtBot) -> AboutDialog:
    window.actions_by_name["about"].trigger()
    settle(window, qtbot)
    dialog = window.findChild(AboutDialog)
    assert dialog is not None
    return dialog


def test_it_shows_version_licences_and_changes(empty_window: MainWindow, qtbot: QtBot):
    dialog = _about(empty_window, qtbot)
    assert [dialog.tabs.tabText(at) for at in range(dialog.tabs.count())] == ["O programie", "Licencje", "Co nowego"]
    assert dialog.parts.count() > 20
    for row in range(dialog.parts.count()):
        dialog.parts.setCurrentRow(row)
        assert len(dialog.licence.toPlainText()) > 200
    assert "Dziennik zmian" in dialog.changes.toPlainText()
    dialog.accept()


def test_without_an_address_there_is_nothing_to_ask(empty_window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv(UPDATES_VARIABLE, raising=False)
    dialog = _about(empty_window, qtbot)
    assert not dialog.updates_box.isEnabled()
    assert not dialog.look_button.isEnabled()
    assert "nie zna adresu" in dialog.said.text()
    dialog.accept()


def test_nobody_is_asked_until_somebody_wants_it(releases: Scripted, empty_window: MainWindow, qtbot: QtBot):
    assert releases.seen == []
    dialog = _about(empty_window, qtbot)
    assert not dialog.updates_box.isChecked()
    assert "127.0.0.1" in dialog.said.text()
    dialog.updates_box.click()
    settle(empty_window, qtbot)
    assert empty_window.workspace.settings.updates
    assert releases.seen == [], "from tomorrow on, or with the button"
    dialog.accept()


def test_looking_now_shows_what_is_new(releases: Scripted, empty_window: MainWindow, qtbot: QtBot):
    dialog = _about(empty_window, qtbot)
    with qtbot.waitSignal(empty_window.updates.found, timeout=20_000):
        dialog.look_button.click()
    assert len(releases.seen) == 1
    assert "99.0" in dialog.said.text()
    assert __version__ in empty_window.updates.banner.text.text()
    shown = empty_window.findChild(UpdateDialog)
    assert shown is not None
    assert "Nowe rzeczy" in shown.text.toPlainText()
    shown.accept()
    dialog.accept()


def test_where_it_is_wanted_it_is_asked_once_a_day(releases: Scripted, empty_window: MainWindow, qtbot: QtBot):
    workspace = empty_window.workspace
    workspace.remember(updates=True, updates_asked="2020-01-01")
    with qtbot.waitSignal(empty_window.updates.found, timeout=20_000):
        empty_window.updates.use(workspace)
    settle(empty_window, qtbot)
    assert workspace.settings.updates_asked == dt.datetime.now().astimezone().date().isoformat()
    assert empty_window.updates.banner.isVisible()
    empty_window.updates.use(workspace)
    settle(empty_window, qtbot)
    assert len(releases.seen) == 1


def test_a_question_that_fails_at_the_start_disturbs_nobody(
    empty_window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv(UPDATES_VARIABLE, "http://127.0.0.1:9/latest")
    empty_window.workspace.remember(updates=True)
    with qtbot.waitSignal(empty_window.updates.failed, timeout=20_000):
        empty_window.updates.use(empty_window.workspace)
    settle(empty_window, qtbot)
    assert not empty_window.updates.banner.isVisible()


def test_a_question_that_fails_is_told_to_who_asked(empty_window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(UPDATES_VARIABLE, "http://127.0.0.1:9/latest")
    dialog = _about(empty_window, qtbot)
    with qtbot.waitSignal(empty_window.updates.failed, timeout=20_000):
        dialog.look_button.click()
    assert "nie udało się połączyć" in dialog.said.text()
    assert dialog.look_button.isEnabled()
    dialog.accept()
