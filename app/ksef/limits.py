"""KSeF's limits as numbers (§6.1): the table, what ``GET /rate-limits`` says, and the share of it that we use."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from app.ksef.endpoints import Endpoint, Group

SECOND: Final = 1.0
MINUTE: Final = 60.0
HOUR: Final = 3600.0

_SHARE: Final = 0.9


@dataclass(frozen=True, slots=True)
class Limit:
    """Calls in a second, a minute and an hour; None: not limited."""

    second: int | None
    minute: int | None
    hour: int | None

    def windows(self) -> tuple[tuple[float, int], ...]:
        """Length in seconds and number of calls of each window that is limited."""
        pairs = ((SECOND, self.second), (MINUTE, self.minute), (HOUR, self.hour))
        return tuple((length, count) for length, count in pairs if count is not None)

    def careful(self, kept_back: int = 0) -> "Limit":
        """The nine tenths that we use ourselves (§6.3), with `kept_back` calls of each hour left for people; never less than one."""

        def share(count: int | None, less: int = 0) -> int | None:
            return None if count is None else max(1, round(count * _SHARE) - less)

        return Limit(share(self.second), share(self.minute), share(self.hour, kept_back))


UNLIMITED: Final = Limit(None, None, None)

_TABLE: Final[Mapping[str, Limit]] = {
    Group.METADATA: Limit(8, 16, 20),
    Group.EXPORT: Limit(8, 16, 20),
    Group.EXPORT_STATUS: Limit(10, 60, 600),
    Group.DOWNLOAD: Limit(8, 16, 64),
    Group.OTHER: Limit(10, 30, 120),
    Group.ANONYMOUS: Limit(60, None, None),
}

# Calls of each hour that a long run leaves for somebody who waits for one document (§6.3).
_KEPT_BACK: Final[Mapping[str, int]] = {Group.METADATA: 2, Group.DOWNLOAD: 6}

MACHINE: Final = Limit(10, None, None)
"""All calls of this computer together, so that one address serving many clients stays modest (§6.3)."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits in force for one context; the table where KSeF has not been asked."""

    groups: Mapping[str, Limit]

    @classmethod
    def of_table(cls) -> "Limits":
        """The published limits."""
        return cls(_TABLE)

    @classmethod
    def read(cls, said: object) -> "Limits":
        """The answer of ``GET /rate-limits``; the table stands in for what it lacks. ``-1`` means no limit."""
        groups = said if isinstance(said, dict) else {}
        return cls({name: _read(groups.get(name), limit) for name, limit in _TABLE.items()} | _global(groups))

    def of(self, endpoint: Endpoint, *, interactive: bool) -> Limit:
        """What we allow ourselves for an endpoint."""
        kept_back = 0 if interactive else _KEPT_BACK.get(endpoint.group, 0)
        return self.groups[endpoint.group].careful(kept_back)

    @property
    def machine(self) -> Limit:
        """What all calls of this computer share: our own modesty, or KSeF's ``global`` where it is stricter."""
        limit = self.groups.get("global", UNLIMITED).careful()
        second = MACHINE.second if limit.second is None else min(limit.second, MACHINE.second or limit.second)
        return Limit(second, limit.minute, limit.hour)


def _global(groups: Mapping[str, Any]) -> dict[str, Limit]:
    return {"global": _read(groups["global"], UNLIMITED)} if "global" in groups else {}


def _read(said: object, otherwise: Limit) -> Limit:
    if not isinstance(said, dict):
        return otherwise

    def count(name: str, known: int | None) -> int | None:
        value = said.get(name)
        if not isinstance(value, int) or isinstance(value, bool):
            return known
        return None if value < 0 else value

    return Limit(count("perSecond", otherwise.second), count("perMinute", otherwise.minute), count("perHour", otherwise.hour))
