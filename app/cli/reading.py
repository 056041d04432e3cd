"""``inspect``, ``entries``, ``targets``: nothing of the archive."""

import argparse
import sys
from collections.abc import Iterator
from typing import Any

import msgspec

from app.base.findings import Level, worst
from app.base.money import format_money
from app.cli.context import direction_of
from app.cli.output import give, give_json, say, say_rate_problem
from app.cli.statuses import DONE, PARTLY
from app.invoice.document import Document
from app.office.answers import parse_decisions
from app.office.entries import BookedFile, book_files, entry_json
from app.office.inspect import document_json, read_one
from app.office.programs import Program, Question, every_question, general_questions, programs
from app.office.rate_modes import RateMode
from app.office.rates import rates_for_files
from app.office.report import findings_json


def inspect(arguments: argparse.Namespace) -> int:
    """Run ``inspect``; the exit status."""
    document = read_one(arguments.input)
    if arguments.json:
        give_json(document_json(document))
    else:
        _show(document)
    return DONE


def entries(arguments: argparse.Namespace) -> int:
    """Run ``entries``: one JSON object written entry by entry, or one line per entry; the exit status."""
    decisions = parse_decisions(arguments.decide, every_question())
    with rates_for_files(RateMode(arguments.rates)) as rates:
        files = book_files(arguments.inputs, arguments.nip, decisions=decisions, direction=direction_of(arguments), rates=rates)
        complete = _tell_entries(files, as_json=arguments.json)
    if rates.problem is not None:
        say_rate_problem(rates.problem)
    return DONE if complete else PARTLY


def _tell_entries(files: Iterator[BookedFile], *, as_json: bool) -> bool:
    """Write the entries as they come; whether everything could be booked without a question."""
    refused: list[dict[str, Any]] = []
    complete, count = True, 0
    if as_json:
        sys.stdout.write('{"entries": [')
    for file in files:
        for entry in file.entries:
            if as_json:
                sys.stdout.write((",\n" if count else "\n") + msgspec.json.encode(entry_json(entry)).decode())
            else:
                money = f"{format_money(entry.net, entry.currency)} + VAT {format_money(entry.tax, entry.currency)}"
                give(f"{entry.vat_period}  {entry.direction.value}  {entry.number}  {entry.counterparty.name}  {money}")
            count += 1
        if not file.entries and not file.left_alone:
            refused.append({"source": file.source, "findings": findings_json(file.findings)})
            say(_reason(file))
        complete = complete and worst(file.findings) not in {Level.BLOCKS, Level.ASKS}
    if as_json:
        sys.stdout.write('\n], "refused": ' + msgspec.json.encode(refused).decode() + "}\n")
    return complete


def targets(arguments: argparse.Namespace) -> int:
    """Run ``targets``; the exit status."""
    if arguments.json:
        give_json(
            {
                "targets": [_program_json(program) for program in programs()],
                "questions": [_question_json(question) for question in general_questions()],
            }
        )
        return DONE
    for program in programs():
        give(f"{program.id}  {program.title}")
        for option in program.options:
            choices = f" ({', '.join(value for value, _label in option.choices)})" if option.choices else ""
            default = str(option.default).replace("\n", ";")  # a semicolon ends a line of a table too
            give(f"    --set {option.name}={default}{choices}  {option.label}")
        for question in program.questions:
            _give_question(question)
    give("Pytania do każdego formatu:")
    for question in general_questions():
        _give_question(question)
    return DONE


def _show(document: Document) -> None:
    invoice = document.invoice
    give(f"{invoice.form.value}, {invoice.kind.value}, {invoice.number}, {invoice.issue_date}")
    give(f"Sprzedawca: {invoice.seller.name} {invoice.seller.nip}")
    give(f"Nabywca: {invoice.buyer.name} {invoice.buyer.nip}")
    for total in invoice.totals:
        tax = "" if total.tax is None else f" + VAT {format_money(total.tax, invoice.currency)}"
        give(f"{total.group.value}: {format_money(total.net, invoice.currency)}{tax}")
    if invoice.total_due is not None:
        give(f"Razem: {format_money(invoice.total_due, invoice.currency)}")
    for finding in document.findings:
        say(finding.message)


def _reason(file: BookedFile) -> str:
    return f"{file.source}: " + " ".join(finding.message for finding in file.findings if finding.level is not Level.NOTES)


def _program_json(program: Program) -> dict[str, Any]:
    return {
        "id": program.id,
        "title": program.title,
        "suffix": program.suffix,
        "options": [
            {
                "name": option.name,
                "label": option.label,
                "help": option.help,
                "kind": option.kind,
                "default": option.default,
                "choices": [{"value": value, "label": label} for value, label in option.choices],
            }
            for option in program.options
        ],
        "questions": [_question_json(question) for question in program.questions],
        "import_steps": program.import_steps,
        "unproven": program.unproven,
    }


def _question_json(question: Question) -> dict[str, Any]:
    answers = [{"value": value, "meaning": meaning} for value, meaning in question.answers]
    return {"code": question.code, "title": question.title, "answers": answers}


def _give_question(question: Question) -> None:
    give(f"    --decide {question.code}=…  {question.title}")
    for value, meaning in question.answers:
        give(f"        {value}  {meaning}")
