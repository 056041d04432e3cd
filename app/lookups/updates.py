"""Whether there is a newer version of the program: one question to one address, with nothing in it but the question itself."""

import re
from typing import Final
from urllib.parse import urlsplit

import msgspec

from app.base.progress import CancelToken
from app.base.releases import Release
from app.base.texts import _
from app.lookups.service import Service

_OK: Final = 200
_NONE_YET: Final = 404
_VERSION: Final = re.compile(r"v?(\d{1,5}(?:\.\d{1,5}){1,3})")
_LONGEST: Final = 20_000


class _Answer(msgspec.Struct):
    """What GitHub says of the latest release; a file of our own says the same. Other fields are passed over."""

    tag_name: str
    body: str | None = None
    html_url: str | None = None


def latest_release(url: str, cancel: CancelToken) -> Release | None:
    """The latest release that the whole address `url` tells of; None where there is none yet.

    Raises `ServiceUnreachable`, `ServiceUnavailable` (also for what cannot be understood) and `Cancelled`.
    """
    service = Service(_("Strona programu"), url)
    try:
        reply = service.get("", cancel)
    finally:
        service.close()
    if reply.status == _NONE_YET:
        return None
    if reply.status != _OK:
        raise service.misunderstood(f"HTTP {reply.status}")
    try:
        answer = msgspec.json.decode(reply.body, type=_Answer)
    except msgspec.DecodeError as error:
        raise service.misunderstood(str(error)) from None
    version = _VERSION.fullmatch(answer.tag_name.strip())
    if version is None:
        raise service.misunderstood(f"tag_name: {answer.tag_name[:40]}")
    return Release(version[1], (answer.body or "")[:_LONGEST], _page(answer.html_url or ""))


def _page(url: str) -> str:
    """An address that may be opened in a browser; empty for any other."""
    parts = urlsplit(url)
    return url if parts.scheme == "https" and parts.hostname else ""
