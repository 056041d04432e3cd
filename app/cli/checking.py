"""``whitelist``: sellers and accounts on the white list of VAT payers."""

import argparse
from dataclasses import replace
from typing import Any

from app.base.nip import format_nip
from app.booking.entry import Direction
from app.cli.context import archive_of, query_of
from app.cli.output import give, give_json, say
from app.cli.statuses import DONE, PARTLY, WORLD
from app.office.companies import client
from app.office.report import findings_json
from app.office.whitelist import Checkup, ListAnswer, check_white_list


def whitelist(arguments: argparse.Namespace) -> int:
    """Run ``whitelist``; the exit status: 1 where something was found or left unasked, 3 where the service failed."""
    with archive_of(arguments) as archive:
        nip = client(archive, arguments.nip).nip
        query = replace(query_of(arguments, nip, frozenset()), direction=Direction.PURCHASE)
        checkup = check_white_list(archive, nip, query=query, day=arguments.day)
    if arguments.json:
        give_json(_json(checkup))
    else:
        for document in checkup.documents:
            for finding in document.findings:
                give(f"{document.number}: {finding.message}")
        for answer in dict.fromkeys(answer for document in checkup.documents for answer in document.answers):
            give(_line(answer))
    counts = f"Nowe odpowiedzi: {checkup.asked}, znane: {checkup.known}, nieprzyjęte pytania: {checkup.refused}"
    say(f"{counts}, do sprawdzenia później: {checkup.waiting}.")
    if checkup.limited:
        say("Wykorzystano dzienny limit pytań do białej listy. Resztę sprawdź jutro.")
    if checkup.problem is not None:
        say(str(checkup.problem))
        return WORLD
    found = any(document.findings for document in checkup.documents)
    return PARTLY if found or checkup.waiting or checkup.refused else DONE


def _line(answer: ListAnswer) -> str:
    told = f"rachunek {answer.account}: {answer.assigned}" if answer.account else f"status VAT: {answer.vat_status}"
    return f"{format_nip(answer.nip)}  {told}  stan na {answer.day}, {answer.request_id} ({answer.requested_at})"


def _json(checkup: Checkup) -> dict[str, Any]:
    return {
        "documents": [
            {
                "number": document.number,
                "ksef_number": document.ksef_number,
                "answers": [answer._asdict() for answer in document.answers],
                "findings": findings_json(document.findings),
            }
            for document in checkup.documents
        ],
        "asked": checkup.asked,
        "known": checkup.known,
        "waiting": checkup.waiting,
        "refused": checkup.refused,
        "limited": checkup.limited,
    }
