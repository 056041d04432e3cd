"""``profile``, ``rules``, ``edit``: how a client's documents are treated."""

import argparse
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import msgspec

from app.base.errors import UnusableArgument
from app.base.texts import plural
from app.booking.entry import Direction
from app.booking.rules import Conditions, Rule
from app.booking.treatment import LABELS, Treatment
from app.cli.context import archive_of, named_documents
from app.cli.converting import parse_pairs
from app.cli.output import give, give_json, say
from app.cli.statuses import DONE
from app.office.archives import Archive
from app.office.companies import client
from app.office.hand_edits import edit, take_back
from app.office.profiles import ClientProfile, Defaults, copy_profile, export_profile, import_profile, profile, save_profile
from app.office.rebooking import rebook
from app.office.rules import Tried, add_rule, order_rules, proposals, remove_rule, rules, try_rule


def profiles(arguments: argparse.Namespace) -> int:
    """Run ``profile show|set|copy|export|import``; the exit status."""
    actions: dict[str, Callable[[Archive, argparse.Namespace], None]] = {
        "show": _show,
        "set": _set,
        "copy": _copy,
        "export": lambda archive, given: export_profile(archive, given.nip, given.out),
        "import": _import,
    }
    with archive_of(arguments) as archive:
        actions[arguments.action](archive, arguments)
    return DONE


def rule_book(arguments: argparse.Namespace) -> int:
    """Run ``rules list|add|try|remove|order|proposals``; the exit status."""
    actions: dict[str, Callable[[Archive, argparse.Namespace], None]] = {
        "list": lambda archive, given: give_json([_rule_json(rule) for rule in rules(archive, given.nip)]),
        "add": _add,
        "try": _try,
        "remove": _remove,
        "order": lambda archive, given: order_rules(archive, given.nip, given.ids),
        "proposals": _proposals,
    }
    with archive_of(arguments) as archive:
        actions[arguments.action](archive, arguments)
    return DONE


def edit_documents(arguments: argparse.Namespace) -> int:
    """Run ``edit``; the exit status."""
    given = treatment_of(arguments)
    if given == Treatment() and not arguments.clear:
        raise UnusableArgument("Nie podano, co zmienić.", advice="Na przykład --category Paliwo albo --clear category.")
    direction = None if arguments.direction is None else Direction(arguments.direction)
    with archive_of(arguments) as archive:
        ids = named_documents(archive, client(archive, arguments.nip).nip, arguments.numbers)
        if arguments.clear:
            take_back(archive, ids, arguments.clear, direction)
        if given != Treatment():
            edit(archive, ids, given, direction)
    say(f"Zmieniono {len(ids)} {plural(len(ids), 'dokument', 'dokumenty', 'dokumentów')}.")
    return DONE


def treatment_of(arguments: argparse.Namespace) -> Treatment:
    """The `Treatment` that the arguments give."""
    values: dict[str, Any] = {name: getattr(arguments, name) for name in LABELS if getattr(arguments, name) is not None}
    for flag in ("fixed_asset", "skip"):
        if flag in values:
            values[flag] = values[flag] == "tak"
    if "deductible_share" in values:
        values["deductible_share"] = Decimal(values["deductible_share"])
    return Treatment(**values)


def _show(archive: Archive, arguments: argparse.Namespace) -> None:
    found = profile(archive, arguments.nip)
    give_json(
        {
            "target": found.target,
            "options": found.options,
            "income_method": found.income_method,
            "quarterly": found.quarterly,
            "vat_exempt": found.vat_exempt,
            "deduction_delay": found.deduction_delay,
            "sale": found.defaults.sale,
            "purchase": found.defaults.purchase,
            "rules": [_rule_json(rule) for rule in found.rules],
        }
    )


def _set(archive: Archive, arguments: argparse.Namespace) -> None:
    found = profile(archive, arguments.nip)
    given = treatment_of(arguments)
    if given != Treatment() and arguments.defaults is None:
        raise UnusableArgument("Nie wiadomo, czego dotyczą wartości domyślne.", advice="Dodaj --defaults sale albo purchase.")
    target = arguments.to or found.target
    kept = found.options if target == found.target else {}
    options = kept | parse_pairs(arguments.set)
    delay = found.deduction_delay if arguments.deduction_delay is None else arguments.deduction_delay
    changed = replace(found, target=target, options=options, deduction_delay=delay)
    if arguments.defaults is not None:
        changed = replace(changed, defaults=_with(found.defaults, Direction(arguments.defaults), given))
    _save(archive, arguments.nip, changed)


def _with(defaults: Defaults, direction: Direction, given: Treatment) -> Defaults:
    mixed = msgspec.structs.replace(defaults.of(direction), **dict(given.given()))
    return Defaults(mixed, defaults.purchase) if direction is Direction.SALE else Defaults(defaults.sale, mixed)


def _save(archive: Archive, nip: str, changed: ClientProfile) -> None:
    save_profile(archive, nip, changed)
    rebook(archive, nip)


def _copy(archive: Archive, arguments: argparse.Namespace) -> None:
    count = copy_profile(archive, arguments.nip, arguments.other, rules=not arguments.without_rules)
    for nip in arguments.other:
        rebook(archive, nip)
    say(f"Profil dostało {count} {plural(count, 'klient', 'klientów', 'klientów')}.")


def _import(archive: Archive, arguments: argparse.Namespace) -> None:
    read = import_profile(archive, arguments.nip, arguments.input)
    rebook(archive, arguments.nip)
    say(f"Przyjęto profil: {len(read.rules)} {plural(len(read.rules), 'reguła', 'reguły', 'reguł')}.")


def _rule_of(arguments: argparse.Namespace) -> Rule:
    conditions = Conditions(
        direction=None if arguments.if_direction is None else Direction(arguments.if_direction),
        tax_numbers=tuple(arguments.if_nip),
        name=arguments.if_name,
        line=arguments.if_line,
        gtu=tuple(arguments.if_gtu),
        currency=arguments.if_currency.upper(),
        amount_from=arguments.if_amount_from,
        amount_to=arguments.if_amount_to,
    )
    return Rule(name=arguments.name, conditions=conditions, treatment=treatment_of(arguments))


def _add(archive: Archive, arguments: argparse.Namespace) -> None:
    give(str(add_rule(archive, arguments.nip, _rule_of(arguments)).id))


def _try(archive: Archive, arguments: argparse.Namespace) -> None:
    found = [_tried_json(tried) for tried in try_rule(archive, arguments.nip, _rule_of(arguments))]
    give_json(found)
    say(f"Reguła dotyczyłaby {len(found)} {plural(len(found), 'dokumentu', 'dokumentów', 'dokumentów')}; niczego nie zmieniono.")


def _remove(archive: Archive, arguments: argparse.Namespace) -> None:
    if arguments.id not in {rule.id for rule in rules(archive, arguments.nip)}:
        raise UnusableArgument(f"Ten klient nie ma reguły {arguments.id}.", advice="Numery reguł pokazuje rules list.")
    remove_rule(archive, arguments.id)


def _proposals(archive: Archive, arguments: argparse.Namespace) -> None:
    found = proposals(archive, arguments.nip)
    unknown = [number for number in arguments.accept if not 0 < number <= len(found)]
    if unknown:
        raise UnusableArgument(f"Nie ma propozycji numer {unknown[0]}.", advice="Najpierw obejrzyj propozycje, bez --accept.")
    for number in arguments.accept:
        add_rule(archive, arguments.nip, found[number - 1].rule)
    give_json(
        [
            {"number": number, "edited": one.edited, "documents": one.documents, **_rule_json(one.rule)}
            for number, one in enumerate(found, 1)
        ]
    )


def _rule_json(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "name": rule.name,
        "enabled": rule.enabled,
        "conditions": rule.conditions,
        "treatment": rule.treatment,
    }


def _tried_json(tried: Tried) -> dict[str, Any]:
    return {
        "number": tried.row.summary.number,
        "ksef_number": tried.row.ksef_number,
        "counterparty": tried.row.summary.counterparty,
        "before": tried.before.explanations,
        "after": tried.after.explanations,
        "overruled": tried.overruled,
    }
