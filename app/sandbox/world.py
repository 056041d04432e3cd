"""Everything one sandbox knows, and one request on its way through it."""

import datetime as dt
import hashlib
import ipaddress
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import Message
from typing import Any

import msgspec

from app.sandbox import moments
from app.sandbox.certificates import Authority
from app.sandbox.clock import Clock
from app.sandbox.documents import Documents, seconds
from app.sandbox.errors import bad_request, forbidden
from app.sandbox.exports import Exports
from app.sandbox.faults import Fault, FaultKind, Faults
from app.sandbox.jwt import Signer
from app.sandbox.keys import Keys, Ministry
from app.sandbox.limits import Limits, Meter
from app.sandbox.recording import Recorded
from app.sandbox.signins import Lifetimes, SignIn, SignIns
from app.sandbox.storage import Storage
from app.sandbox.tokens import Permissions


@dataclass(frozen=True, slots=True)
class Manners:
    """How this KSeF behaves where the real one cannot be told."""

    part_size: int
    cap: int
    hwm_lag: float
    availability: float
    auth_polls: int
    export_polls: int
    lifetimes: Lifetimes


class World:
    """The state; whoever changes it holds `lock`."""

    def __init__(self, secret: bytes, *, clock: Clock, keys: Keys, limits: Limits, manners: Manners) -> None:
        self.secret = secret
        self.lock = threading.RLock()
        self.clock = clock
        self.manners = manners
        self.ministry = Ministry(keys, clock.now())
        self.authority = Authority(secret)
        self.permissions = Permissions(secret)
        self.signins = SignIns(Signer(_derived(b"jwt", secret)), manners.lifetimes, secret)
        self.documents = Documents(secret)
        self.storage = Storage(_derived(b"storage", secret), manners.lifetimes.link)
        self.exports = Exports(self.storage, manners.lifetimes.package)
        self.meter = Meter(limits)
        self.faults = Faults(secret)
        self.requests: list[Recorded] = []
        self.system_warning = ""
        self.latarnia: dict[str, Any] = {"status": "AVAILABLE", "messages": []}

    def hwm(self) -> int:
        """The high-water mark of a search that reaches the present."""
        return moments.ticks(self.clock.now()) - seconds(self.manners.hwm_lag)

    def revoked(self, operation: SignIn) -> bool:
        """Whether the KSeF token of a session has been revoked since."""
        token = self.permissions.by_reference(operation.token_reference)
        return token is not None and token.status != "Active"


@dataclass(slots=True)
class Request:
    """One request. `path` is what follows ``/v2`` (for parts and Latarnia the whole path), `base` the address that links begin with."""

    method: str
    path: str
    full_path: str
    query: Mapping[str, str]
    headers: "Message[str, str]"
    body: bytes
    address: str
    base: str
    now: dt.datetime
    faults: dict[FaultKind, Fault] = field(default_factory=dict)
    captured: Mapping[str, str] = field(default_factory=dict)
    signin: SignIn | None = None
    permissions: tuple[str, ...] = ()

    @property
    def ticks(self) -> int:
        """The moment of the request in ticks."""
        return moments.ticks(self.now)

    @property
    def session(self) -> SignIn:
        """The sign-in whose token came with the request; only for calls that need one."""
        if self.signin is None:
            raise LookupError(self.path)
        return self.signin

    def json(self) -> Any:  # noqa: ANN401 - any JSON
        """The body; 21001 for what is no JSON."""
        try:
            return msgspec.json.decode(self.body)
        except msgspec.DecodeError as error:
            raise bad_request(21001, str(error)) from error

    def require(self, permission: str) -> None:
        """403 without the permission, or from an address the sign-in did not allow."""
        allowed = self.session.allowed_ips
        if allowed and not any(_covers(entry, self.address) for entry in allowed):
            raise forbidden("ip-not-allowed", clientIp=self.address)
        if permission and permission not in self.permissions:
            raise forbidden(
                "missing-permissions", requiredAnyOfPermissions=[permission], presentPermissions=list(self.permissions)
            )


def _covers(entry: str, address: str) -> bool:
    """Whether an address, a range ``a-b`` or a network of the authorization policy contains an address."""
    present = ipaddress.IPv4Address(address)
    first, dash, last = entry.partition("-")
    try:
        if dash:
            return ipaddress.IPv4Address(first) <= present <= ipaddress.IPv4Address(last)
        return present in ipaddress.IPv4Network(entry, strict=False)
    except ValueError:
        return False


def _derived(purpose: bytes, secret: bytes) -> bytes:
    return hashlib.sha256(purpose + b"\0" + secret).digest()
