"""The program only reads: every call it can make is on this list, and there is no other way to make one."""

import ast
import json
from pathlib import Path

from app.ksef.endpoints import ENDPOINTS, Endpoint
from app.ksef.limits import Limits

ROOM = Path(__file__).resolve().parents[2] / "app" / "ksef"

# Reading, or signing in and out. The one exception takes back the very token in use, when its owner says so.
ALLOWED = {
    "GET /security/public-key-certificates",
    "POST /auth/challenge",
    "POST /auth/ksef-token",
    "POST /auth/xades-signature",
    "GET /auth/{referenceNumber}",
    "POST /auth/token/redeem",
    "POST /auth/token/refresh",
    "DELETE /auth/sessions/current",
    "GET /rate-limits",
    "GET /tokens/{referenceNumber}",
    "DELETE /tokens/{referenceNumber}",
    "POST /permissions/query/personal/grants",
    "POST /invoices/query/metadata",
    "GET /invoices/ksef/{ksefNumber}",
    "POST /invoices/exports",
    "GET /invoices/exports/{referenceNumber}",
}


def test_nothing_but_the_allowed_calls_can_be_made():
    assert {str(endpoint) for endpoint in ENDPOINTS} == ALLOWED
    assert len(ENDPOINTS) == len(ALLOWED)


def trees():
    return {file.name: ast.parse(file.read_text(encoding="utf-8")) for file in ROOM.glob("*.py")}


def test_endpoints_are_made_in_their_file_only():
    makers = {
        name
        for name, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == Endpoint.__name__
    }
    assert makers == {"endpoints.py"}


def test_only_the_wire_speaks_http_and_only_transport_and_latarnia_use_it():
    """Latarnia and pre-signed links are read by GET."""
    importers = {
        name
        for name, tree in trees().items()
        for node in ast.walk(tree)
        if (
            isinstance(node, ast.Import)
            and {alias.name.partition(".")[0] for alias in node.names} & {"requests", "urllib3", "http", "socket"}
        )
        or (
            isinstance(node, ast.ImportFrom)
            and (node.module or "").partition(".")[0] in {"requests", "urllib3", "http", "socket"}
        )
    }
    assert importers == {"wire.py"}
    users = {
        name
        for name, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "app.ksef.wire"
    }
    assert users == {"transport.py", "latarnia.py"}
    latarnia = (ROOM / "latarnia.py").read_text(encoding="utf-8")
    assert '"POST"' not in latarnia
    assert '"DELETE"' not in latarnia


def test_the_calls_are_those_of_the_contract(shared):
    contract = json.loads((shared / "ksef" / "open-api.json").read_text(encoding="utf-8"))["paths"]
    for endpoint in ENDPOINTS:
        operation = contract[endpoint.path][endpoint.method.lower()]
        limits = operation.get("x-rate-limits")
        assert operation, endpoint
        if limits and endpoint.group != "anonymous":
            ours = Limits.of_table().groups[endpoint.group]
            assert (limits.get("perSecond"), limits.get("perMinute"), limits.get("perHour")) == (
                ours.second,
                ours.minute,
                ours.hour,
            ), endpoint
