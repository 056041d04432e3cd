"""``company``: the office's clients."""

import argparse
from collections.abc import Callable

import msgspec

from app.base.environments import Environment
from app.base.nip import format_nip
from app.base.texts import plural
from app.booking.client import Client, IncomeMethod
from app.cli.context import archive_of
from app.cli.output import give, give_json, say
from app.cli.statuses import DONE, PARTLY
from app.office.access import forget_accesses, has_access
from app.office.archives import Archive
from app.office.client_tables import import_clients
from app.office.companies import add_client, checked_nip, client, clients, remove_client
from app.office.connection import connect
from app.office.leaving import delete_client, export_client


def company(arguments: argparse.Namespace) -> int:
    """Run ``company add|list|export|remove|import``; the exit status."""
    actions: dict[str, Callable[[argparse.Namespace], int]] = {
        "add": _add,
        "list": _list,
        "export": _export,
        "remove": _remove,
        "import": _import,
    }
    return actions[arguments.action](arguments)


def _add(arguments: argparse.Namespace) -> int:
    new = Client(
        nip=checked_nip(arguments.nip),
        name=arguments.name,
        street=arguments.street,
        house=arguments.house,
        flat=arguments.flat,
        city=arguments.city,
        postal_code=arguments.postal_code,
        email=arguments.email,
        tax_office=arguments.tax_office,
        income_method=IncomeMethod(arguments.income_method),
        quarterly=arguments.quarterly,
        vat_exempt=arguments.vat_exempt,
    )
    with archive_of(arguments) as archive:
        add_client(archive, new)
    say(f"Dodano klienta {new.name or 'bez nazwy'}, NIP {format_nip(new.nip)}.")
    return DONE


def _list(arguments: argparse.Namespace) -> int:
    with archive_of(arguments) as archive:
        found = clients(archive)
    if arguments.json:
        give_json(
            [
                {**msgspec.to_builtins(row.client), "documents": row.documents, "new": row.new, "problems": row.problems}
                for row in found
            ]
        )
        return DONE
    for row in found:
        give(f"{row.client.nip}  {row.client.name}  dokumenty: {row.documents}, nowe: {row.new}, uwagi: {row.problems}")
    return DONE


def _export(arguments: argparse.Namespace) -> int:
    with archive_of(arguments) as archive:
        count = export_client(archive, arguments.nip, arguments.out)
    say(f"Zapisano {count} {plural(count, 'dokument', 'dokumenty', 'dokumentów')} klienta i wszystko, co o nim wiadomo.")
    give(str(arguments.out))
    return DONE


def _remove(arguments: argparse.Namespace) -> int:
    with archive_of(arguments) as archive:
        nip = client(archive, arguments.nip).nip
        if arguments.proof is None:
            remove_client(archive, nip)
            say("Usunięto klienta.")
            return DONE
        _forget_accesses(archive, nip)
        removed = delete_client(archive, nip, arguments.proof)
    count = removed.documents
    say(
        f"Usunięto klienta i {count} {plural(count, 'dokument', 'dokumenty', 'dokumentów')}. Wcześniejsze kopie zapasowe nadal je mają."
    )
    give(str(removed.proof))
    return DONE


def _forget_accesses(archive: Archive, nip: str) -> None:
    """Take the client's token or certificate out of the keyring, which is not asked where he has none."""
    if has_access(archive, nip) and archive.environment is not Environment.TRAINING:
        with connect(archive) as connection:
            forget_accesses(connection, nip)


def _import(arguments: argparse.Namespace) -> int:
    with archive_of(arguments) as archive:
        imported = import_clients(archive, arguments.input)
    for problem in imported.problems:
        say(problem)
    give(f"Dodano: {len(imported.added)}, znane: {imported.known}, błędne wiersze: {len(imported.problems)}")
    return PARTLY if imported.problems else DONE
