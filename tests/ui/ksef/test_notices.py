"""The banner above the work: what ends soon, and KSeF's own trouble; quiet, and gone when put away."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.base.environments import Environment
from app.base.paths import Paths
from app.ksef.latarnia import KsefStatus, Message
from app.office.access import set_token
from app.office.archives import Archive, open_archive
from app.office.connection import connect
from app.sandbox.server import Sandbox
from app.ui.ksef.link import KsefLink
from app.ui.ksef.notices import Notices
from app.ui.tasks import TaskRunner
from app.ui.theme import LIGHT
from app.vault.memory import MemoryVault
from tests.cast import DESIGNER


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    opened = open_archive(Paths(tmp_path), Environment.PRODUCTION)
    yield opened
    opened.close()


@pytest.fixture
def notices(archive: Archive, qtbot: QtBot) -> Notices:
    made = Notices(TaskRunner(), KsefLink(archive), LIGHT)
    qtbot.addWidget(made.banner)
    return made


def test_a_token_that_ends_soon_is_named_and_the_certificate_offered(notices: Notices, archive: Archive, qtbot: QtBot):
    with Sandbox() as ksef, connect(archive, api_url=ksef.base_url, vault=MemoryVault(Environment.PRODUCTION)) as connection:
        ends = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=9)
        set_token(connection, DESIGNER.nip, ksef.training_token(DESIGNER.nip), expires=ends)
    notices.remind()
    qtbot.waitUntil(lambda: not notices._runner.tasks)
    assert not notices.banner.isHidden()
    assert f"{ends:%Y-%m-%d}" in notices.banner.text.text()
    assert notices.banner.button.text() == "Certyfikat biura…"
    notices.banner.close_button.click()
    notices.remind()
    qtbot.waitUntil(lambda: not notices._runner.tasks)
    assert notices.banner.isHidden()


def test_ksefs_own_trouble_goes_before_reminders_and_goes_when_it_is_over(notices: Notices):
    notices._take_status(KsefStatus("FAILURE", (Message("FAILURE", "Awaria bramy", "Trwa usuwanie.", "", ""),)))
    assert not notices.banner.isHidden()
    assert "Latarnia KSeF: trwa awaria. Awaria bramy: Trwa usuwanie." in notices.banner.text.text()
    notices._take_status(KsefStatus("AVAILABLE", ()))
    assert notices.banner.isHidden()
    notices._take_status(None)
    assert notices.banner.isHidden()


def test_an_archive_without_accesses_has_nothing_to_say(notices: Notices, qtbot: QtBot):
    notices.remind()
    qtbot.waitUntil(lambda: not notices._runner.tasks)
    assert notices.banner.isHidden()
