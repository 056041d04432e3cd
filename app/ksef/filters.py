"""What is asked for: a role and a window of permanent storage (§3.1)."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from app.base.errors import ProgramError
from app.base.texts import _
from app.ksef.moments import ticks

LONGEST_WINDOW_DAYS: Final = 100
"""The contract's limit, counted in UTC; a sync keeps to 99."""

_TICKS_OF_A_DAY: Final = 86_400 * 10**7


class Role(StrEnum):
    """In which role the context stands in a document."""

    SELLER = "Subject1"
    BUYER = "Subject2"
    THIRD = "Subject3"
    AUTHORIZED = "SubjectAuthorized"


@dataclass(frozen=True, slots=True)
class Filters:
    """Documents stored for good from `start` to `end`, both inclusive.

    The moments are texts with ``Z`` or an offset, as received from KSeF or made by `moments.text`. `restrict`: nothing beyond KSeF's
    high-water mark (§3.4), so that the answer is complete.
    """

    role: Role
    start: str
    end: str
    restrict: bool = True

    def __post_init__(self) -> None:
        try:
            length = ticks(self.end) - ticks(self.start)
        except ValueError as error:
            raise ProgramError(_("Zły zapis chwili w zapytaniu do KSeF."), detail=str(error)) from None
        if not 0 <= length <= LONGEST_WINDOW_DAYS * _TICKS_OF_A_DAY:
            raise ProgramError(_("Zły zakres zapytania do KSeF."), detail=f"{self.start} – {self.end}")

    def body(self) -> dict[str, Any]:
        """As the contract wants it."""
        return {
            "subjectType": self.role.value,
            "dateRange": {
                "dateType": "PermanentStorage",
                "from": self.start,
                "to": self.end,
                "restrictToPermanentStorageHwmDate": self.restrict,
            },
        }
