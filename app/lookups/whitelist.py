"""The white list of VAT payers (art. 96b): is this account theirs, what is their VAT status. Every answer carries the proof of having asked."""

import datetime as dt
import re
from typing import Final, Protocol, TypeVar
from urllib.parse import quote

import msgspec

from app.base.errors import ProgramError
from app.base.nip import is_valid_nip
from app.base.progress import CancelToken
from app.base.public_registers import ASSIGNED, NOT_ASSIGNED, NOT_FOUND, ListAnswer
from app.base.texts import _
from app.lookups.errors import DailyLimit, QuestionRefused
from app.lookups.service import Reply, Service

T = TypeVar("T")

CHECK: Final = "whitelist-check"
SEARCH: Final = "whitelist-search"
DAILY: Final = {CHECK: 5000, SEARCH: 100}
"""How many questions of each kind the Ministry answers in a day."""

_OK: Final = 200
_TOO_MANY: Final = 429
_ACCOUNT: Final = re.compile(r"\d{26}")
_LONGEST_TEXT: Final = 100


class CallCount(Protocol):
    """How many questions were asked on a day, counted for all threads and processes."""

    def take(self, service: str, day: dt.date, most: int) -> bool:
        """Count one more question; False, and nothing counted, where `most` were asked already."""

    def spend(self, service: str, day: dt.date, most: int) -> None:
        """Count the whole day as asked: the service said so."""


class _Assigned(msgspec.Struct, rename="camel"):
    account_assigned: str
    request_id: str
    request_date_time: str


class _Subject(msgspec.Struct, rename="camel"):
    nip: str | None = None
    status_vat: str | None = None


class _Found(msgspec.Struct, rename="camel"):
    request_id: str
    request_date_time: str
    subject: _Subject | None = None


class _Checked(msgspec.Struct):
    result: _Assigned


class _Searched(msgspec.Struct):
    result: _Found


class _Complaint(msgspec.Struct):
    code: str = ""
    message: str = ""


class WhiteList:
    """The list at `url`. Questions are counted by `calls`; what it said is the caller's to keep."""

    def __init__(self, url: str, calls: CallCount, *, cancel: CancelToken | None = None) -> None:
        self._service = Service(_("Biała lista"), url)
        self._calls = calls
        self._cancel = cancel or CancelToken()

    def check(self, nip: str, account: str, day: dt.date, today: dt.date) -> ListAnswer:
        """Whether `account` (26 digits) is assigned on `day` to the taxpayer `nip`. `today` is the day on which the question is counted.

        Raises `DailyLimit`, `ServiceUnreachable`, `ServiceUnavailable`, `QuestionRefused`, `Cancelled`.
        """
        if not _ACCOUNT.fullmatch(account):
            raise ProgramError(_("Białą listę można pytać tylko o polski rachunek."))
        path = f"/api/check/nip/{self._checked(nip)}/bank-account/{account}?date={day}"
        result = self._ask(CHECK, path, today, _Checked).result
        if result.account_assigned not in {ASSIGNED, NOT_ASSIGNED}:
            raise self._service.misunderstood(f"accountAssigned: {result.account_assigned[:20]}")
        request_id, requested_at = self._proof(result.request_id, result.request_date_time)
        return ListAnswer(nip, day, request_id, requested_at, account=account, assigned=result.account_assigned)

    def search(self, nip: str, day: dt.date, today: dt.date) -> ListAnswer:
        """The VAT status of the taxpayer `nip` on `day`; raises as `check`."""
        path = f"/api/search/nip/{self._checked(nip)}?date={day}"
        result = self._ask(SEARCH, path, today, _Searched).result
        subject = result.subject
        if subject is not None and subject.nip not in {None, nip}:
            raise self._service.misunderstood("odpowiedź o innym podatniku")
        status = NOT_FOUND if subject is None or not subject.status_vat else subject.status_vat[:_LONGEST_TEXT]
        request_id, requested_at = self._proof(result.request_id, result.request_date_time)
        return ListAnswer(nip, day, request_id, requested_at, vat_status=status)

    def close(self) -> None:
        """Close idle connections."""
        self._service.close()

    def _ask(self, kind: str, path: str, today: dt.date, shape: type[T]) -> T:
        self._cancel.check()
        if not self._calls.take(kind, today, DAILY[kind]):
            raise _limit()
        reply = self._service.get(path, self._cancel)
        if reply.status == _TOO_MANY:
            self._calls.spend(kind, today, DAILY[kind])
            raise _limit()
        if reply.status != _OK:
            raise QuestionRefused(
                _("Biała lista nie przyjęła pytania."),
                advice=_("Sprawdź NIP i rachunek na fakturze."),
                detail=f"HTTP {reply.status} {_complaint(reply)}".strip(),
            )
        try:
            return msgspec.json.decode(reply.body, type=shape)
        except msgspec.DecodeError as error:
            raise self._service.misunderstood(str(error)) from None

    def _checked(self, nip: str) -> str:
        if not is_valid_nip(nip):
            raise ProgramError(_("Białą listę można pytać tylko o poprawny NIP."))
        return quote(nip, safe="")

    def _proof(self, request_id: str, requested_at: str) -> tuple[str, str]:
        if not request_id.strip():
            raise self._service.misunderstood("brak requestId")
        return request_id.strip()[:_LONGEST_TEXT], requested_at.strip()[:_LONGEST_TEXT]


def _limit() -> DailyLimit:
    return DailyLimit(
        _("Biała lista: wykorzystano dzienny limit pytań."), advice=_("Sprawdź resztę jutro; zapisane odpowiedzi zostają.")
    )


def _complaint(reply: Reply) -> str:
    try:
        complaint = msgspec.json.decode(reply.body, type=_Complaint)
    except msgspec.DecodeError:
        return ""
    return f"{complaint.code} {complaint.message}"[:200]
