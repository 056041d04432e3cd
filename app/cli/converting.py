"""``convert``: files or archived documents to import files, with the report."""

import argparse
from collections.abc import Sequence
from typing import Final

from app.base.errors import UnusableArgument
from app.base.files import write_whole
from app.base.findings import Level
from app.base.texts import plural
from app.cli.context import archive_of, direction_of, query_of
from app.cli.output import give, say, say_rate_problem
from app.cli.statuses import DONE, PARTLY
from app.office.answers import Decisions, parse_decisions
from app.office.companies import client
from app.office.convert import Conversion, Plan, preflight_archive, preflight_files, profile, write
from app.office.listing import WorkState
from app.office.placing import make_folder
from app.office.programs import every_question
from app.office.rate_modes import RateMode
from app.office.report import report_chunks
from app.office.states import DocumentReport, Outcome

_DEFAULT_TARGET: Final = "epp"
_MOST_LINES: Final = 50
_TO_DO: Final = frozenset({WorkState.NEW, WorkState.TO_CONVERT})
_OUTCOMES: Final = {Outcome.ASKS: "wymaga decyzji", Outcome.REFUSED: "odrzucony"}


def convert(arguments: argparse.Namespace) -> int:
    """Run ``convert``; the exit status."""
    options = parse_pairs(arguments.set)
    decisions = parse_decisions(arguments.decide, every_question())
    if arguments.environment is None:
        return _from_files(arguments, options, decisions)
    if arguments.inputs:
        raise UnusableArgument("Podaj albo pliki, albo --environment (dokumenty z archiwum), nie jedno i drugie.")
    return _from_archive(arguments, options, decisions)


def parse_pairs(texts: Sequence[str]) -> dict[str, str]:
    """``KEY=VALUE`` arguments; raises `UnusableArgument` for what has no key or no sign."""
    pairs: dict[str, str] = {}
    for text in texts:
        key, sign, value = text.partition("=")
        if not key.strip() or not sign:
            raise UnusableArgument(f"Ustawienie „{text}” jest niezrozumiałe.", advice="Podaj KLUCZ=WARTOŚĆ.")
        pairs[key.strip()] = value
    return pairs


def _from_files(arguments: argparse.Namespace, options: dict[str, str], decisions: Decisions) -> int:
    if not arguments.inputs:
        raise UnusableArgument("Brakuje plików do konwersji.", advice="Podaj plik, folder albo ZIP, albo --environment.")
    if arguments.month or arguments.by or arguments.state:
        raise UnusableArgument(
            "--month, --by i --state wybierają dokumenty z archiwum.", advice="Dodaj --environment albo je pomiń."
        )
    target = arguments.to or _DEFAULT_TARGET
    direction = direction_of(arguments)
    with preflight_files(
        arguments.inputs,
        arguments.nip,
        target,
        options=options,
        decisions=decisions,
        direction=direction,
        rates=RateMode(arguments.rates),
    ) as plan:
        return _write(plan, arguments)


def _from_archive(arguments: argparse.Namespace, options: dict[str, str], decisions: Decisions) -> int:
    with archive_of(arguments) as archive:
        found = client(archive, arguments.nip)
        last = profile(archive, found.nip)
        target = arguments.to or (_DEFAULT_TARGET if last is None else last.target)
        if last is not None and last.target == target:
            options = last.options | options
        query = query_of(arguments, found.nip, _TO_DO)
        with preflight_archive(
            archive,
            found.nip,
            target,
            query=query,
            options=options,
            decisions=decisions,
            direction=direction_of(arguments),
            rates=RateMode(arguments.rates),
        ) as plan:
            return _write(plan, arguments)


def _write(plan: Plan, arguments: argparse.Namespace) -> int:
    if plan.rate_problem is not None:
        say_rate_problem(plan.rate_problem)
    for name in plan.unheard:
        say(f"Decyzja dla „{name}” nie dotyczy żadnego dokumentu tej konwersji.")
    for code in plan.idle:
        say(
            f"Decyzji „{code}” dla wszystkich nie potrzebował żaden dokument; odpowiada ona tylko na pytania. Dla jednego dokumentu podaj"
            f" {code}@NUMER=WARTOŚĆ."
        )
    if len(plan.rate_currencies) > 1:
        say(
            f"Jednego kursu użyto do kilku walut ({', '.join(plan.rate_currencies)}). Podaj kurs każdego dokumentu: rate@NUMER=KURS."
        )
    if arguments.report is not None:
        make_folder(arguments.report.absolute().parent)
    conversion = write(plan, arguments.out)
    _tell(plan, conversion)
    if arguments.report is not None:
        write_whole(arguments.report, report_chunks(plan, conversion.files, conversion.verification))
    return PARTLY if plan.counts[Outcome.ASKS] or plan.counts[Outcome.REFUSED] else DONE


def _tell(plan: Plan, conversion: Conversion) -> None:
    _tell_problems(plan)
    for question in plan.questions:
        answers = ", ".join(f"{question.question.code}={value}" for value, _meaning in question.question.answers)
        say(f"{question.question.title} (--decide {answers})")
    counts = plan.counts
    say(
        f"Zapisano: {counts[Outcome.WRITTEN]}, wymaga decyzji: {counts[Outcome.ASKS]},"
        f" odrzucono: {counts[Outcome.REFUSED]}, pominięto: {counts[Outcome.SKIPPED]}."
    )
    for file in conversion.files:
        give(file.path)
    if conversion.verification is not None:
        say(conversion.verification.said)
    if conversion.files:
        for text in (plan.order.target.import_steps, plan.order.target.unproven):
            if text:
                say(text)


def _tell_problems(plan: Plan) -> None:
    told = 0
    for row in plan.documents:
        if row.state in _OUTCOMES:
            told += 1
            if told <= _MOST_LINES:
                say(_problem(row))
    if told > _MOST_LINES:
        more = told - _MOST_LINES
        say(
            f"… i {more} {plural(more, 'dalszy dokument', 'dalsze dokumenty', 'dalszych dokumentów')} (wszystkie w raporcie, --report)."
        )


def _problem(row: DocumentReport) -> str:
    wanted = {Level.BLOCKS} if row.state is Outcome.REFUSED else {Level.ASKS}
    reasons = " ".join(finding.message for finding in row.findings if finding.level in wanted)
    name = f"{row.number} ({row.source})" if row.number else row.source
    return f"{name} – {_OUTCOMES[row.state]}: {reasons}"
