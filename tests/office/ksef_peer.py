"""The sandbox as the other side of a download, on a clock that both share: waits cost nothing, limits and expiries are real."""

import datetime as dt
import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.archive.documents import stream
from app.archive.readings import held_numbers
from app.base.environments import Environment
from app.base.paths import Paths
from app.base.progress import CancelToken
from app.office.archives import Archive, open_archive
from app.office.connection import Connection, connect
from app.office.listing import Query, ordered_ids
from app.sandbox.server import Sandbox
from app.vault.memory import MemoryVault
from app.vault.vault import Vault

SELLER = "9992014701"
BUYER = "9992024705"
THIRD = "9992034709"
START = dt.datetime(2026, 11, 20, 9, 0, tzinfo=dt.UTC)


class SharedClock:
    """The sandbox's clock as the client's: to wait is to push it."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    def now(self) -> float:
        return self._sandbox.clock.now().timestamp()

    def sleep(self, seconds: float, cancel: CancelToken) -> None:
        cancel.check()
        self._sandbox.advance(max(seconds, 0.0))


@contextmanager
def connected(folder: Path, sandbox: Sandbox, vault: Vault | None = None) -> Iterator[Connection]:
    """The program's side, in a data folder; as if just started."""
    with (
        open_archive(Paths(folder), Environment.TRAINING) as archive,
        connect(
            archive,
            api_url=sandbox.base_url,
            vault=vault or MemoryVault(Environment.TRAINING),
            clock=SharedClock(sandbox),
        ) as connection,
    ):
        yield connection


def held(connection: Connection, nip: str) -> dict[str, bytes]:
    """What the archive of a connection holds of a client, by KSeF number."""
    return held_in(connection.archive, nip)


def held_in(archive: Archive, nip: str) -> dict[str, bytes]:
    """What an archive holds of a client, by KSeF number: each once, and with the hash of its bytes."""
    documents = list(stream(archive, ordered_ids(archive, Query(client=nip))))
    found = {document.row.ksef_number: document.xml for document in documents}
    assert len(found) == len(documents)
    hashes = held_numbers(archive, nip, list(found))
    assert {number: hashlib.sha256(xml).hexdigest() for number, xml in found.items()} == hashes
    return found


def another(xml: bytes, number: str) -> bytes:
    """The same invoice under another number (P_2)."""
    return re.sub(rb"<P_2>.*?</P_2>", f"<P_2>{number}</P_2>".encode(), xml, count=1)
