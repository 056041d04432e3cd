"""The NBP and the white list on loopback, with the shapes of answers that the real ones give."""

import datetime as dt
import json
import re
import urllib.parse

from tests.ksef.scripted import Answer, Scripted

JSON = {"Content-Type": "application/json; charset=utf-8"}
_RANGE = re.compile(r"/api/exchangerates/rates/A/([A-Z]{3})/(\d{4}-\d\d-\d\d)/(\d{4}-\d\d-\d\d)/")


def answer(content: object, status: int = 200) -> Answer:
    return status, JSON, json.dumps(content).encode()


class NbpServer(Scripted):
    """The tables in `rates` (day → rate as text) of one currency; 404 for a range without any, 400 for more than 93 days."""

    def __init__(self, rates: dict[str, str], currency: str = "EUR") -> None:
        super().__init__(lambda _method, path, _headers, _body: self._tables(path))
        self._rates = rates
        self._currency = currency

    @property
    def asked(self) -> list[str]:
        return [path for _method, path, _headers, _body in self.seen]

    def _tables(self, path: str) -> Answer:
        match = _RANGE.fullmatch(path)
        if match is None:
            return 404, {"Content-Type": "text/plain"}, b"404 NotFound"
        first, last = dt.date.fromisoformat(match[2]), dt.date.fromisoformat(match[3])
        if (last - first).days + 1 > 93 or last < first:
            return 400, {"Content-Type": "text/plain"}, b"400 BadRequest - Przekroczony limit 93 dni"
        days = [day for day in sorted(self._rates) if first.isoformat() <= day <= last.isoformat()]
        if match[1] != self._currency or not days:
            return 404, {"Content-Type": "text/plain"}, b"404 NotFound - Not Found - Brak danych"
        rates = ",".join(
            f'{{"no":"{dt.date.fromisoformat(day):%j}/A/NBP/{day[:4]}","effectiveDate":"{day}","mid":{self._rates[day]}}}'
            for day in days
        )
        # Written by hand: the real service writes rates as numbers, and no number may pass through a float here either.
        body = f'{{"table":"A","currency":"euro","code":"{self._currency}","rates":[{rates}]}}'
        return 200, JSON, body.encode()


class WhiteListServer(Scripted):
    """`accounts` are assigned (NIP, account); `statuses` by NIP. Request ids count up."""

    def __init__(self, accounts: set[tuple[str, str]], statuses: dict[str, str]) -> None:
        super().__init__(lambda _method, path, _headers, _body: self._answers(path))
        self._accounts = accounts
        self._statuses = statuses

    @property
    def asked(self) -> list[str]:
        return [path for _method, path, _headers, _body in self.seen]

    def _answers(self, path: str) -> Answer:
        parts = urllib.parse.urlsplit(path)
        proof = {"requestDateTime": "10-03-2026 09:15:30", "requestId": f"abcde-{len(self.seen):04}"}
        check = re.fullmatch(r"/api/check/nip/(\d{10})/bank-account/(\d{26})", parts.path)
        search = re.fullmatch(r"/api/search/nip/(\d{10})", parts.path)
        if not re.fullmatch(r"date=\d{4}-\d\d-\d\d", parts.query) or (check is None and search is None):
            return answer({"code": "WL-113", "message": "Pole 'NIP' ma nieprawidłową długość. Wymagane 10 znaków."}, 400)
        if check is not None:
            assigned = "TAK" if (check[1], check[2]) in self._accounts else "NIE"
            return answer({"result": {"accountAssigned": assigned, **proof}})
        nip = search[1]
        status = self._statuses.get(nip)
        subject = None if status is None else {"name": "FIRMA", "nip": nip, "statusVat": status, "accountNumbers": []}
        return answer({"result": {"subject": subject, **proof}})
