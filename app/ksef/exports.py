"""Export packages: starting one, and waiting until it is ready (§5.1, §5.2)."""

import base64
import datetime as dt
import secrets
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final, Literal

from app.base.errors import WorldError
from app.base.progress import Progress
from app.base.texts import _
from app.ksef.answers import GONE, unavailable
from app.ksef.endpoints import EXPORT_STATUS, START_EXPORT
from app.ksef.errand import Errand
from app.ksef.errors import Rejected, RoleImpossible, TooManyExports
from app.ksef.filters import Filters
from app.ksef.keys import PublicKey, Usage
from app.ksef.moments import sound
from app.ksef.retries import may_pass, retrying, was_not_sent
from app.ksef.session import Session
from app.ksef.sign_in import read_status

_KEY_BYTES: Final = 32
_IV_BYTES: Final = 16
_POLLS: Final = (2.0, 3.0, 5.0, 5.0, 10.0)
_LATER_POLLS: Final = 15.0
_ROLE_IMPOSSIBLE: Final = 21181
_TOO_MANY: Final = 21182
_KEY_UNKNOWN: Final = 21470
_NO_SUCH_EXPORT: Final = 21175
_OK: Final = 200

Compression = Literal["Zip", "TarGz"]


@dataclass(frozen=True, slots=True)
class Secret:
    """The AES key and the initialisation vector of one export. The key belongs in the vault, the vector may be in the archive."""

    key: bytes = field(repr=False)
    iv: bytes = field(repr=False)

    @classmethod
    def new(cls) -> "Secret":
        """A random one."""
        return cls(secrets.token_bytes(_KEY_BYTES), secrets.token_bytes(_IV_BYTES))

    @classmethod
    def from_texts(cls, key_text: str, iv_text: str) -> "Secret":
        """From what `key_text` and `iv_text` gave; raises `ValueError`."""
        secret = cls(base64.b64decode(key_text, validate=True), base64.b64decode(iv_text, validate=True))
        if (len(secret.key), len(secret.iv)) != (_KEY_BYTES, _IV_BYTES):
            raise ValueError("length")
        return secret

    @property
    def key_text(self) -> str:
        """The key in base64."""
        return base64.b64encode(self.key).decode("ascii")

    @property
    def iv_text(self) -> str:
        """The vector in base64."""
        return base64.b64encode(self.iv).decode("ascii")


@dataclass(frozen=True, slots=True)
class Started:
    """An export that KSeF is preparing. Lost reference, lost package: keep it, with the secret, before waiting (§5.1)."""

    reference: str
    secret: Secret = field(repr=False)
    at: dt.datetime


class ExportState(StrEnum):
    """How far an export is."""

    RUNNING = "running"
    READY = "ready"
    NOTHING_NEW = "nothing_new"
    """The window begins after the high-water mark."""
    EXPIRED = "expired"
    """Gone, or never known here: export the same window again."""
    KEY_REFUSED = "key_refused"
    """KSeF could not decrypt the key; the Ministry's keys will be asked for anew. Export again; a second time is our bug."""
    FAILED = "failed"
    """Export again later."""


_STATES: Final = {
    200: ExportState.READY,
    210: ExportState.EXPIRED,
    415: ExportState.KEY_REFUSED,
    420: ExportState.NOTHING_NEW,
}
_FIRST_FINAL: Final = 200


@dataclass(frozen=True, slots=True)
class Part:
    """One encrypted piece of a package; `url` is a credential for an hour and stays out of logs. Hashes in base64."""

    ordinal: int
    url: str = field(repr=False)
    size: int
    hash: str
    encrypted_size: int
    encrypted_hash: str


@dataclass(frozen=True, slots=True)
class Package:
    """A package ready to be fetched. `last` (only when `truncated`) and `hwm` are moments as received, empty where absent."""

    count: int
    size: int
    compression: str
    truncated: bool
    last: str
    hwm: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Status:
    """What KSeF says of an export."""

    state: ExportState
    package: Package | None = None
    code: int = 0
    description: str = ""


def start(
    session: Session, filters: Filters, errand: Errand, *, only_metadata: bool = False, compression: Compression = "Zip"
) -> Started:
    """Ask for a package. A request whose answer is lost is made again with a new key, and once more with the Ministry's new keys (21470).

    Raises `TooManyExports`, `RoleImpossible`, and what `Session.call` raises.
    """

    def attempt() -> Started:
        key = session.keys.choose(Usage.EXPORT, errand)
        wanted = {"onlyMetadata": only_metadata, "compressionType": compression, "filters": filters.body()}
        return retrying(lambda: _start(session, key, wanted, errand), session.transport.clock, errand, _may_have_been_lost)

    try:
        try:
            return attempt()
        except Rejected as no:
            if no.code != _KEY_UNKNOWN:
                raise
            session.keys.forget()
            return attempt()
    except Rejected as no:
        raise _refused(no) from None


def _may_have_been_lost(error: WorldError) -> bool:
    """The transport itself repeats a request that never left."""
    return may_pass(error) and not was_not_sent(error)


def _start(session: Session, key: PublicKey, wanted: dict[str, Any], errand: Errand) -> Started:
    secret = Secret.new()
    request = {
        "encryption": {
            "encryptedSymmetricKey": key.encrypt(secret.key),
            "initializationVector": secret.iv_text,
            "publicKeyId": key.key_id,
        },
        **wanted,
    }
    said = session.call(START_EXPORT, errand, json=request).json()
    reference = said.get("referenceNumber") if isinstance(said, dict) else None
    if not isinstance(reference, str) or not reference:
        raise unavailable(_OK, {}, f"{START_EXPORT}: referenceNumber")
    return Started(reference, secret, session.transport.now())


def _refused(no: Rejected) -> WorldError | Rejected:
    if no.code == _TOO_MANY:
        return TooManyExports(
            _("KSeF przygotowuje już 10 paczek tego podmiotu."),
            advice=_("Poczekaj, aż któraś się skończy, i spróbuj ponownie."),
            detail=no.detail,
        )
    if no.code == _ROLE_IMPOSSIBLE:
        return RoleImpossible(
            _("Dla tego rodzaju identyfikatora KSeF nie ma faktur w tej roli."), advice=_("Pomiń tę rolę."), detail=no.detail
        )
    return no


def status(session: Session, reference: str, errand: Errand) -> Status:
    """How far an export is, with fresh links where it is ready."""
    try:
        said = session.call(EXPORT_STATUS, errand, path={"referenceNumber": reference}).json()
    except Rejected as no:
        if no.status == GONE or no.code == _NO_SUCH_EXPORT:
            return Status(ExportState.EXPIRED, code=no.code or no.status, description=no.title)
        raise
    code, description, details = read_status(said)
    state = _STATES.get(code, ExportState.RUNNING if code < _FIRST_FINAL else ExportState.FAILED)
    if state is ExportState.KEY_REFUSED:
        session.keys.forget()
    package = _package(said.get("package")) if state is ExportState.READY else None
    return Status(state, package, code, " ".join([description, *details]).strip())


def wait(session: Session, reference: str, errand: Errand, *, give_up: float = 900.0) -> Status:
    """Ask until the export has ended; after `give_up` seconds it comes back as still `RUNNING` (some hang for days, §5.2)."""
    clock = session.transport.clock
    begun = clock.now()
    polls = iter(_POLLS)
    while True:
        clock.sleep(next(polls, _LATER_POLLS), errand.cancel)
        found = status(session, reference, errand)
        if found.state is not ExportState.RUNNING or clock.now() - begun >= give_up:
            return found
        errand.report(Progress(0, text=_("KSeF przygotowuje paczkę faktur…")))


def _package(said: Any) -> Package:  # noqa: ANN401 – foreign data
    try:
        parts = [
            Part(
                ordinal=int(part["ordinalNumber"]),
                url=str(part["url"]),
                size=int(part["partSize"]),
                hash=str(part["partHash"]),
                encrypted_size=int(part["encryptedPartSize"]),
                encrypted_hash=str(part["encryptedPartHash"]),
            )
            for part in said["parts"]
        ]
        package = Package(
            count=int(said["invoiceCount"]),
            size=int(said.get("size") or 0),
            compression=str(said.get("compressionType") or "Zip"),
            truncated=bool(said.get("isTruncated")),
            last=sound(said.get("lastPermanentStorageDate")),
            hwm=sound(said.get("permanentStorageHwmDate")),
            parts=tuple(sorted(parts, key=lambda part: part.ordinal)),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise unavailable(_OK, {}, f"{EXPORT_STATUS}: package, {type(error).__name__}") from None
    return package
