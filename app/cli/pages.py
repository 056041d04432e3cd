"""``page``: documents as pages to read, to keep or to send, of files or of the archive."""

import argparse
from pathlib import Path

from app.base.environments import Environment
from app.base.errors import UnusableArgument
from app.cli.context import archive_of, pattern_of, period_of
from app.cli.output import give, say
from app.cli.statuses import DONE, PARTLY
from app.office.companies import client
from app.office.listing import Query, ordered_ids
from app.office.pages import save_page, save_pages, save_pages_of_files


def page(arguments: argparse.Namespace) -> int:
    """Run ``page``: one file to one page, or many documents to a folder; the exit status."""
    if bool(arguments.inputs) == (arguments.nip is not None):
        raise UnusableArgument("Podaj pliki albo --nip z --environment, jedno z dwojga.")
    if arguments.nip is not None:
        written, problems = _of_archive(arguments)
    elif arguments.month is not None or arguments.by is not None:
        raise UnusableArgument("--month wybiera dokumenty z archiwum; przy plikach nie ma sensu.")
    else:
        written, problems = _of_files(arguments)
    for problem in problems:
        say(problem)
    for path in written:
        give(str(path))
    return PARTLY if problems else DONE


def _of_archive(arguments: argparse.Namespace) -> tuple[tuple[Path, ...], tuple[str, ...]]:
    if arguments.environment is None:
        raise UnusableArgument("--nip wymaga --environment.")
    pattern, by = pattern_of(arguments), period_of(arguments)
    with archive_of(arguments) as archive:
        ids = ordered_ids(archive, Query(client=client(archive, arguments.nip).nip, month=arguments.month, by=by))
        return save_pages(archive, ids, arguments.out, pattern=pattern)


def _of_files(arguments: argparse.Namespace) -> tuple[tuple[Path, ...], tuple[str, ...]]:
    environment, pattern = arguments.environment or Environment.PRODUCTION, pattern_of(arguments)
    to_folder = arguments.out.is_dir() or not arguments.out.suffix
    if pattern is not None or len(arguments.inputs) > 1 or arguments.inputs[0].is_dir() or to_folder:
        return save_pages_of_files(arguments.inputs, arguments.out, pattern=pattern, environment=environment)
    return (save_page(arguments.inputs[0], arguments.out, environment),), ()
