"""``--self-test``: everything an installed program needs, tried once on this computer; nothing of the user's is touched."""

import secrets
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import msgspec

from app.base.environments import Environment
from app.base.errors import KonwerterError
from app.base.paths import Paths
from app.base.progress import CancelToken
from app.ksef.clock import SystemClock
from app.office.answers import Decisions
from app.office.archives import Archive, open_archive
from app.office.companies import change_client, clients
from app.office.connection import Connection, connect
from app.office.convert import preflight_archive, write
from app.office.listing import Query, details, ordered_ids
from app.office.pages import save_pages
from app.office.states import Outcome
from app.office.sync import SyncState, sync
from app.office.training_clients import add_training_clients
from app.targets.registry import TARGETS
from app.vault.memory import MemoryVault
from app.vault.system import SystemVault
from app.vault.vault import VaultState

# What the training documents ask of every target; other questions may leave documents out, never all of them.
_ANSWERS: Final = Decisions({"receipt_date": "issue", "short_number": "yes", "rate": "4.2500"})
_HASTE: Final = 10


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was tried: its name, whether it works, and what was seen. `vital` False: the program works without it."""

    name: str
    works: bool
    seen: str
    vital: bool = True


class _HastyClock(SystemClock):
    """Ten times as fast: the training KSeF asks for the same pauses as the real one, and nobody should wait for them here."""

    def __init__(self) -> None:
        self._began = time.time()

    def now(self) -> float:
        return self._began + (time.time() - self._began) * _HASTE

    def sleep(self, seconds: float, cancel: CancelToken) -> None:
        cancel.sleep(seconds / _HASTE)


class _Unfit(Exception):
    """Something did not do what it should; the text says what."""


def self_test(try_window: Callable[[Paths], str]) -> Iterator[Step]:
    """Try the window, archive, keyring, reading, every target, PDF and the training KSeF, in a folder that is removed at the end.

    `try_window` opens the window on a data folder, waits until it is ready, closes it and says what it saw. Whatever fails becomes a step
    that does not work; the others go on.
    """
    with TemporaryDirectory(prefix="konwerter-ksef-") as name:
        folder = Path(name)
        yield _tried("okno", lambda: try_window(Paths(folder / "okno")))
        yield _keyring()
        yield from _with_archive(folder)


def _with_archive(folder: Path) -> Iterator[Step]:
    try:
        archive = open_archive(Paths(folder / "dane"), Environment.TRAINING)
    except KonwerterError as error:
        yield Step("archiwum", works=False, seen=str(error))
        return
    with archive:
        yield Step("archiwum", works=True, seen="otwarte i gotowe")
        yield _tried("szkoleniowy KSeF", lambda: _download(archive))
        yield _tried("odczyt faktur", lambda: _read(archive))
        for target in TARGETS:
            yield _tried(f"plik {target.id}", partial(_convert, archive, target.id, folder / "pliki"))
        yield _tried("PDF", lambda: _pdf(archive, folder / "pdf"))


def _tried(name: str, attempt: Callable[[], str]) -> Step:
    try:
        return Step(name, works=True, seen=attempt())
    except _Unfit as unfit:
        return Step(name, works=False, seen=str(unfit))
    except KonwerterError as error:
        return Step(name, works=False, seen=f"{error} {error.detail}".strip())
    except Exception as error:  # noqa: BLE001 - the very purpose is to find what breaks on this computer
        return Step(name, works=False, seen=f"{type(error).__name__}: {error}")


def _keyring() -> Step:
    """A secret of no meaning kept, read and forgotten; a computer without a keyring is no fault of the program."""
    vault = SystemVault(Environment.TRAINING)
    state = vault.state()
    if state is not VaultState.READY:
        words = {VaultState.LOCKED: "zablokowany", VaultState.MISSING: "brak; dostępu nie będzie można zapamiętać"}
        return Step("pęk kluczy", works=False, seen=words[state], vital=False)

    def attempt() -> str:
        name, secret = f"self-test-{secrets.token_hex(4)}", secrets.token_hex(16)
        vault.set(name, secret)
        try:
            if vault.get(name) != secret:
                raise _Unfit("oddał co innego, niż przyjął")
        finally:
            vault.delete(name)
        return "przyjmuje, oddaje i zapomina"

    return _tried("pęk kluczy", attempt)


def _download(archive: Archive) -> str:
    with connect(archive, vault=MemoryVault(Environment.TRAINING), clock=_HastyClock()) as connection:
        add_training_clients(connection)
        _complete_cards(archive)
        return _synchronised(connection)


def _complete_cards(archive: Archive) -> None:
    """What the heads of the JPK files take from a client's card."""
    for row in clients(archive):
        change_client(archive, msgspec.structs.replace(row.client, tax_office="2403", email="biuro@firma.example"))


def _synchronised(connection: Connection) -> str:
    done = sync(connection)
    unfinished = [result.message for result in done.clients if result.state is not SyncState.COMPLETE]
    if unfinished:
        raise _Unfit(unfinished[0])
    new = sum(result.new for result in done.clients)
    if not new:
        raise _Unfit("nie przyszedł żaden dokument")
    return f"klienci: {len(done.clients)}, nowe dokumenty: {new}"


def _read(archive: Archive) -> str:
    ids = ordered_ids(archive, Query())
    unread = [id_ for id_ in ids if details(archive, id_).document is None]
    if unread or not ids:
        raise _Unfit(f"nie odczytano {len(unread)} z {len(ids)} dokumentów")
    return f"dokumenty: {len(ids)}"


def _convert(archive: Archive, target_id: str, out: Path) -> str:
    written = 0
    for row in clients(archive):
        ids = ordered_ids(archive, Query(client=row.client.nip))
        again = Decisions({**_ANSWERS.general, "repeated": "again"})
        with preflight_archive(archive, row.client.nip, target_id, ids=ids, decisions=again) as plan:
            written += plan.counts[Outcome.WRITTEN]
            write(plan, out / target_id / row.client.nip)
    if not written:
        raise _Unfit("nie zapisano żadnego dokumentu")
    return f"dokumenty: {written}"


def _pdf(archive: Archive, folder: Path) -> str:
    files, problems = save_pages(archive, ordered_ids(archive, Query())[:2], folder)
    for file in files:
        if not file.read_bytes().startswith(b"%PDF-"):
            raise _Unfit(f"{file.name} nie jest plikiem PDF")
    if problems or not files:
        raise _Unfit(problems[0] if problems else "nie powstał żaden plik")
    return f"strony: {len(files)}"
