"""``sync`` and ``access``: KSeF."""

import argparse
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from app.base.dates import polish_day
from app.base.environments import Environment
from app.base.errors import StorageError, UnusableArgument
from app.base.findings import Finding
from app.base.log import logging_to
from app.base.paths import find_paths
from app.base.progress import CancelToken, Progress
from app.cli.context import archive_of
from app.cli.output import give, give_json, say
from app.cli.statuses import DONE, PARTLY
from app.office.access import (
    AccessKind,
    AccessRow,
    access_rows,
    remove_access,
    remove_office,
    set_certificate,
    set_office_certificate,
    set_token,
)
from app.office.access_trials import try_access, try_office
from app.office.connection import Connection, connect
from app.office.sync import ClientResult, SyncState, sync
from app.office.training_clients import add_training_clients, renew_training_access
from app.office.wording import moment_text

API_VARIABLE: Final = "KONWERTER_KSEF_API_URL"
_LONGEST_SECRET: Final = 4096


def sync_clients(arguments: argparse.Namespace) -> int:
    """Run ``sync``; the exit status."""
    if arguments.token_stdin and arguments.all:
        raise UnusableArgument("--token-stdin łączy się z --nip, nie z --all.")
    tokens = {arguments.nip: _secret("tokena")} if arguments.token_stdin else {}
    contexts = None if arguments.all else [arguments.nip]
    with _connected(arguments, remember=not arguments.token_stdin) as connection, _stopped_by_signals() as cancel:
        if arguments.all and not any(row.kind is not AccessKind.NONE for row in access_rows(connection.archive)):
            added = add_training_clients(connection)
            if added:
                say(f"Dodano {added} zmyślonych klientów szkoleniowych z tokenami.")
        done = sync(connection, contexts, since=arguments.since, tokens=tokens, watch=_told(), cancel=cancel)
    if arguments.json:
        give_json({"clients": [_result_json(result) for result in done.clients]})
    for result in done.clients:
        line = f"{result.context}  {_STATES[result.state]}  {result.message}"
        (say if arguments.json else give)(line)
    return DONE if all(result.state is SyncState.COMPLETE for result in done.clients) else PARTLY


def access(arguments: argparse.Namespace) -> int:
    """Run ``access set|list|check|remove``; the exit status."""
    actions: dict[str, Callable[[argparse.Namespace], int]] = {"set": _set, "list": _list, "check": _check, "remove": _remove}
    return actions[arguments.action](arguments)


def _set(arguments: argparse.Namespace) -> int:
    if arguments.office and arguments.certificate is None:
        raise UnusableArgument("--office wymaga --certificate PLIK: biuro loguje się certyfikatem.")
    with _connected(arguments) as connection:
        if arguments.certificate is None:
            set_token(connection, arguments.nip, _secret("tokena"), expires=arguments.expires)
        else:
            data = _bytes(arguments.certificate)
            key = None if arguments.key is None else _bytes(arguments.key)
            password = _secret("hasła certyfikatu", may_be_empty=True)
            if arguments.office:
                set_office_certificate(connection, data, password, key=key)
            else:
                set_certificate(connection, arguments.nip, data, password, key=key)
    say("Zapisano dostęp w magazynie haseł.")
    return DONE


def _list(arguments: argparse.Namespace) -> int:
    with archive_of(arguments) as archive:
        rows = access_rows(archive)
    if arguments.json:
        give_json([_access_json(row) for row in rows])
        return DONE
    for row in rows:
        give(f"{row.context}  {row.name}  {row.kind.value}  {row.state.value}  {row.message}".rstrip())
    return DONE


def _check(arguments: argparse.Namespace) -> int:
    with _connected(arguments) as connection, _stopped_by_signals() as cancel:
        if arguments.office:
            rows = try_office(connection, cancel=cancel)
            for row in rows:
                give(f"{row.context}  {row.name}  {row.state.value}  {row.message}".rstrip())
            return DONE if all(row.state.value == "works" for row in rows) else PARTLY
        check = try_access(connection, arguments.nip, cancel=cancel)
    for finding in check.findings:
        _tell(finding)
    give(check.message)
    return DONE if check.works else PARTLY


def _remove(arguments: argparse.Namespace) -> int:
    with _connected(arguments) as connection:
        if arguments.office:
            remove_office(connection)
        else:
            remove_access(connection, arguments.nip)
    say("Usunięto dostęp z tego komputera. Token albo certyfikat w KSeF nadal istnieje.")
    return DONE


@contextmanager
def _connected(arguments: argparse.Namespace, *, remember: bool = True) -> Iterator[Connection]:
    url = arguments.api_url or os.environ.get(API_VARIABLE, "")
    # The program gives out the training tokens itself, anew in every run: a keyring must not be asked about them.
    own_training = arguments.environment == Environment.TRAINING.value and not url
    log = find_paths(arguments.data_dir, os.environ).log
    with (
        archive_of(arguments) as archive,
        logging_to(log),
        connect(archive, remember=remember and not own_training, api_url=url) as connection,
    ):
        renew_training_access(connection)
        yield connection


@contextmanager
def _stopped_by_signals() -> Iterator[CancelToken]:
    """Ctrl+C, and the end of a scheduled task, cancel: what is under way stops within a second and the report is still given."""
    token = CancelToken()
    before = {number: signal.signal(number, lambda *_signal: token.cancel()) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield token
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _told() -> Callable[[str, Progress], None]:
    """Tell each new step of each client, once."""
    last: dict[str, str] = {}

    def tell(context: str, progress: Progress) -> None:
        if sys.stderr.isatty() and last.get(context) != progress.text:
            last[context] = progress.text
            say(f"{context}  {progress.text}")

    return tell


def _secret(what: str, *, may_be_empty: bool = False) -> str:
    """A secret from standard input: its first line. Never from an argument, which other programs could see."""
    text = sys.stdin.readline(_LONGEST_SECRET).strip("\r\n")
    if not text.strip() and not may_be_empty:
        raise UnusableArgument(
            f"Na standardowym wejściu nie ma {what}.", advice="Przekaż go potokiem albo wklej i naciśnij Enter."
        )
    return text


def _bytes(path: Any) -> bytes:  # noqa: ANN401 - a Path; argparse does not tell
    try:
        found: bytes = path.read_bytes()
    except OSError as error:
        raise StorageError(
            f"Nie można odczytać pliku „{path}”.", advice="Sprawdź ścieżkę i uprawnienia.", detail=str(error)
        ) from error
    return found


def _tell(finding: Finding) -> None:
    say(finding.message)


_STATES: Final = {
    SyncState.COMPLETE: "gotowe",
    SyncState.WAITING: "czeka",
    SyncState.FAILED: "nie udało się",
    SyncState.CANCELLED: "przerwane",
}


def _result_json(result: ClientResult) -> dict[str, Any]:
    return {
        "nip": result.nip,
        "context": result.context,
        "state": result.state.value,
        "new": result.new,
        "known": result.known,
        "problems": result.problems,
        "complete_from": None if result.complete_from is None else result.complete_from.isoformat(),
        "complete_to": None if result.complete_to is None else result.complete_to.isoformat(),
        "requests": result.requests,
        "resumes_at": None if result.resumes_at is None else result.resumes_at.isoformat(),
        "message": result.message,
    }


def _access_json(row: AccessRow) -> dict[str, Any]:
    return {
        "nip": row.nip,
        "name": row.name,
        "context": row.context,
        "kind": row.kind.value,
        "state": row.state.value,
        "expires": None if row.expires is None else row.expires.isoformat(),
        "checked_on": None if row.checked_at is None else polish_day(row.checked_at).isoformat(),
        "checked": "" if row.checked_at is None else moment_text(row.checked_at),
        "message": row.message,
    }
