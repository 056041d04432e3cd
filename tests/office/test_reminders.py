"""What ends soon is said in time, the most urgent first, and only where it matters."""

import datetime as dt
from pathlib import Path

import pytest

from app.archive.accesses import keep_access
from app.archive.clients import add_client
from app.archive.ksef_records import AccessKind, StoredAccess
from app.archive.store import Archive
from app.base.environments import Environment
from app.office.reminders import reminders
from tests.cast import CARPENTRY, DESIGNER

_TODAY = dt.date(2026, 8, 20)


@pytest.fixture
def archive(tmp_path: Path):
    with Archive.open(tmp_path / "production.sqlite", Environment.PRODUCTION) as opened:
        for client in (CARPENTRY, DESIGNER):
            add_client(opened, client)
        yield opened


def _give(archive: Archive, nip: str, kind: AccessKind, expires: dt.date | None) -> None:
    keep_access(archive, StoredAccess(context=nip, client_nip=nip, kind=kind, reference="", holder="", expires=expires))


def test_nothing_is_said_while_everything_is_far_away(archive: Archive):
    _give(archive, CARPENTRY.nip, AccessKind.CERTIFICATE, _TODAY + dt.timedelta(days=31))
    assert reminders(archive, _TODAY) == ()


def test_what_has_ended_comes_before_what_ends_soon(archive: Archive):
    _give(archive, CARPENTRY.nip, AccessKind.CERTIFICATE, _TODAY + dt.timedelta(days=30))
    _give(archive, DESIGNER.nip, AccessKind.CERTIFICATE, _TODAY - dt.timedelta(days=1))
    found = reminders(archive, _TODAY)
    assert [finding.code for finding in found] == ["access_ended", "access_ends"]
    assert DESIGNER.name in found[0].message
    assert "2026-08-19" in found[0].message
    assert CARPENTRY.name in found[1].message


def test_the_rules_about_tokens_are_told_only_where_a_token_is_in_use(archive: Archive):
    day = dt.date(2026, 11, 20)
    _give(archive, CARPENTRY.nip, AccessKind.CERTIFICATE, day + dt.timedelta(days=400))
    assert reminders(archive, day) == ()
    _give(archive, DESIGNER.nip, AccessKind.TOKEN, None)
    (found,) = reminders(archive, day)
    assert found.code == "token_rules"
    assert "31 grudnia 2026" in found.message
    assert "certyfikat" in found.message.lower()
