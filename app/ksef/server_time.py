"""KSeF's time, from the Date of its answers (§10): nothing here trusts the clock of the computer."""

import datetime as dt
import email.utils
import statistics
from collections import deque
from typing import Final

from app.base.texts import _
from app.ksef.clock import Clock
from app.ksef.moments import from_seconds

_REMEMBERED: Final = 5
_WORTH_TELLING: Final = dt.timedelta(minutes=5)
_HALF_OF_A_SECOND: Final = 0.5  # the header has whole seconds only


class ServerTime:
    """How far the computer's clock is from KSeF's; the middle of the last few answers, so that one wrong header changes nothing."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._skews: deque[float] = deque(maxlen=_REMEMBERED)

    def learn(self, date_header: str, sent: float, received: float) -> None:
        """Take in one answer's Date; `sent` and `received` by the computer's clock."""
        try:
            told = email.utils.parsedate_to_datetime(date_header).timestamp()
        except ValueError:
            return
        self._skews.append(told + _HALF_OF_A_SECOND - (sent + received) / 2)

    @property
    def skew(self) -> dt.timedelta:
        """What must be added to the computer's time to get KSeF's; nothing while unknown."""
        # A copy first: another thread may be adding.
        return dt.timedelta(seconds=statistics.median([*self._skews] or [0.0]))

    def now(self) -> dt.datetime:
        """KSeF's time, UTC."""
        return from_seconds(self._clock.now()) + self.skew

    @property
    def warning(self) -> str:
        """What to tell where the computer's clock is wrong; empty where it is not."""
        if abs(self.skew) < _WORTH_TELLING:
            return ""
        minutes = round(abs(self.skew).total_seconds() / 60)
        text = (
            _("Zegar tego komputera spóźnia się o {minutes} min względem KSeF. Ustaw automatyczną synchronizację czasu.")
            if self.skew > dt.timedelta(0)
            else _("Zegar tego komputera śpieszy się o {minutes} min względem KSeF. Ustaw automatyczną synchronizację czasu.")
        )
        return text.format(minutes=minutes)
