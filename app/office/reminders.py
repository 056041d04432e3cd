"""What ends soon: tokens and certificates of clients, the office's certificate, and the rules about tokens (API guide §2.10)."""

import datetime as dt
from typing import Final

from app.archive.store import Archive
from app.base.findings import Finding, notes
from app.ksef.addresses import token_notice
from app.office.access import AccessKind, access_rows, office_row

_NOTICE_DAYS: Final = 30
_KINDS: Final = {AccessKind.TOKEN: "Token", AccessKind.CERTIFICATE: "Certyfikat"}


def reminders(archive: Archive, today: dt.date) -> tuple[Finding, ...]:
    """Notes about every access that has ended or ends within 30 days of `today`, and about the law where tokens are in use.

    The codes are ``access_ended``, ``access_ends`` and ``token_rules``; the most urgent come first.
    """
    rows = access_rows(archive)
    ending = [
        (row.expires, _KINDS[row.kind], row.name or row.nip) for row in rows if row.kind in _KINDS and row.expires is not None
    ]
    office = office_row(archive)
    if office is not None and office.expires is not None:
        ending.append((office.expires, "Certyfikat biura", office.holder))
    near = sorted(one for one in ending if (one[0] - today).days <= _NOTICE_DAYS)
    found = [_ends(expires, what, whose, today) for expires, what, whose in near]
    notice = token_notice(today) if any(row.kind is AccessKind.TOKEN for row in rows) else ""
    return (*found, notes("token_rules", notice)) if notice else tuple(found)


def _ends(expires: dt.date, what: str, whose: str, today: dt.date) -> Finding:
    if expires < today:
        return notes("access_ended", f"{what} ({whose}) skończył się {expires:%Y-%m-%d}. Podaj nowy dostęp do KSeF.")
    return notes(
        "access_ends", f"{what} ({whose}) kończy się {expires:%Y-%m-%d}. Przygotuj nowy dostęp, zanim przestanie działać."
    )
