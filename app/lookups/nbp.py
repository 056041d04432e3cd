"""Mean exchange rates of the NBP's table A (invoice guide §7.3): the newest table dated strictly before a day, remembered for ever."""

import datetime as dt
import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Final, Protocol

import msgspec

from app.base.dates import WARSAW
from app.base.progress import CancelToken
from app.base.public_registers import Stretch, TableRate
from app.base.texts import _
from app.lookups.errors import QuestionRefused
from app.lookups.service import Service

_LOOK_BACK: Final = 10
"""Days without a table in a row that are believed in: the longest run of holidays and weekends is half of it."""
_OLDEST: Final = dt.date(2002, 1, 2)
"""The first table that the service knows."""
_OK: Final = 200
_NO_DATA: Final = 404
_DAY: Final = dt.timedelta(days=1)
_FRIDAY: Final = 4
_MONTHS_OF_QUARTER: Final = 3
_DECEMBER: Final = 12
_CURRENCY: Final = re.compile(r"[A-Z]{3}")
_TABLE: Final = re.compile(r"\d{1,3}/A/NBP/\d{4}")
_MOST_FOR_UNIT: Final = Decimal(100_000)


class RateMemory(Protocol):
    """Where rates stay between questions, and between runs of the program."""

    def stretch(self, currency: str, day: dt.date) -> Stretch | None:
        """Days around `day` of which everything is known; None where nothing is known of it."""

    def newest(self, currency: str, first: dt.date, last: dt.date) -> TableRate | None:
        """The newest rate from `first` to `last`, both included."""

    def keep(self, currency: str, stretch: Stretch, rates: Sequence[TableRate]) -> None:
        """Remember that in `stretch` there are these rates and no others."""


class RatesInMemory:
    """A `RateMemory` for one run."""

    def __init__(self) -> None:
        self._stretches: dict[str, list[Stretch]] = {}
        self._rates: dict[str, dict[dt.date, TableRate]] = {}

    def stretch(self, currency: str, day: dt.date) -> Stretch | None:
        """As `RateMemory.stretch`."""
        return next((one for one in self._stretches.get(currency, ()) if one.first <= day <= one.last), None)

    def newest(self, currency: str, first: dt.date, last: dt.date) -> TableRate | None:
        """As `RateMemory.newest`."""
        days = [day for day in self._rates.get(currency, {}) if first <= day <= last]
        return self._rates[currency][max(days)] if days else None

    def keep(self, currency: str, stretch: Stretch, rates: Sequence[TableRate]) -> None:
        """As `RateMemory.keep`."""
        kept = self._stretches.setdefault(currency, [])
        kept[:] = [one for one in kept if one.first != stretch.first] + [stretch]
        self._rates.setdefault(currency, {}).update({rate.day: rate for rate in rates})


class _Rate(msgspec.Struct):
    no: str
    effective_date: dt.date = msgspec.field(name="effectiveDate")
    mid: Decimal


class _Table(msgspec.Struct):
    table: str
    code: str
    rates: list[_Rate]


_ANSWER: Final = msgspec.json.Decoder(_Table)


def polish_today() -> dt.date:
    """The day that the calendar in Poland shows now."""
    return dt.datetime.now(WARSAW).date()


class Nbp:
    """Rates from `memory`, and where it does not know, from the service at `url`; an empty `url` means that it is not asked."""

    def __init__(
        self,
        url: str,
        memory: RateMemory,
        *,
        today: Callable[[], dt.date] = polish_today,
        cancel: CancelToken | None = None,
    ) -> None:
        self._service = Service("NBP", url) if url else None
        self._memory = memory
        self._today = today
        self._cancel = cancel or CancelToken()
        self._nothing: dict[str, list[Stretch]] = {}

    def before(self, currency: str, day: dt.date) -> TableRate | None:
        """The rate of the newest table dated strictly before `day` (art. 31a(1)).

        None where the table A has no such currency, where that day's predecessor has not passed yet, and, without a service, where the
        memory does not know. Raises `ServiceUnreachable`, `ServiceUnavailable` and `Cancelled`.
        """
        if not _CURRENCY.fullmatch(currency):
            return None
        at = _weekday(day - _DAY)
        oldest = max(at - _LOOK_BACK * _DAY, _OLDEST)
        while at >= oldest:
            stretch = self._memory.stretch(currency, at) or self._known_empty(currency, at) or self._learn(currency, at)
            if stretch is None:
                return None
            found = self._memory.newest(currency, max(stretch.first, oldest), at)
            if found is not None:
                return found
            at = stretch.first - _DAY
        return None

    def close(self) -> None:
        """Close idle connections."""
        if self._service is not None:
            self._service.close()

    def _known_empty(self, currency: str, day: dt.date) -> Stretch | None:
        return next((one for one in self._nothing.get(currency, ()) if one.first <= day <= one.last), None)

    def _learn(self, currency: str, day: dt.date) -> Stretch | None:
        """Ask for the quarter of `day` as far as it has passed; None where nobody can know the rate of `day` yet, or nobody is asked."""
        today = self._today()
        if self._service is None or day > today:
            return None
        asked = _quarter(day)
        last = min(asked.last, today)
        rates = self._ask(self._service, currency, Stretch(asked.first, last))
        # The table of today comes about noon: without it, only the days before are settled.
        settled = max([min(last, today - _DAY), *(rate.day for rate in rates)])
        stretch = Stretch(asked.first, settled)
        if rates:
            self._memory.keep(currency, stretch, rates)
        else:
            # "No data" is remembered for this run only: it may have come from somebody between us and the NBP.
            self._nothing.setdefault(currency, []).append(stretch)
        return stretch if day <= settled else None

    def _ask(self, service: Service, currency: str, asked: Stretch) -> list[TableRate]:
        path = f"/api/exchangerates/rates/A/{currency}/{asked.first}/{asked.last}/"
        reply = service.get(path, self._cancel)
        if reply.status == _NO_DATA:
            return []
        if reply.status != _OK:
            raise QuestionRefused(
                _("NBP nie przyjął pytania o kurs."),
                advice=_("Podaj kurs ręcznie."),
                detail=f"HTTP {reply.status} {path}",
            )
        try:
            answer = _ANSWER.decode(reply.body)
        except msgspec.DecodeError as error:
            raise service.misunderstood(str(error)) from None
        rates = [TableRate(rate.effective_date, rate.mid, rate.no) for rate in answer.rates]
        wrong = _what_is_wrong(answer, rates, currency, asked)
        if wrong:
            raise service.misunderstood(wrong)
        return rates


def _what_is_wrong(answer: _Table, rates: list[TableRate], currency: str, asked: Stretch) -> str:
    """Why an answer is not one to this question; empty where it is."""
    if answer.table != "A" or answer.code != currency:
        return f"tabela {answer.table[:8]}, waluta {answer.code[:8]}"
    for rate in rates:
        if not asked.first <= rate.day <= asked.last:
            return f"dzień {rate.day} spoza pytania"
        if not (rate.rate.is_finite() and 0 < rate.rate < _MOST_FOR_UNIT) or not _TABLE.fullmatch(rate.table):
            return f"kurs {rate.rate} z tabeli {rate.table[:20]}"
    return "dwa kursy jednego dnia" if len({rate.day for rate in rates}) != len(rates) else ""


def _weekday(day: dt.date) -> dt.date:
    """`day`, or the Friday before it: no table is made on Saturday and Sunday."""
    return day - max(day.weekday() - _FRIDAY, 0) * _DAY


def _quarter(day: dt.date) -> Stretch:
    """The calendar quarter of `day`: at most 92 days, and the service takes 93."""
    month = day.month - (day.month - 1) % _MONTHS_OF_QUARTER
    first = day.replace(month=month, day=1)
    after = (
        first.replace(month=month + _MONTHS_OF_QUARTER)
        if month + _MONTHS_OF_QUARTER <= _DECEMBER
        else dt.date(day.year + 1, 1, 1)
    )
    return Stretch(max(first, _OLDEST), after - _DAY)
