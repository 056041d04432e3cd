"""The KSeF of one environment: what the use cases hold in their hands."""

import datetime as dt
import logging
from typing import Final

from app import __version__
from app.base.errors import Cancelled, KonwerterError
from app.ksef.addresses import Addresses
from app.ksef.clock import Clock, SystemClock
from app.ksef.contexts import Context
from app.ksef.credentials import Credential
from app.ksef.endpoints import RATE_LIMITS
from app.ksef.errand import Errand
from app.ksef.keys import PublicKeys
from app.ksef.limiter import CallLog, Limiter, MemoryCallLog
from app.ksef.limits import Limits
from app.ksef.session import Session
from app.ksef.transport import Transport

_LOG: Final = logging.getLogger(__name__)
_PROGRAM: Final = f"konwerter-ksef/{__version__}"


class Ksef:
    """One environment's KSeF; shared by all threads and sessions. Nothing is asked before the first sign-in."""

    def __init__(self, addresses: Addresses, *, calls: CallLog | None = None, clock: Clock | None = None) -> None:
        clock = clock or SystemClock()
        self.addresses = addresses
        self._limiter = Limiter(calls or MemoryCallLog(), clock)
        self._transport = Transport(addresses, self._limiter, clock, _PROGRAM)
        self._keys = PublicKeys(self._transport)

    def sign_in(self, context: Context, credential: Credential, errand: Errand) -> Session:
        """A session of `context`; learns the limits in force there, once a day. Raises `SignInRefused` and what the transport raises."""
        session = Session(self._transport, self._keys, context, credential)
        session.sign_in(errand)
        if not self._limiter.knows(context.value):
            self._limiter.learn(context.value, _limits(session, errand))
        return session

    def now(self) -> dt.datetime:
        """KSeF's time, UTC; this computer's before KSeF has answered for the first time."""
        return self._transport.now()

    @property
    def skew(self) -> dt.timedelta:
        """What must be added to this computer's time to get KSeF's."""
        return self._transport.time.skew

    @property
    def warnings(self) -> tuple[str, ...]:
        """What KSeF warned of, each text once, and this computer's clock where it is wrong."""
        return self._transport.warnings

    def close(self) -> None:
        """Close idle connections."""
        self._transport.close()


def _limits(session: Session, errand: Errand) -> Limits:
    """The limits in force; the published table where KSeF does not tell."""
    try:
        return Limits.read(session.call(RATE_LIMITS, errand).json())
    except Cancelled:
        raise
    except KonwerterError as error:
        _LOG.warning("Limity KSeF nieznane, obowiązuje tabela: %s", error.detail or error.title)
        return Limits.of_table()
