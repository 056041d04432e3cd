"""How the office keeps one client's books: what a hand, the rules and the client's defaults decide about what booking made."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import msgspec

from app.archive.clients import find_client
from app.archive.store import Archive
from app.archive.treatments import Defaults, defaults_of, rules_of
from app.booking.book import Booked
from app.booking.client import Client
from app.booking.entry import Direction, Entry
from app.booking.rules import Rule, decisions_of
from app.booking.treatment import Decided, Treatment, treat

BY_HAND = "ręcznie"
BY_DEFAULT = "profil klienta"


@dataclass(frozen=True, slots=True)
class Books:
    """The client, his defaults and his rules in their order."""

    client: Client
    defaults: Defaults = field(default_factory=Defaults)
    rules: tuple[Rule, ...] = ()

    def treat(self, booked: Booked, hand: Mapping[Direction, Treatment]) -> Booked:
        """The same with every entry treated: the hand wins, then the rules, then the defaults."""
        if not booked.entries:
            return booked
        entries = tuple(treat(entry, self.client, self._decided(entry, hand)) for entry in booked.entries)
        return msgspec.structs.replace(booked, entries=entries)

    def _decided(self, entry: Entry, hand: Mapping[Direction, Treatment]) -> Iterator[Decided]:
        if entry.direction in hand:
            yield Decided(hand[entry.direction], BY_HAND)
        yield from decisions_of(self.rules, entry)
        yield Decided(self.defaults.of(entry.direction), BY_DEFAULT)


def books_of(archive: Archive, nip: str) -> Books:
    """The client's books; those of a client that is not there decide nothing."""
    return Books(find_client(archive, nip) or Client(nip=nip), defaults_of(archive, nip), rules_of(archive, nip))
