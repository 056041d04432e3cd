"""``backup``: an archive in one file, and the way back."""

import argparse
import os
from collections.abc import Callable

from app.base.environments import Environment
from app.base.paths import find_paths
from app.base.texts import plural
from app.cli.context import archive_of
from app.cli.output import give, give_json, say
from app.cli.statuses import DONE, PARTLY
from app.office.backups import Backup, check_archive, check_backup, make_backup, restore_backup


def backup(arguments: argparse.Namespace) -> int:
    """Run ``backup make|check|restore|verify``; the exit status."""
    actions: dict[str, Callable[[argparse.Namespace], int]] = {
        "make": _make,
        "check": _check,
        "restore": _restore,
        "verify": _verify,
    }
    return actions[arguments.action](arguments)


def _make(arguments: argparse.Namespace) -> int:
    with archive_of(arguments) as archive:
        file, made = make_backup(archive, arguments.out)
    say(f"Kopia zrobiona i sprawdzona: {_words(made)}. Tokenów i haseł w niej nie ma.")
    if arguments.json:
        give_json({"file": str(file), "backup": made})
    else:
        give(str(file))
    return DONE


def _check(arguments: argparse.Namespace) -> int:
    checked = check_backup(arguments.input)
    say(f"Kopia jest cała: {_words(checked)}.")
    if arguments.json:
        give_json(checked)
    return DONE


def _restore(arguments: argparse.Namespace) -> int:
    restored = restore_backup(find_paths(arguments.data_dir, os.environ), Environment(arguments.environment), arguments.input)
    say(f"Przywrócono: {_words(restored.backup)}.")
    if restored.earlier is not None:
        say("Dotychczasowe archiwum zostało odłożone:")
        give(str(restored.earlier))
    return DONE


def _verify(arguments: argparse.Namespace) -> int:
    with archive_of(arguments) as archive:
        problems = check_archive(archive)
    for problem in problems:
        give(problem)
    say("Archiwum jest uszkodzone. Przywróć je z kopii: backup restore." if problems else "Archiwum jest w porządku.")
    return PARTLY if problems else DONE


def _words(made: Backup) -> str:
    clients = f"{made.clients} {plural(made.clients, 'klient', 'klientów', 'klientów')}"
    documents = f"{made.documents} {plural(made.documents, 'dokument', 'dokumenty', 'dokumentów')}"
    return f"{made.environment.label}, {made.made_at:%Y-%m-%d %H:%M}, {clients}, {documents}"
