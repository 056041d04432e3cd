"""Latarnia, the status service of KSeF (§10): for information only. Whatever it says or fails to say, downloading goes on."""

import logging
import threading
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from app.base.errors import Cancelled, KonwerterError
from app.base.in_flight import abandonable
from app.ksef.addresses import Addresses
from app.ksef.clock import Clock, SystemClock
from app.ksef.errand import Errand
from app.ksef.wire import Wire

_LOG: Final = logging.getLogger(__name__)
_ASK_EVERY: Final = 15 * 60.0  # seconds; it blocks eager pollers
_OK: Final = 200


@dataclass(frozen=True, slots=True)
class Message:
    """One announcement, in KSeF's words; moments as received, `end` empty while it lasts."""

    category: str
    title: str
    text: str
    start: str
    end: str


@dataclass(frozen=True, slots=True)
class KsefStatus:
    """What Latarnia says: ``AVAILABLE``, ``MAINTENANCE``, ``FAILURE``, ``TOTAL_FAILURE``, or a word that is new."""

    state: str
    messages: tuple[Message, ...]

    @property
    def available(self) -> bool:
        """Whether KSeF works."""
        return self.state == "AVAILABLE"


class Latarnia:
    """Asks at most four times an hour, and only where the environment has a Latarnia that can be believed."""

    def __init__(self, addresses: Addresses, user_agent: str = "konwerter-ksef", clock: Clock | None = None) -> None:
        self._address = addresses.latarnia
        self._clock = clock or SystemClock()
        self._wire = Wire(self._address, user_agent)
        self._lock = threading.Lock()
        self._asked_at: float | None = None
        self._known: KsefStatus | None = None

    def ask(self, errand: Errand) -> KsefStatus | None:
        """The latest status; None where there is none to be had. Raises nothing but `Cancelled`."""
        with self._lock:
            now = self._clock.now()
            if not self._address or (self._asked_at is not None and 0 <= now - self._asked_at < _ASK_EVERY):
                return self._known
            self._asked_at = now
        self._known = self._fetch(errand)
        return self._known

    def _fetch(self, errand: Errand) -> KsefStatus | None:
        try:
            answer = abandonable(
                lambda: self._wire.exchange("GET", f"{self._address}/status", {"Accept": "application/json"}, None), errand.cancel
            )
        except Cancelled:
            raise
        except KonwerterError as error:
            _LOG.info("Latarnia: %s", error.detail or error.title)
            return None
        if answer.status != _OK:
            _LOG.info("Latarnia: HTTP %d", answer.status)
            return None
        try:
            return _read(msgspec.json.decode(answer.body))
        except msgspec.DecodeError:
            return None


def _read(said: Any) -> KsefStatus | None:  # noqa: ANN401 – foreign data
    if not isinstance(said, dict) or not isinstance(said.get("status"), str):
        return None
    listed = said.get("messages")
    items = [item for item in listed if isinstance(item, dict)] if isinstance(listed, list) else []
    return KsefStatus(said["status"], tuple(_message(item) for item in items))


def _message(item: dict[str, Any]) -> Message:
    def text(name: str) -> str:
        value = item.get(name)
        return value if isinstance(value, str) else ""

    return Message(text("category"), text("title"), text("text"), text("start"), text("end"))
