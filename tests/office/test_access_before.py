"""A trial of another access that comes to nothing leaves the former one working: KSeF shows a token once only."""

import pytest

from app.archive.clients import add_client
from app.archive.ksef_records import AccessKind
from app.booking.client import Client
from app.office.access import access_rows, office_row, set_certificate, set_office_certificate, set_token
from app.office.access_before import access_before, put_back
from app.office.access_trials import try_access
from app.sandbox.server import Sandbox
from app.vault import names
from tests.office.ksef_peer import SELLER, connected


@pytest.fixture
def ksef(sandbox_keys, still_clock):
    with Sandbox(clock=still_clock, keys=sandbox_keys) as sandbox:
        yield sandbox


@pytest.fixture
def office(ksef, tmp_path):
    with connected(tmp_path, ksef) as connection:
        yield connection


def kind(office):
    return next(row.kind for row in access_rows(office.archive) if row.nip == SELLER)


def test_a_token_comes_back_when_a_certificate_was_tried_in_vain(office, ksef, tmp_path):
    token = ksef.training_token(SELLER)
    set_token(office, SELLER, token)
    before = access_before(office, SELLER)
    set_certificate(office, SELLER, *ksef.issue_certificate(SELLER))
    assert kind(office) is AccessKind.CERTIFICATE
    put_back(office, before)
    assert kind(office) is AccessKind.TOKEN
    assert office.vault.get(names.token(SELLER)) == token
    assert list(tmp_path.rglob("*.p12")) == []
    assert try_access(office, SELLER).works
    assert token not in repr(before)


def test_the_former_office_certificate_comes_back(office, ksef):
    add_client(office.archive, Client(nip=SELLER))
    set_office_certificate(office, *ksef.issue_certificate(ksef.office_nip))
    former = office_row(office.archive)
    before = access_before(office, "")
    set_office_certificate(office, *ksef.issue_certificate(ksef.office_nip, "ec"))
    put_back(office, before)
    assert office_row(office.archive) == former
    assert try_access(office, SELLER).works


def test_nothing_stays_where_nothing_was(office, ksef, tmp_path):
    add_client(office.archive, Client(nip=SELLER))
    before = access_before(office, SELLER)
    set_certificate(office, SELLER, *ksef.issue_certificate(SELLER))
    put_back(office, before)
    assert kind(office) is AccessKind.NONE
    assert list(tmp_path.rglob("*.p12")) == []
    assert office.vault._secrets == {}
