import datetime as dt

import pytest

from app.base.errors import Cancelled, ProgramError
from app.base.progress import CancelToken
from app.base.public_registers import NOT_FOUND
from app.lookups.errors import DailyLimit, QuestionRefused, ServiceUnavailable
from app.lookups.whitelist import CHECK, DAILY, SEARCH, WhiteList
from tests.ksef.scripted import Scripted
from tests.lookups.servers import WhiteListServer, answer

NIP = "9992014701"
ACCOUNT = "61109010140000071219812874"
OTHER = "27114020040000300201355387"
DAY = dt.date(2026, 3, 10)


class Count:
    """Calls of one day."""

    def __init__(self, **asked: int) -> None:
        self.asked = {CHECK: asked.get("check", 0), SEARCH: asked.get("search", 0)}

    def take(self, service: str, day: dt.date, most: int) -> bool:
        assert day == DAY
        if self.asked[service] >= most:
            return False
        self.asked[service] += 1
        return True

    def spend(self, service: str, day: dt.date, most: int) -> None:
        assert day == DAY
        self.asked[service] = most


def test_an_account_is_assigned_or_not_with_the_proof() -> None:
    calls = Count()
    with WhiteListServer({(NIP, ACCOUNT)}, {}) as server:
        white = WhiteList(server.url, calls)
        yes, no = white.check(NIP, ACCOUNT, DAY, DAY), white.check(NIP, OTHER, DAY, DAY)
        white.close()
        assert server.asked[0] == f"/api/check/nip/{NIP}/bank-account/{ACCOUNT}?date=2026-03-10"
    assert (yes.assigned, no.assigned) == ("TAK", "NIE")
    assert (yes.nip, yes.account, yes.day, yes.request_id, yes.requested_at) == (
        NIP,
        ACCOUNT,
        DAY,
        "abcde-0001",
        "10-03-2026 09:15:30",
    )
    assert calls.asked == {CHECK: 2, SEARCH: 0}


@pytest.mark.parametrize("status", ["Czynny", "Zwolniony", "Niezarejestrowany"])
def test_the_vat_status(status: str) -> None:
    with WhiteListServer(set(), {NIP: status}) as server:
        white = WhiteList(server.url, Count())
        found = white.search(NIP, DAY, DAY)
        assert white.search("9992024705", DAY, DAY).vat_status == NOT_FOUND
        white.close()
    assert (found.vat_status, found.account, found.assigned) == (status, "", "")


@pytest.mark.parametrize("kind", ["check", "search"])
def test_the_daily_limit_is_kept_without_asking(kind: str) -> None:
    calls = Count(check=DAILY[CHECK], search=DAILY[SEARCH])
    with WhiteListServer(set(), {}) as server:
        white = WhiteList(server.url, calls)
        with pytest.raises(DailyLimit, match="limit"):
            white.check(NIP, ACCOUNT, DAY, DAY) if kind == "check" else white.search(NIP, DAY, DAY)
        assert server.asked == []


def test_the_services_own_limit_spends_the_day() -> None:
    calls = Count()
    with Scripted(lambda *_request: answer({"code": "WL-191", "message": "Przekroczono limit"}, 429)) as server:
        white = WhiteList(server.url, calls)
        with pytest.raises(DailyLimit):
            white.search(NIP, DAY, DAY)
        with pytest.raises(DailyLimit):
            white.search(NIP, DAY, DAY)
        white.close()
        assert len(server.seen) == 1
    assert calls.asked == {CHECK: 0, SEARCH: DAILY[SEARCH]}


def test_a_refused_question_tells_the_ministrys_reason() -> None:
    with Scripted(lambda *_request: answer({"code": "WL-115", "message": "Nieprawidłowy NIP."}, 400)) as server:
        white = WhiteList(server.url, Count())
        with pytest.raises(QuestionRefused) as raised:
            white.check(NIP, ACCOUNT, DAY, DAY)
        white.close()
    assert "WL-115 Nieprawidłowy NIP." in raised.value.detail


PROOF = {"requestId": "a-1", "requestDateTime": "10-03-2026 09:15:30"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"result": {"accountAssigned": "MOŻE", **PROOF}},
        {"result": {"accountAssigned": "TAK", **PROOF, "requestId": " "}},
        {"result": {"accountAssigned": "TAK"}},
        {"result": None},
        {},
        [],
    ],
)
def test_an_answer_without_proof_or_sense_is_not_believed(wrong: object) -> None:
    with Scripted(lambda *_request: answer(wrong)) as server:
        white = WhiteList(server.url, Count())
        with pytest.raises(ServiceUnavailable):
            white.check(NIP, ACCOUNT, DAY, DAY)
        white.close()


def test_an_answer_about_somebody_else_is_not_believed() -> None:
    content = {"result": {"subject": {"nip": "9992024705", "statusVat": "Czynny"}, **PROOF}}
    with Scripted(lambda *_request: answer(content)) as server:
        white = WhiteList(server.url, Count())
        with pytest.raises(ServiceUnavailable):
            white.search(NIP, DAY, DAY)
        white.close()


@pytest.mark.parametrize(("nip", "account"), [("123", ACCOUNT), (NIP, "PL" + ACCOUNT), (NIP, "../../search/nip/1"), (NIP, "")])
def test_what_is_no_nip_or_account_is_never_sent(nip: str, account: str) -> None:
    calls = Count()
    with WhiteListServer(set(), {}) as server:
        with pytest.raises(ProgramError):
            WhiteList(server.url, calls).check(nip, account, DAY, DAY)
        assert server.asked == []
    assert calls.asked[CHECK] == 0


def test_a_cancelled_run_counts_and_asks_nothing() -> None:
    token, calls = CancelToken(), Count()
    token.cancel()
    with WhiteListServer(set(), {}) as server:
        with pytest.raises(Cancelled):
            WhiteList(server.url, calls, cancel=token).search(NIP, DAY, DAY)
        assert server.asked == []
    assert calls.asked[SEARCH] == 0
