"""``check``, ``acknowledge``: what there is to say about documents, and what has been seen of it."""

import argparse
import getpass
import sys
from collections.abc import Iterator

import msgspec

from app.base.errors import UnusableArgument
from app.base.findings import Finding, Level
from app.base.texts import plural
from app.cli.context import archive_of, named_documents, query_of
from app.cli.output import give, say
from app.cli.statuses import DONE, PARTLY
from app.office.acknowledging import acknowledge, take_back
from app.office.checks import is_acknowledged
from app.office.companies import client
from app.office.examination import Examined, examine_archive, examine_files, examined_json

_SIGNS = {Level.BLOCKS: "niemożliwe", Level.ASKS: "wymaga decyzji", Level.NOTES: "uwaga"}


def check(arguments: argparse.Namespace) -> int:
    """Run ``check``; the exit status: 1 where a document blocks or asks, notes alone change nothing."""
    if bool(arguments.inputs) == (arguments.environment is not None):
        raise UnusableArgument("Podaj pliki albo --environment, jedno z dwojga.")
    if arguments.inputs:
        if arguments.month is not None or arguments.by is not None:
            raise UnusableArgument("--month wybiera dokumenty z archiwum; przy plikach nie ma sensu.")
        return _tell(examine_files(arguments.inputs, arguments.nip), as_json=arguments.json)
    with archive_of(arguments) as archive:
        nip = client(archive, arguments.nip).nip
        return _tell(examine_archive(archive, nip, query_of(arguments, nip, frozenset())), as_json=arguments.json)


def acknowledge_findings(arguments: argparse.Namespace) -> int:
    """Run ``acknowledge``; the exit status."""
    with archive_of(arguments) as archive:
        ids = named_documents(archive, client(archive, arguments.nip).nip, arguments.numbers)
        if arguments.take_back:
            take_back(archive, ids, arguments.code)
        else:
            acknowledge(archive, ids, arguments.code, getpass.getuser())
    done = "Cofnięto przyjęcie uwagi w" if arguments.take_back else "Przyjęto uwagę do wiadomości w"
    say(f"{done} {len(ids)} {plural(len(ids), 'dokumencie', 'dokumentach', 'dokumentach')}.")
    return DONE


def _tell(documents: Iterator[Examined], *, as_json: bool) -> int:
    """One document after another, as JSON or in lines; the exit status."""
    settled = True
    if as_json:
        sys.stdout.write("[")
    for count, examined in enumerate(documents):
        settled = settled and examined.level not in {Level.BLOCKS, Level.ASKS}
        if as_json:
            sys.stdout.write((",\n" if count else "\n") + msgspec.json.encode(examined_json(examined)).decode())
        elif examined.findings:
            give(f"{examined.number or examined.source}  {examined.ksef_number}".rstrip())
            for finding in examined.findings:
                give(f"    {_line(finding, examined)}")
    if as_json:
        sys.stdout.write("\n]\n")
    return DONE if settled else PARTLY


def _line(finding: Finding, examined: Examined) -> str:
    return f"{'przyjęta' if is_acknowledged(finding, examined.acknowledged) else _SIGNS[finding.level]} [{finding.code}] {finding.message}"
