"""Access: given, tried live, shown, taken away."""

import datetime as dt

import pytest

from app.archive import accesses as stored
from app.archive.clients import add_client
from app.archive.ksef_records import AccessKind, StoredAccess, SyncState
from app.base.errors import AccessRefused, InputError, UnusableArgument
from app.booking.client import Client
from app.office.access import (
    AccessState,
    access_rows,
    forget_accesses,
    has_access,
    office_row,
    remove_access,
    remove_office,
    set_certificate,
    set_office_certificate,
    set_token,
)
from app.office.access_trials import revoke_token, try_access, try_office
from app.office.connection import Connection
from app.office.sync import sync
from app.office.unattended import download_all
from app.sandbox.server import Sandbox
from app.vault import names
from app.vault.memory import MemoryVault
from app.vault.vault import VaultState
from tests.office.ksef_peer import BUYER, SELLER, THIRD, connected


@pytest.fixture
def ksef(sandbox_keys, still_clock):
    with Sandbox(clock=still_clock, keys=sandbox_keys) as sandbox:
        yield sandbox


@pytest.fixture
def office(ksef, tmp_path):
    with connected(tmp_path, ksef) as connection:
        yield connection


def row(office, nip=SELLER):
    return next(one for one in access_rows(office.archive) if one.nip == nip)


def test_a_token_is_kept_in_the_vault_and_works(office, ksef):
    token = ksef.training_token(SELLER)
    set_token(office, SELLER, f" {token}\n", expires=dt.date(2027, 1, 31))
    assert office.vault.get(names.token(SELLER)) == token
    assert (row(office).kind, row(office).state) == (AccessKind.TOKEN, AccessState.UNCHECKED)
    check = try_access(office, SELLER)
    assert check.works
    assert check.permissions == {"InvoiceRead"}
    assert (row(office).state, row(office).expires) == (AccessState.WORKS, dt.date(2027, 1, 31))


def test_a_token_of_another_client_is_refused_before_anything_is_asked(office, ksef):
    with pytest.raises(UnusableArgument, match=BUYER):
        set_token(office, SELLER, ksef.training_token(BUYER))
    with pytest.raises(UnusableArgument):
        set_token(office, SELLER, "  ")
    assert ksef.requests == []


def test_a_missing_right_and_more_rights_than_needed_are_told(office, ksef):
    set_token(office, SELLER, ksef.add_token(SELLER, ("InvoiceWrite",)))
    check = try_access(office, SELLER)
    assert not check.works
    assert "przeglądanie faktur" in check.message
    assert row(office).state is AccessState.REFUSED
    set_token(office, SELLER, ksef.add_token(SELLER, ("InvoiceRead", "InvoiceWrite")))
    check = try_access(office, SELLER)
    assert check.works
    assert "szersze uprawnienia" in check.message


def test_a_revoked_token_is_an_answer_not_an_error(office, ksef):
    set_token(office, SELLER, ksef.training_token(SELLER))
    ksef.revoke_token(SELLER)
    check = try_access(office, SELLER)
    assert not check.works
    assert "unieważniony" in check.message


def test_a_client_without_access_says_so(office):
    add_client(office.archive, Client(nip=SELLER))
    assert row(office).state is AccessState.NONE
    check = try_access(office, SELLER)
    assert not check.works
    assert "nie ustawiono dostępu" in check.message


def test_an_own_token_can_be_revoked(office, ksef):
    set_token(office, SELLER, ksef.training_token(SELLER))
    revoke_token(office, SELLER)
    assert office.vault.get(names.token(SELLER)) is None
    assert row(office).kind is AccessKind.NONE
    result = sync(office, [SELLER], tokens={SELLER: ksef.training_token(SELLER)}).clients[0]
    assert result.state is SyncState.FAILED


@pytest.mark.parametrize("kind", ["rsa", "ec"])
def test_a_clients_certificate_downloads(office, ksef, kind):
    data, password = ksef.issue_certificate(SELLER, kind)
    set_certificate(office, SELLER, data, password)
    own = office.vault.get(names.certificate_password(SELLER))
    assert own not in {None, password}
    assert row(office).expires is not None
    result = sync(office, [SELLER]).clients[0]
    assert (result.state, result.new) == (SyncState.COMPLETE, len(ksef.documents(SELLER)))


def test_a_certificate_with_a_wrong_password_or_purpose_is_refused(office, ksef):
    data, password = ksef.issue_certificate(SELLER)
    with pytest.raises(InputError):
        set_certificate(office, SELLER, data, password + "x")
    data, password = ksef.issue_certificate(SELLER, purpose="offline")
    with pytest.raises(UnusableArgument, match="Offline"):
        set_certificate(office, SELLER, data, password)


def test_one_certificate_of_the_office_serves_those_who_granted_it(office, ksef):
    for nip in (SELLER, BUYER, THIRD):
        add_client(office.archive, Client(nip=nip))
    data, password = ksef.issue_certificate(ksef.office_nip)
    set_office_certificate(office, data, password)
    assert {one.kind for one in access_rows(office.archive)} == {AccessKind.OFFICE}
    table = {one.nip: one.state for one in try_office(office)}
    assert table == {SELLER: AccessState.WORKS, BUYER: AccessState.WORKS, THIRD: AccessState.REFUSED}
    ksef.grant(ksef.office_nip, THIRD)
    assert {one.state for one in try_office(office)} == {AccessState.WORKS}
    assert {result.state for result in sync(office).clients} == {SyncState.COMPLETE}
    remove_office(office)
    assert office_row(office.archive) is None
    assert {one.kind for one in access_rows(office.archive)} == {AccessKind.NONE}


def test_a_removed_access_leaves_nothing_behind(office, ksef, tmp_path):
    data, password = ksef.issue_certificate(SELLER)
    set_certificate(office, SELLER, data, password)
    assert list(tmp_path.rglob("*.p12"))
    remove_access(office, SELLER)
    assert list(tmp_path.rglob("*.p12")) == []
    assert office.vault._secrets == {}
    with pytest.raises(AccessRefused):
        revoke_token(office, SELLER)


def test_a_client_who_leaves_takes_all_his_accesses_with_him(office, ksef):
    add_client(office.archive, Client(nip=THIRD))
    for nip in (SELLER, BUYER):
        set_token(office, nip, ksef.training_token(nip))
    unit = f"{SELLER}-00001"
    office.vault.set(names.token(unit), "token of a unit")
    stored.keep_access(office.archive, StoredAccess(context=unit, client_nip=SELLER, kind=AccessKind.TOKEN))
    assert (has_access(office.archive, SELLER), has_access(office.archive, THIRD)) == (True, False)
    forget_accesses(office, SELLER)
    assert not has_access(office.archive, SELLER)
    assert office.vault.get(names.token(SELLER)) is None
    assert office.vault.get(names.token(unit)) is None
    assert has_access(office.archive, BUYER)


def test_what_nobody_attends_asks_nobody(office, ksef):
    assert download_all(office) is None, "no client has an access yet"
    set_token(office, SELLER, ksef.training_token(SELLER))

    class Locked(MemoryVault):
        """A keyring that the system would ask the user to unlock."""

        def state(self):
            return VaultState.LOCKED

        def get(self, name):
            raise AssertionError(f"asked for {name}")

    locked = Connection(office.archive, Locked(office.environment), office.ksef, office.calls, clock=office.clock)
    with pytest.raises(AccessRefused, match="zablokowany"):
        download_all(locked)
    assert {result.state for result in download_all(office).clients} == {SyncState.COMPLETE}
