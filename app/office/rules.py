"""The rules of a client: kept, ordered, tried on past documents, and proposed from what people set by hand."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import msgspec

from app.archive import treatments as stored
from app.archive.clients import answers_of_client
from app.archive.documents import rows, stream
from app.archive.hand_edits import edits_of_client
from app.archive.lists import ordered_ids
from app.archive.records import DocumentRow, Query
from app.archive.store import Archive
from app.base.errors import UnreadableDocument, UnusableArgument
from app.base.progress import CancelToken, Progress, Report, silent
from app.base.texts import _
from app.booking.book import book
from app.booking.entry import Direction, Entry
from app.booking.rules import Conditions, Rule, applies
from app.booking.treatment import SHARES, Treatment
from app.office.books import Books, books_of
from app.office.companies import client
from app.office.listing import read_stored
from app.office.rate_modes import RateMode
from app.office.rates import rates_of_archive

__all__ = [
    "Conditions",
    "Proposal",
    "Rule",
    "Tried",
    "add_rule",
    "change_rule",
    "order_rules",
    "proposals",
    "remove_rule",
    "rules",
    "try_rule",
]

_REPORT_EVERY: Final = 50
_LEAST_EDITS: Final = 2
"""After how many equal edits of one counterparty's documents a rule is proposed."""

# What one document's circumstances decide, so that it says nothing about the next one.
_NOT_FOR_RULES: Final = frozenset({"description", "skip"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """A document that a rule concerns: what lists show of it, and the entry without and with the rule.

    `overruled` names the fields on which a hand or an earlier rule decides otherwise.
    """

    row: DocumentRow
    before: Entry
    after: Entry
    overruled: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A rule that would do what people did by hand: on `edited` documents so far, of `documents` it would concern."""

    rule: Rule
    edited: int
    documents: int


def rules(archive: Archive, nip: str) -> tuple[Rule, ...]:
    """The client's rules in their order. Raises `UnusableArgument` where the client is unknown."""
    return stored.rules_of(archive, client(archive, nip).nip)


def add_rule(archive: Archive, nip: str, rule: Rule) -> Rule:
    """Keep a rule behind the client's others, under its own id. Raises `UnusableArgument` for one that cannot be meant (`_checked`)."""
    nip = client(archive, nip).nip
    return msgspec.structs.replace(rule, id=stored.add_rule(archive, nip, _checked(rule)))


def change_rule(archive: Archive, rule: Rule) -> None:
    """Replace what a rule says. Raises `UnusableArgument` where it is gone or cannot be meant."""
    if not stored.change_rule(archive, _checked(rule)):
        raise _gone()


def remove_rule(archive: Archive, rule_id: int) -> None:
    """Remove a rule. Raises `UnusableArgument` where it is gone."""
    if not stored.remove_rule(archive, rule_id):
        raise _gone()


def order_rules(archive: Archive, nip: str, ids: Sequence[int]) -> None:
    """Put the client's rules in the order of `ids`: the first rule that decides a field wins."""
    stored.order_rules(archive, client(archive, nip).nip, ids)


def try_rule(
    archive: Archive, nip: str, rule: Rule, *, report: Report = silent, cancel: CancelToken | None = None
) -> Iterator[Tried]:
    """The client's past documents that a rule concerns, newest first, with what it would change; nothing is changed.

    A rule with an id is tried in its place, a new one behind the others. Raises `UnusableArgument` as `add_rule`, and `Cancelled`.
    """
    _checked(rule)
    books = books_of(archive, client(archive, nip).nip)
    return _tried(archive, books, rule, report, cancel or CancelToken())


def proposals(archive: Archive, nip: str) -> tuple[Proposal, ...]:
    """Rules that would do what people did by hand at least twice for one counterparty and direction, most edits first.

    What a rule in force already decides for that counterparty is not proposed again.
    """
    nip = client(archive, nip).nip
    by_party: dict[tuple[str, Direction], list[Treatment]] = defaultdict(list)
    names: dict[tuple[str, Direction], str] = {}
    edits = edits_of_client(archive, nip)
    for row in rows(archive, tuple(edits)):
        for direction, treatment in edits[row.id].items():
            if row.summary.counterparty_nip:
                key = (row.summary.counterparty_nip, direction)
                by_party[key].append(treatment)
                names[key] = row.summary.counterparty
    existing = stored.rules_of(archive, nip)
    made = []
    for (number, direction), treatments in by_party.items():
        common, edited = _common(treatments)
        conditions = Conditions(direction=direction, tax_numbers=(number,))
        common = _new(common, conditions, existing)
        if common == Treatment():
            continue
        rule = Rule(name=names[number, direction] or number, conditions=conditions, treatment=common)
        made.append(Proposal(rule, edited, _of_party(archive, nip, number, direction)))
    return tuple(sorted(made, key=lambda proposal: (-proposal.edited, proposal.rule.name)))


def _checked(rule: Rule) -> Rule:
    if not rule.name.strip():
        raise UnusableArgument(_("Reguła nie ma nazwy."), advice=_("Nadaj jej nazwę; zobaczysz ją przy każdym dokumencie."))
    if rule.conditions.empty:
        raise UnusableArgument(
            _("Reguła „{rule}” dotyczyłaby wszystkich dokumentów.").format(rule=rule.name),
            advice=_("Podaj warunek, na przykład NIP kontrahenta; to, co ma być zawsze, wpisz w profilu klienta."),
        )
    if rule.treatment == Treatment():
        raise UnusableArgument(
            _("Reguła „{rule}” niczego nie ustala.").format(rule=rule.name), advice=_("Wybierz na przykład kategorię albo konto.")
        )
    share = rule.treatment.deductible_share
    if share is not None and share not in SHARES:
        raise UnusableArgument(
            _("Odliczenie {share}% nie jest możliwe.").format(share=share), advice=_("Możliwe: 100, 50 albo 0 procent.")
        )
    least, most = rule.conditions.amount_from, rule.conditions.amount_to
    if least is not None and most is not None and least > most:
        raise UnusableArgument(
            _("Reguła „{rule}” ma kwotę od {least} do {most}.").format(rule=rule.name, least=least, most=most),
            advice=_("Kwota „od” jest większa niż „do”."),
        )
    return rule


def _gone() -> UnusableArgument:
    return UnusableArgument(_("Tej reguły już nie ma."), advice=_("Odśwież listę reguł."))


def _tried(archive: Archive, books: Books, rule: Rule, report: Report, cancel: CancelToken) -> Iterator[Tried]:
    nip = books.client.nip
    answers = answers_of_client(archive, nip)
    ids = ordered_ids(archive, Query(client=nip, descending=True))
    without = tuple(one for one in books.rules if one.id != rule.id or not rule.id)
    known = rule.id and any(one.id == rule.id for one in books.rules)
    trial = msgspec.structs.replace(rule, enabled=True)
    with_it = tuple(trial if one.id == rule.id else one for one in books.rules) if known else (*books.rules, trial)
    rates = rates_of_archive(archive, nip, RateMode.KNOWN)
    before, after = (Books(books.client, books.defaults, rules) for rules in (without, with_it))
    for count, found in enumerate(stream(archive, ids), 1):
        cancel.check()
        if count % _REPORT_EVERY == 0:
            report(Progress(count, len(ids), _("Sprawdzono {count} z {total} dokumentów").format(count=count, total=len(ids))))
        try:
            booked = book(read_stored(found), books.client, answers | found.answers, rates=rates)
        except UnreadableDocument:
            continue
        for plain, old, new in zip(
            booked.entries, before.treat(booked, found.hand).entries, after.treat(booked, found.hand).entries, strict=True
        ):
            if applies(rule.conditions, plain):
                yield Tried(row=found.row, before=old, after=new, overruled=_overruled(new, trial))


def _overruled(entry: Entry, rule: Rule) -> tuple[str, ...]:
    mine = f"reguła: {rule.name}"
    decided = {one.field: one.source for one in entry.explanations}
    return tuple(field for field, _value in rule.treatment.given() if decided.get(field, mine) != mine)


def _common(treatments: Sequence[Treatment]) -> tuple[Treatment, int]:
    """On each field the value set most often, where it was at least twice and never otherwise; and how many edits it stands on."""
    values: dict[str, Counter[object]] = defaultdict(Counter)
    for treatment in treatments:
        for field, value in treatment.given():
            if field not in _NOT_FOR_RULES:
                values[field][value] += 1
    agreed = {
        field: next(iter(counts)) for field, counts in values.items() if len(counts) == 1 and counts.total() >= _LEAST_EDITS
    }
    edited = max((values[field].total() for field in agreed), default=0)
    return msgspec.structs.replace(Treatment(), **agreed), edited


def _new(common: Treatment, conditions: Conditions, existing: Sequence[Rule]) -> Treatment:
    """What of `common` no rule in force for the same counterparty decides already."""
    decided = {
        field
        for rule in existing
        if rule.enabled and rule.conditions.direction in {None, conditions.direction}
        if set(conditions.tax_numbers) <= set(rule.conditions.tax_numbers)
        for field, _value in rule.treatment.given()
    }
    left = {field: value for field, value in common.given() if field not in decided}
    return msgspec.structs.replace(Treatment(), **left)


def _of_party(archive: Archive, nip: str, number: str, direction: Direction) -> int:
    ids = ordered_ids(archive, Query(client=nip, direction=direction, text=number))
    return sum(1 for row in rows(archive, ids) if row.summary.counterparty_nip == number)
