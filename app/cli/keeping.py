"""``import``, ``list``, ``xml``, ``package``: the documents of the archive."""

import argparse
import sys
from dataclasses import replace
from typing import Any, Final

import msgspec

from app.base.findings import Level
from app.base.money import format_money
from app.base.texts import plural
from app.cli.context import archive_of, direction_of, pattern_of, period_of, query_of
from app.cli.output import give, say
from app.cli.statuses import DONE, PARTLY
from app.office.companies import client
from app.office.imports import Fate, import_files
from app.office.listing import DocumentRow, Query, ordered_ids, rows
from app.office.originals import save_originals
from app.office.package import save_package

_PAGE: Final = 500


def import_documents(arguments: argparse.Namespace) -> int:
    """Run ``import``; the exit status."""
    with archive_of(arguments) as archive:
        imported = import_files(archive, arguments.nip, arguments.inputs)
    for document in imported.documents:
        if document.fate is Fate.REFUSED:
            reasons = " ".join(finding.message for finding in document.findings if finding.level is Level.BLOCKS)
            say(f"{document.source} – odrzucony: {reasons}")
    refused = imported.count(Fate.REFUSED)
    give(
        f"Nowe: {imported.count(Fate.NEW)}, znane: {imported.count(Fate.KNOWN)}, uzupełniono numer KSeF: {imported.count(Fate.NUMBERED)},"
        f" odrzucono: {refused}, pominięto innych plików: {imported.count(Fate.OTHER)}"
    )
    return PARTLY if refused else DONE


def list_documents(arguments: argparse.Namespace) -> int:
    """Run ``list``, page by page; the exit status."""
    with archive_of(arguments) as archive:
        nip = client(archive, arguments.nip).nip
        query = replace(query_of(arguments, nip, frozenset()), direction=direction_of(arguments))
        ids = ordered_ids(archive, query)
        if arguments.json:
            sys.stdout.write("[")
        for start in range(0, len(ids), _PAGE):
            for place, row in enumerate(rows(archive, ids[start : start + _PAGE]), start):
                if arguments.json:
                    sys.stdout.write((",\n" if place else "\n") + msgspec.json.encode(_row_json(row)).decode())
                else:
                    give(_line(row))
        if arguments.json:
            sys.stdout.write("\n]\n")
    return DONE


def save_xml(arguments: argparse.Namespace) -> int:
    """Run ``xml``; the exit status."""
    with archive_of(arguments) as archive:
        ids = ordered_ids(
            archive, Query(client=client(archive, arguments.nip).nip, month=arguments.month, by=period_of(arguments))
        )
        written = save_originals(archive, ids, arguments.out, pattern=pattern_of(arguments))
    for path in written:
        give(str(path))
    say(f"Zapisano {len(written)} {plural(len(written), 'plik', 'pliki', 'plików')} XML.")
    return DONE


def package(arguments: argparse.Namespace) -> int:
    """Run ``package``; the exit status."""
    with archive_of(arguments) as archive:
        packed = save_package(
            archive, arguments.nip, arguments.month, arguments.out, by=period_of(arguments), pattern=pattern_of(arguments)
        )
    for gap in packed.gaps:
        say(gap)
    give(str(packed.path))
    return DONE


def _row_json(row: DocumentRow) -> dict[str, Any]:
    summary = row.summary
    return {
        "ksef_number": row.ksef_number,
        "number": summary.number,
        "direction": None if summary.direction is None else summary.direction.value,
        "issue_date": summary.issue_date.isoformat(),
        "receipt_date": None if summary.receipt_date is None else summary.receipt_date.isoformat(),
        "vat_period": summary.vat_period,
        "kind": summary.kind.value,
        "counterparty": {"nip": summary.counterparty_nip, "name": summary.counterparty},
        "state": row.state.value,
        "level": None if summary.level is None else summary.level.value,
        "sha256": row.sha256,
        "net": str(summary.net),
        "tax": str(summary.tax),
        "gross": str(summary.gross),
        "currency": summary.currency,
    }


def _line(row: DocumentRow) -> str:
    summary = row.summary
    direction = "?" if summary.direction is None else summary.direction.value
    gross = format_money(summary.gross, summary.currency)
    return f"{summary.issue_date}  {direction}  {row.state.value}  {summary.number}  {summary.counterparty}  {gross}"
