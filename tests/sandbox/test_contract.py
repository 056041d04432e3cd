"""Every JSON answer of the sandbox is as the OpenAPI contract says (KSeF API guide §12.1)."""

import pytest

from app.sandbox.faults import Fault
from app.sandbox.limits import Limits
from app.sandbox.routes import ROUTES
from tests.sandbox.peer import Peer


def everything(box, peers) -> None:
    """Every call, and every refusal there is a body for."""
    peer = peers(box)
    peer.call("GET", "/rate-limits")
    reference = box.training_token(peer.context).partition("|")[0]
    peer.call("GET", f"/tokens/{reference}")
    peer.call("GET", "/tokens")
    peer.call("GET", "/tokens/20260901-EC-0000000000-0000000000-00")
    peer.call("GET", "/auth/sessions")
    peer.call("GET", "/auth/sessions", headers={"x-continuation-token": "!"})
    peer.call("GET", "/auth/20260901-AU-0000000000-0000000000-00", "authentication")
    for subject in ("Subject1", "Subject2", "Subject3", "SubjectAuthorized"):
        peer.query(peer.filters(subject), pageSize=250, sortOrder="Desc")
    peer.query(peer.filters(dates={"dateType": "Issue", "restrictToPermanentStorageHwmDate": False}))
    peer.query({"subjectType": "Nikt"})
    peer.query(peer.filters(days=200))
    numbers = list(box.documents(peer.context))
    peer.call("GET", f"/invoices/ksef/{numbers[0]}")
    peer.call("GET", "/invoices/ksef/1111111111-20261102-0100A1B2C3D4-8E")
    for only in (True, False):
        export = peer.export(onlyMetadata=only, compressionType="TarGz")
        export.ready()
    peer.export(peer.filters("SubjectAuthorized")).ready()
    peer.export(key=b"za krotki").ready()
    peer.call("GET", "/invoices/exports/20260901-EH-0000000000-0000000000-00")
    peer.export(peer.filters(days=200))
    peer.call("POST", "/auth/ksef-token", "", data=b"{")
    peer.call("POST", "/auth/ksef-token", "", json={})
    peer.call("POST", "/auth/xades-signature", "", data=b"<a/>")
    peer.call("GET", "/rate-limits", "zly.token.x")
    peer.call("POST", "/auth/token/refresh", "refresh")
    peer.redeem()
    for kind in ("rate-limit", "unauthorized", "forbidden-permission", "forbidden-resource", "forbidden-ip", "bad-request"):
        box.inject(Fault(kind))
        peer.call("GET", "/rate-limits")
    box.inject(Fault("gone"))
    peer.call("GET", f"/invoices/exports/{export.reference}")
    other = peers(box).call("GET", "/auth/sessions").json()["items"][0]["referenceNumber"]
    assert peer.call("DELETE", f"/auth/sessions/{other}").status_code == 204
    assert peer.call("DELETE", "/auth/sessions/current", "refresh").status_code == 204
    assert peer.call("DELETE", f"/tokens/{reference}").status_code == 204


@pytest.mark.parametrize("problem", [True, False])
def test_every_answer_holds(boxes, peers, contract, problem, monkeypatch):
    monkeypatch.setattr(Peer, "problem", problem)
    box = boxes()
    everything(box, peers)
    assert [text for recorded in box.requests for text in contract.answer_problems(recorded)] == []
    seen = {(recorded.method, recorded.status) for recorded in box.requests}
    assert {("GET", 200), ("POST", 400), ("GET", 401), ("GET", 403), ("GET", 410), ("GET", 429), ("DELETE", 204)} <= seen


def test_every_call_of_the_sandbox_is_in_the_contract(contract):
    calls = [(route.method, route.path) for route in ROUTES if route.group]
    unknown = [
        call for call in calls if contract.operation(call[0], call[1].partition("(?P")[0] + "x" * ("(?P" in call[1])) is None
    ]
    assert unknown == []


def test_requests_of_the_plain_client_hold(boxes, peers, contract):
    box = boxes()
    peer = peers(box)
    peer.query(pageSize=10, pageOffset=0, sortOrder="Asc")
    peer.export(compressionType="Zip").ready()
    assert [text for recorded in box.requests for text in contract.request_problems(recorded)] == []


def test_limits_are_told_as_the_contract_says(boxes, peers, contract):
    box = boxes(limits=Limits.production())
    answer = peers(box).call("GET", "/rate-limits").json()
    assert answer["invoiceMetadata"] == {"perSecond": 8, "perMinute": 16, "perHour": 20}
    assert answer["invoiceDownload"]["perHour"] == 64
    assert answer["anonymous"] == {"perSecond": 60, "perMinute": -1, "perHour": -1}
    assert contract.answer_problems(box.requests[-1]) == []


def test_a_wrong_answer_is_noticed(box, peers, contract):
    box.inject(Fault("unknown-type"))
    peer = peers(box)
    peer.query()
    assert "VatNowy" in contract.answer_problems(box.requests[-1])[0]
