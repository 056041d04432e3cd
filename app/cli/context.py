"""What commands share: the archive they work on, the arguments as values."""

import argparse
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from app.base.errors import UnusableArgument
from app.base.paths import find_paths
from app.booking.entry import Direction
from app.office.archives import Archive, open_archive
from app.office.file_names import NamePattern
from app.office.listing import Period, Query, WorkState, ordered_ids, rows


@contextmanager
def archive_of(arguments: argparse.Namespace) -> Iterator[Archive]:
    """The archive of ``--environment`` in the data folder, closed at the end."""
    with open_archive(find_paths(arguments.data_dir, os.environ), arguments.environment) as archive:
        yield archive


def direction_of(arguments: argparse.Namespace) -> Direction | None:
    """``--direction``; None for auto."""
    return None if arguments.direction == "auto" else Direction(arguments.direction)


def query_of(arguments: argparse.Namespace, nip: str, states: frozenset[WorkState]) -> Query:
    """The documents that ``--month``, ``--by``, ``--state`` and `nip` mean; `states` where none is named."""
    chosen = frozenset({WorkState(arguments.state)}) if arguments.state else states
    return Query(client=nip, month=arguments.month, by=period_of(arguments), states=chosen)


def period_of(arguments: argparse.Namespace) -> Period:
    """Which month ``--by`` means: that of VAT where it is not named."""
    if arguments.by is not None and arguments.month is None:
        raise UnusableArgument("--by ma sens tylko razem z --month.")
    return Period(arguments.by or Period.VAT)


def pattern_of(arguments: argparse.Namespace) -> NamePattern | None:
    """``--name-pattern``; None where it is not named. Raises `UnusableArgument` for one that cannot be used."""
    return None if arguments.name_pattern is None else NamePattern(arguments.name_pattern)


def named_documents(archive: Archive, nip: str, names: Sequence[str]) -> list[int]:
    """The ids of the client's documents called so; raises `UnusableArgument` for a name without one."""
    by_name: dict[str, list[int]] = {}
    for row in rows(archive, ordered_ids(archive, Query(client=nip))):
        for name in {row.ksef_number, row.summary.number, row.source}:
            by_name.setdefault(name, []).append(row.id)
    missing = [name for name in names if name not in by_name]
    if missing:
        raise UnusableArgument(f"Ten klient nie ma dokumentu „{missing[0]}”.", advice="Numery pokazuje list.")
    return list(dict.fromkeys(id_ for name in names for id_ in by_name[name]))
