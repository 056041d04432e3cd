"""Signing in by token, the sessions, one's own token (KSeF API guide §2, §7, §12.2)."""

import base64
import json

import pytest
import requests
from cryptography.hazmat.primitives import hashes

from app.sandbox.faults import Fault
from app.sandbox.signins import Lifetimes
from tests.sandbox.peer import code_of

CARPENTRY, DESIGNER = "9992014701", "9992024705"


def details(status):
    return (status["code"], *(status["details"] or []))


def test_a_token_opens_its_context_step_by_step(boxes, peers):
    box = boxes(auth_polls=2)
    peer = peers(box, signed_in=False)
    started = peer.start()
    assert started.status_code == 202
    peer.tokens["authentication"] = started.json()["authenticationToken"]["token"]
    reference = started.json()["referenceNumber"]
    assert len(reference) == 36
    assert code_of(peer.redeem()) == 21301
    codes = [peer.call("GET", f"/auth/{reference}", "authentication").json()["status"]["code"] for _ in range(3)]
    assert codes == [100, 100, 200]
    assert peer.redeem().status_code == 200
    again = peer.redeem()
    assert code_of(again) == 21301
    assert "już pobrane" in again.json()["errors"][0]["details"][0]
    assert peer.call("GET", "/rate-limits").status_code == 200


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"mgf": hashes.SHA1()}, (450, "Nieprawidłowe szyfrowanie tokena")),  # noqa: S303 - the mistake to be caught
        ({"stamp": 1_752_236_636_015}, (450, "Nieprawidłowy czas tokena")),
        ({"token": "20260901-EC-0000000000-0000000000-00|nip-9992014701|00"}, (450, "Nieprawidłowy token")),
        ({"token": "ąę"}, (450, "Nieprawidłowy token")),
        ({"context": {"type": "Nip", "value": DESIGNER}}, (450, f"Token nie może być użyty w kontekście Nip {DESIGNER}")),
    ],
)
def test_a_wrong_token_is_taken_and_fails_later(box, peers, change, expected):
    peer = peers(box, signed_in=False)
    started = peer.start(**change)
    assert started.status_code == 202
    assert details(peer.status(started)) == expected


@pytest.mark.parametrize("plain", [b"\xff\xfe", b"bez-znaku-podzialu", b"token|nie-liczba"])
def test_a_token_in_a_wrong_form_is_told_apart(box, peers, plain):
    peer = peers(box, signed_in=False)
    started = peer.start(encryptedToken=peer.encrypt("KsefTokenEncryption", plain))
    assert details(peer.status(started)) == (450, "Nieprawidłowe kodowanie tokena")


@pytest.mark.parametrize(
    ("status", "detail"), [("Pending", "Token nieaktywny"), ("Failed", "Token nieaktywny"), ("Revoked", "Token unieważniony")]
)
def test_a_token_must_be_active(box, peers, status, detail):
    peer = peers(box, signed_in=False)
    assert details(peer.status(peer.start(token=box.add_token(CARPENTRY, status=status)))) == (450, detail)


def test_a_token_without_permissions_opens_nothing(box, peers):
    peer = peers(box, signed_in=False)
    assert details(peer.status(peer.start(token=box.add_token(CARPENTRY, permissions=())))) == (
        415,
        "Brak przypisanych uprawnień",
    )


def test_the_key_for_exports_does_not_decrypt_tokens(box, peers):
    peer = peers(box, signed_in=False)
    challenge = peer.call("POST", "/auth/challenge", "").json()
    plain = f"{box.training_token(CARPENTRY)}|{challenge['timestampMs']}".encode()
    body = {
        "challenge": challenge["challenge"],
        "contextIdentifier": {"type": "Nip", "value": CARPENTRY},
        "encryptedToken": peer.encrypt("SymmetricKeyEncryption", plain),
    }
    started = peer.call("POST", "/auth/ksef-token", "", json=body)
    assert details(peer.status(started)) == (450, "Nieprawidłowe szyfrowanie tokena")


def test_a_challenge_is_used_once_and_lives_ten_minutes(box, peers):
    peer = peers(box, signed_in=False)
    challenge = peer.call("POST", "/auth/challenge", "").json()
    assert "-CR-" in challenge["challenge"]
    assert challenge["timestamp"].startswith("2026-11-20T12:00:00.1230000")
    body = {
        "challenge": challenge["challenge"],
        "contextIdentifier": {"type": "Nip", "value": CARPENTRY},
        "encryptedToken": "AAAA",
    }
    assert peer.call("POST", "/auth/ksef-token", "", json=body).status_code == 202
    assert code_of(peer.call("POST", "/auth/ksef-token", "", json=body)) == 21111
    body["challenge"] = peer.call("POST", "/auth/challenge", "").json()["challenge"]
    box.advance(601)
    assert code_of(peer.call("POST", "/auth/ksef-token", "", json=body)) == 21111


def test_bodies_are_checked(box, peers):
    peer = peers(box, signed_in=False)
    good = json.loads(requests.Request("POST", "http://x", json={}).prepare().body or b"{}")
    assert code_of(peer.call("POST", "/auth/ksef-token", "", data=b"<xml/>")) == 21001
    for body in (
        good,
        [],
        {"contextIdentifier": {"type": "Nip", "value": "1"}},
        {"contextIdentifier": {"type": "Pesel", "value": "1"}},
    ):
        assert code_of(peer.call("POST", "/auth/ksef-token", "", json=body)) == 21405


def test_keys_are_chosen_by_usage_and_time(box, peers):
    listed = peers(box, signed_in=False).call("GET", "/security/public-key-certificates", "").json()
    now = box.clock.now().isoformat()
    usable = [key for key in listed if key["validFrom"] <= now < key["validTo"]]
    assert len(listed) == 4
    assert sorted(key["usage"][0] for key in usable) == ["KsefTokenEncryption", "SymmetricKeyEncryption"]
    assert {len(base64.b64decode(key["publicKeyId"])) for key in listed} == {32}


def test_a_planned_rotation_keeps_the_old_key_an_emergency_does_not(box, peers):
    peer = peers(box, signed_in=False)
    old = peer.key("KsefTokenEncryption")
    box.rotate_keys()
    assert peer.key("KsefTokenEncryption")["publicKeyId"] != old["publicKeyId"]
    assert peer.start(publicKeyId=peer.key("KsefTokenEncryption")["publicKeyId"]).status_code == 202
    assert peer.start(publicKeyId=old["publicKeyId"]).status_code == 202
    box.rotate_keys(emergency=True)
    assert code_of(peer.start(publicKeyId=old["publicKeyId"])) == 21470
    peer.sign_in()


def test_access_ends_and_is_refreshed(box, peers):
    peer = peers(box)
    box.advance(901)
    assert peer.call("GET", "/rate-limits").status_code == 401
    fresh = peer.call("POST", "/auth/token/refresh", "refresh")
    assert peer.call("GET", "/rate-limits", fresh.json()["accessToken"]["token"]).status_code == 200
    box.advance(7 * 86_400)
    assert peer.call("POST", "/auth/token/refresh", "refresh").status_code == 401


def test_lifetimes_can_be_short(boxes, peers):
    box = boxes(lifetimes=Lifetimes(access=3))
    peer = peers(box)
    box.advance(4)
    assert peer.call("GET", "/rate-limits").status_code == 401


@pytest.mark.parametrize("bearer", ["authentication", "refresh", "", "bez.sensu.wcale", "x"])
def test_a_call_takes_only_its_own_kind_of_token(box, peers, bearer):
    assert peers(box).call("GET", "/rate-limits", bearer).status_code == 401


def test_a_changed_token_is_refused(peer):
    head, body, mark = peer.tokens["access"].split(".")
    claims = json.loads(base64.urlsafe_b64decode(body + "=="))
    claims["civ"] = DESIGNER
    forged = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    assert peer.call("GET", "/rate-limits", f"{head}.{forged}.{mark}").status_code == 401


def test_a_revoked_token_stops_refreshing_but_not_access(box, peers):
    peer = peers(box)
    box.revoke_token(CARPENTRY)
    assert peer.query().status_code == 200
    assert code_of(peer.call("POST", "/auth/token/refresh", "refresh")) == 21301
    assert details(peer.status(peer.start())) == (450, "Token unieważniony")


def test_a_removed_permission_is_felt_at_the_next_sign_in(box, peers):
    peer = peers(box)
    box.remove_permission(CARPENTRY)
    assert peer.query().status_code == 200
    assert details(peer.status(peer.start())) == (415, "Brak przypisanych uprawnień")


def test_other_permissions_do_not_let_read(box, peers):
    peer = peers(box, signed_in=False).sign_in(token=box.add_token(CARPENTRY, permissions=("InvoiceWrite",)))
    refused = peer.query()
    assert refused.status_code == 403
    assert refused.json()["reasonCode"] == "missing-permissions"
    assert refused.json()["security"]["presentPermissions"] == ["InvoiceWrite"]


def test_sessions_are_listed_and_ended(box, peers):
    first, second = peers(box), peers(box)
    items = second.call("GET", "/auth/sessions").json()["items"]
    assert [item["isCurrent"] for item in items].count(True) == 1
    assert len(items) == 2
    assert second.call("DELETE", "/auth/sessions/current").status_code == 204
    assert code_of(second.call("POST", "/auth/token/refresh", "refresh")) == 21301
    assert len(first.call("GET", "/auth/sessions").json()["items"]) == 1
    box.end_sessions()
    assert code_of(first.call("POST", "/auth/token/refresh", "refresh")) == 21301


def test_sessions_come_in_pages(box, peers):
    last = [peers(box) for _ in range(12)][-1]
    first_page = last.call("GET", "/auth/sessions").json()
    assert len(first_page["items"]) == 10
    token = first_page["continuationToken"]
    rest = last.call("GET", "/auth/sessions", headers={"x-continuation-token": token}).json()
    assert (len(rest["items"]), rest["continuationToken"]) == (2, None)
    assert code_of(last.call("GET", "/auth/sessions", headers={"x-continuation-token": "?"})) == 21418
    assert code_of(last.call("GET", "/auth/sessions", params={"pageSize": 5})) == 21405


def test_the_status_of_a_sign_in_is_kept_for_a_week(boxes, peers):
    box = boxes(lifetimes=Lifetimes(authentication=30 * 86_400))
    peer = peers(box, signed_in=False)
    started = peer.start()
    peer.status(started)
    box.advance(7 * 86_400 + 1)
    assert peer.call("GET", f"/auth/{started.json()['referenceNumber']}", "authentication").status_code == 410


def test_an_authorization_policy_binds_to_addresses(box, peers):
    here = {"allowedIps": {"ip4Masks": ["127.0.0.0/8"]}}
    away = {"allowedIps": {"ip4Addresses": ["203.0.113.7"], "ip4Ranges": ["203.0.113.0-203.0.113.20"]}}
    assert peers(box, signed_in=False).sign_in(authorizationPolicy=here).query().status_code == 200
    refused = peers(box, signed_in=False).sign_in(authorizationPolicy=away).query()
    assert (refused.status_code, refused.json()["reasonCode"]) == (403, "ip-not-allowed")
    assert refused.json()["security"] == {"clientIp": "127.0.0.1"}


def test_an_internal_identifier_has_a_token_and_documents_of_its_own(box, peers):
    peer = peers(box, "9992014701-00002")
    listed = peer.query(peer.filters("Subject3")).json()["invoices"]
    assert {record["ksefNumber"] for record in listed} == set(box.documents("9992014701-00002"))
    assert len(listed) == 1


def test_one_may_look_at_and_revoke_the_token_in_use_only(box, peers):
    peer = peers(box)
    own = box.training_token(CARPENTRY).partition("|")[0]
    other = box.add_token(CARPENTRY, permissions=("InvoiceRead", "InvoiceWrite")).partition("|")[0]
    shown = peer.call("GET", f"/tokens/{own}").json()
    assert (shown["status"], shown["requestedPermissions"]) == ("Active", ["InvoiceRead"])
    assert shown["contextIdentifier"] == {"type": "Nip", "value": CARPENTRY}
    assert [token["referenceNumber"] for token in peer.call("GET", "/tokens").json()["tokens"]] == [own]
    assert peer.call("GET", f"/tokens/{other}").status_code == 403
    assert peer.call("DELETE", f"/tokens/{other}").status_code == 403
    assert code_of(peer.call("GET", "/tokens/nieznany")) == 21405
    assert peer.call("DELETE", f"/tokens/{own}").status_code == 204
    assert peer.call("GET", f"/tokens/{own}").json()["status"] == "Revoked"
    assert code_of(peer.call("POST", "/auth/token/refresh", "refresh")) == 21301


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ((480, "Podejrzenie incydentu bezpieczeństwa"), (480, "Podejrzenie incydentu bezpieczeństwa")),
        ((550,), (550,)),
        ((450, "Invalid token"), (450, "Invalid token")),
        (None, (550,)),
    ],
)
def test_any_status_can_be_forced(box, peers, value, expected):
    box.inject(Fault("auth-status", value=value))
    peer = peers(box, signed_in=False)
    assert details(peer.status(peer.start())) == expected
    peer.sign_in()


def test_tokens_are_the_same_in_every_run(boxes):
    assert boxes().training_token(CARPENTRY) == boxes().training_token(CARPENTRY)
    assert boxes().training_token(CARPENTRY) != boxes().training_token(DESIGNER)
    with pytest.raises(LookupError):
        boxes().training_token("1111111111")
