"""The sandbox as others use it: start, stop, what it holds, what a test does to it."""

import datetime as dt
import tempfile
import threading
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from app.sandbox import moments, routes, wire
from app.sandbox.clock import Clock
from app.sandbox.documents import SUBJECTS, Stored
from app.sandbox.faults import Fault
from app.sandbox.keys import Keys
from app.sandbox.limits import Limits
from app.sandbox.recording import Recorded
from app.sandbox.signins import Lifetimes
from app.sandbox.tokens import ACTIVE, READ
from app.sandbox.training import Company, Seed
from app.sandbox.world import Manners, World

PART_SIZE: Final = 50_000_000
CAP: Final = 10_000
HWM_LAG: Final = 150.0
PASSWORD: Final = "szkolenie"  # noqa: S105 - of a certificate that only the sandbox trusts
_TOKEN_BORN: Final = dt.datetime(2026, 9, 1, 8, 0, tzinfo=dt.UTC)


class Sandbox:
    """A small KSeF on 127.0.0.1. Use it as a context manager, or `start` and `stop` it.

    `part_size`: bytes of a part before encryption; `cap`: documents per export and per set of filters; `hwm_lag`: seconds by which the
    high-water mark trails the present; `availability`: seconds for which a new document answers 21165; `auth_polls` and `export_polls`: how
    many status calls answer 100; `link_base`: what part links begin with (empty: this server).
    """

    def __init__(
        self,
        seed: Seed | None = None,
        *,
        clock: Clock | None = None,
        keys: Keys | None = None,
        limits: Limits | None = None,
        part_size: int = PART_SIZE,
        cap: int = CAP,
        hwm_lag: float = HWM_LAG,
        availability: float = 0.0,
        lifetimes: Lifetimes | None = None,
        auth_polls: int = 1,
        export_polls: int = 1,
        link_base: str = "",
        port: int = 0,
    ) -> None:
        seed = Seed.training() if seed is None else seed
        self.clock = clock or Clock()
        manners = Manners(part_size, cap, hwm_lag, availability, auth_polls, export_polls, lifetimes or Lifetimes())
        self.world = World(
            seed.secret,
            clock=self.clock,
            keys=keys or Keys.generate(),
            limits=limits or Limits.production(),
            manners=manners,
        )
        self._companies: dict[str, Company] = {}
        self.office = seed.office
        self._link_base = link_base
        self._port = port
        self._server: wire.Server | None = None
        self._thread: threading.Thread | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        for company in seed.companies:
            self.add_company(company.nip, company.name)
        for nip in seed.granted:
            self.grant(seed.office.nip, nip)
        for document in seed.documents:
            self.add_invoice(document.xml, stored=document.stored, mode=document.mode, number=document.number)

    # Running

    def start(self) -> Self:
        """Listen on 127.0.0.1."""
        self._folder = tempfile.TemporaryDirectory(prefix="ksef-szkoleniowy-", ignore_cleanup_errors=True)
        self.world.exports.folder = Path(self._folder.name)
        self.resume()
        return self

    def stop(self) -> None:
        """Cut all connections, stop listening, remove the prepared packages."""
        self.pause()
        if self._folder is not None:
            self._folder.cleanup()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()

    def pause(self) -> None:
        """Refuse connections until `resume`."""
        if self._server is not None and self._thread is not None:
            self._server.halt()
            self._thread.join()
            self._server = self._thread = None

    def resume(self) -> None:
        """Listen again, on the same port."""
        if self._server is None:
            self._server = wire.Server(self.world, self._port, self._link_base)
            self._port = self._server.server_port
            self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), name="sandbox", daemon=True)
            self._thread.start()

    @property
    def base_url(self) -> str:
        """Address of the API."""
        return f"{self.status_url}/v2"

    @property
    def status_url(self) -> str:
        """Address of Latarnia, the status service."""
        return f"http://{wire.LOOPBACK}:{self._port}"

    # Who and what there is

    @property
    def companies(self) -> tuple[Company, ...]:
        """The taxpayers."""
        return tuple(self._companies.values())

    @property
    def office_nip(self) -> str:
        """The accounting office to which clients grant their rights."""
        return self.office.nip

    def add_company(self, nip: str, name: str = "") -> None:
        """One more taxpayer, who may read in its own context."""
        self._companies[nip] = Company(nip, name or f"Spółka Zmyślona {nip}")
        self.grant(nip, nip)

    def add_invoice(self, xml: bytes, *, stored: dt.datetime | None = None, mode: str = "Online", number: str = "") -> str:
        """Take a document in, stored for good at a moment (now, if none is given); its KSeF number."""
        with self.world.lock:
            moment = moments.ticks(stored or self.clock.now())
            return self.world.documents.add(xml, moment, mode=mode, number=number).number

    def late_arrival(self, xml: bytes) -> str:
        """A document that turns up only now, though stored between the high-water mark and now."""
        with self.world.lock:
            now = moments.ticks(self.clock.now())
            return self.world.documents.add(xml, (now + self.world.hwm()) // 2, known=now).number

    def documents(self, context: str, subject_type: str = "") -> dict[str, bytes]:
        """What a context may see now, by KSeF number, in one role or in all."""
        return {document.number: document.xml for document in self._visible(context, subject_type)}

    def complete_documents(self, context: str, subject_type: str = "") -> dict[str, bytes]:
        """The same up to the present high-water mark: what no later search can add to."""
        hwm = self.world.hwm()
        return {d.number: d.xml for d in self._visible(context, subject_type) if d.stored <= hwm}

    def hwm(self) -> dt.datetime:
        """The high-water mark of a search that reaches the present."""
        return moments.moment(self.world.hwm())

    def _visible(self, context: str, subject_type: str) -> list[Stored]:
        now = moments.ticks(self.clock.now())
        with self.world.lock:
            return [
                document
                for subject in ([subject_type] if subject_type else SUBJECTS)
                for document in self.world.documents.visible(context, subject, now)
            ]

    # Access

    def training_token(self, nip: str) -> str:
        """A valid KSeF token with the right to read only, the same in every run; `nip` may be an internal identifier too."""
        return self._issue(nip, (READ,), ACTIVE, b"training")

    def add_token(self, context: str, permissions: tuple[str, ...] = (READ,), status: str = ACTIVE) -> str:
        """Another KSeF token of a context."""
        return self._issue(context, permissions, status, self.world.signins.next_seed())

    def _issue(self, context: str, permissions: tuple[str, ...], status: str, salt: bytes) -> str:
        if context[:10] not in self._companies:
            raise LookupError(context)
        with self.world.lock:
            return self.world.permissions.issue(context, permissions, status, moments.ticks(_TOKEN_BORN), salt).secret

    def revoke_token(self, nip: str) -> None:
        """Revoke every token of a context."""
        with self.world.lock:
            self.world.permissions.revoke(nip)

    def remove_permission(self, nip: str) -> None:
        """Take the right to read from all tokens and identities of a context; sessions keep it until they sign in again."""
        with self.world.lock:
            self.world.permissions.strip(nip, READ)

    def end_sessions(self, nip: str = "") -> None:
        """End the sessions of a context, or all."""
        with self.world.lock:
            routes.end_sessions(self.world, nip)

    def grant(self, identity: str, context: str, permission: str = READ) -> None:
        """Let an identity (a NIP, or a certificate's fingerprint) act in a context."""
        with self.world.lock:
            self.world.permissions.grant(identity, context, permission)

    def withdraw(self, identity: str, context: str) -> None:
        """Take everything an identity may do in a context."""
        with self.world.lock:
            self.world.permissions.withdraw(identity, context)

    def issue_certificate(
        self,
        nip: str,
        kind: str = "rsa",
        *,
        days: int = 730,
        valid_from: dt.datetime | None = None,
        purpose: str = "authentication",
        password: str = PASSWORD,
    ) -> tuple[bytes, str]:
        """A certificate to sign in with, as PKCS#12, and its password; `purpose` ``offline`` makes one that cannot sign in."""
        begins = valid_from or self.clock.now().replace(microsecond=0) - dt.timedelta(hours=1)
        known = {**self._companies, self.office.nip: self.office}
        name = known[nip].name if nip in known else f"Spółka Zmyślona {nip}"
        return self.world.authority.issue(nip, name, kind=kind, valid_from=begins, days=days, purpose=purpose, password=password)

    def revoke_certificate(self, container: bytes, password: str) -> None:
        """Refuse this certificate from now on."""
        self.world.authority.revoke(container, password)

    def rotate_keys(self, *, emergency: bool = False) -> None:
        """Publish new keys; in an emergency the present ones vanish at once."""
        with self.world.lock:
            self.world.ministry.rotate(Keys.generate(), self.clock.now(), emergency=emergency)

    # Trouble, time, evidence

    def inject(self, fault: Fault) -> Fault:
        """Let a fault wait for its requests."""
        return self.world.faults.inject(fault)

    def clear_faults(self) -> None:
        """Forget all faults."""
        self.world.faults.clear()

    def advance(self, seconds: float) -> None:
        """Push the clock forward."""
        self.clock.advance(seconds)

    def announce(self, status: str, *messages: dict[str, object]) -> None:
        """What Latarnia says."""
        with self.world.lock:
            self.world.latarnia = {"status": status, "messages": list(messages)}

    def warn(self, text: str) -> None:
        """What every answer carries as X-System-Warning; empty for nothing."""
        self.world.system_warning = text

    @property
    def requests(self) -> list[Recorded]:
        """Every request so far, oldest first."""
        return self.world.requests

    @property
    def limit_violations(self) -> int:
        """How many requests came beyond the limits."""
        return self.world.meter.violations
