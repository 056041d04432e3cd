"""Whose access it is and what it may do."""

import json

import pytest

from app.base.findings import Level
from app.ksef import access
from app.ksef.certificates import CertificateCredential, load_certificate
from app.ksef.contexts import Context
from app.ksef.credentials import Started
from app.ksef.endpoints import RATE_LIMITS
from app.ksef.errand import Errand
from app.ksef.errors import Cause, NoRight, SignInRefused
from app.ksef.keys import PublicKeys
from app.ksef.session import Session
from app.ksef.tokens import TokenCredential
from tests.ksef.scripted import Scripted
from tests.ksef.test_transport import JSON, transport_to


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


class Somebody:
    """Signs in to a scripted server without proving anything."""

    token_reference = ""

    def start(self, *_how):
        return Started("20261120-AU-0000000000-0000000000-00", "eyJa")


def scripted_access(pages):
    """What is made of these answers to the question for one's own permissions."""
    jwt = {"token": "eyJb", "validUntil": "2099-01-01T00:00:00Z"}
    waiting = list(pages)

    def script(_method, path, _headers, _body):
        said = {
            "/auth/challenge": {"challenge": "x", "timestampMs": 1},
            "/auth/token/redeem": {"accessToken": jwt, "refreshToken": jwt},
        }.get(path)
        if path.startswith("/permissions/"):
            said = waiting.pop(0)
        return 200, JSON, json.dumps(said or {"status": {"code": 200}}).encode()

    with Scripted(script) as server:
        transport = transport_to(server.url)
        session = Session(transport, PublicKeys(transport), Context.parse("9992014701"), Somebody())
        found = access.inspect(session, Errand())
        return found, [path for _method, path, _headers, _body in server.seen if path.startswith("/permissions/")]


def test_permissions_are_gathered_from_all_pages_and_the_owners_too():
    found, asked = scripted_access(
        [
            {"permissions": [{"permissionScope": "CredentialsRead"}, {"permissionScope": None}, 7], "hasMore": True},
            {"permissions": [], "ownerPermissions": ["InvoiceRead"], "hasMore": False},
        ]
    )
    assert found.permissions == {"CredentialsRead", "InvoiceRead"}
    assert found.may_read
    assert found.findings == ()  # a certificate's owner may have other rights; only a token can be made with fewer
    assert len(asked) == 2
    assert "pageOffset=1&pageSize=100" in asked[1]


def test_what_somebody_else_has_granted_in_a_context_of_theirs_does_not_count():
    theirs = {"permissionScope": "InvoiceRead", "contextIdentifier": {"type": "Nip", "value": "9992024705"}}
    here = {"permissionScope": "InvoiceRead", "contextIdentifier": {"type": "Nip", "value": "9992014701"}}
    assert not scripted_access([{"permissions": [theirs], "hasMore": False}])[0].may_read
    assert scripted_access([{"permissions": [theirs, here], "hasMore": False}])[0].may_read


def test_an_owner_without_the_right_to_read_is_said_plainly():
    found, _asked = scripted_access([{"permissions": [{"permissionScope": "InvoiceWrite"}], "hasMore": False}])
    assert not found.may_read
    assert found.findings[0].code == "no_invoice_read"
