"""Whose access it is and what it may do."""

import pytest

from app.base.findings import Level
from app.ksef import access
from app.ksef.certificates import CertificateCredential, load_certificate
from app.ksef.contexts import Context
from app.ksef.endpoints import RATE_LIMITS
from app.ksef.errors import Cause, NoRight, SignInRefused
from app.ksef.tokens import TokenCredential


def by_token(world, *permissions):
    credential = TokenCredential(world.sandbox.add_token(world.nip, permissions))
    return world.ksef.sign_in(Context.parse(world.nip), credential, world.errand)


def test_a_token_that_may_only_read_is_just_right(world):
    found = access.inspect(world.session(), world.errand)
    assert found.permissions == {"InvoiceRead"}
    assert (found.known, found.may_read, found.findings) == (True, True, ())
    assert found.status == "Active"
    assert found.author
    assert found.description


def test_more_rights_than_reading_are_warned_of(world):
    found = access.inspect(by_token(world, "InvoiceRead", "InvoiceWrite", "CredentialsManage"), world.errand)
    assert found.may_read
    (finding,) = found.findings
    assert finding.level is Level.NOTES
    assert "wystawianie faktur" in finding.message
    assert "zarządzanie uprawnieniami" in finding.message


def test_a_token_that_may_not_read_is_said_plainly(world):
    found = access.inspect(by_token(world, "InvoiceWrite"), world.errand)
    assert not found.may_read
    assert found.findings[0].level is Level.BLOCKS
    assert world.nip in found.findings[0].message


def test_a_new_kind_of_permission_is_shown_as_ksef_calls_it():
    assert access.permission_name("SomethingNew") == "SomethingNew"


def test_ones_own_token_can_be_taken_back(world):
    session = world.session()
    access.revoke_own_token(session, world.errand)
    session.call(RATE_LIMITS, world.errand)
    with pytest.raises(SignInRefused) as refused:
        world.session()
    assert refused.value.cause is Cause.REVOKED_TOKEN


def test_what_ksef_will_not_tell_is_not_guessed(world):
    session = world.session()
    world.inject("forbidden-null", path="/tokens/")
    found = access.inspect(session, world.errand)
    assert not found.known
    assert found.may_read
    assert found.findings == ()


def test_a_revocation_that_is_not_allowed_is_told(world):
    session = world.session()
    world.inject("forbidden-null", path="/tokens/")
    with pytest.raises(NoRight):
        access.revoke_own_token(session, world.errand)


def test_a_certificates_rights_in_the_context_are_asked_for(world):
    certificate = load_certificate(*world.sandbox.issue_certificate(world.sandbox.office_nip, "ec"))
    session = world.ksef.sign_in(Context.parse(world.nip), CertificateCredential(certificate), world.errand)
    found = access.inspect(session, world.errand)
    assert found.may_read
    assert found.token_reference == ""
    asked = [one for one in world.sandbox.requests if one.path == "/permissions/query/personal/grants"]
    assert asked[0].body == {"permissionState": "Active"}
