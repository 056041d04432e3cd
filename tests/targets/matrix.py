"""The matrix *target × invoice kind*, made from what really becomes of the own invoices (tests/targets/golden/outcomes)."""

import json
from pathlib import Path
from typing import NamedTuple

from app.booking.questions import QUESTIONS
from app.targets.registry import TARGETS

HERE = Path(__file__).resolve().parent
OUTCOMES = HERE / "golden" / "outcomes"

ABROAD = "nabywca spoza Polski nie jest klientem biura"
CONSUMER = "konsument nie prowadzi ksiąg"
ACQUISITION = "nabycie jest zakupem; z tej samej faktury klient-sprzedawca wykaże sprzedaż jako np albo oo"


class Kind(NamedTuple):
    """A row: its name, the own invoice that shows it as a sale and the one as a purchase; in brackets why there is none."""

    name: str
    sale: str
    purchase: str


KINDS = (
    Kind("VAT", "fa3-vat", "fa3-vat-zakup"),
    Kind("VAT, kilka stawek", "fa3-vat-trzy-stawki", "fa3-vat-trzy-stawki"),
    Kind("KOR w dół", "fa3-kor-pary", "fa3-kor-pary"),
    Kind("KOR w górę", "fa3-kor-in-plus", "fa3-kor-in-plus-zakup"),
    Kind("KOR zbiorcza", "fa3-kor-zbiorcza", "fa3-kor-zbiorcza"),
    Kind("KOR do zera", "fa3-kor-do-zera", "fa3-kor-do-zera"),
    Kind("KOR stawki", "fa3-kor-stawki", "fa3-kor-zal"),
    Kind("KOR faktury z dawną stawką (22, 7)", "fa3-kor-stara-stawka", "fa3-kor-stawki-mieszane"),
    Kind("KOR samych danych", "fa3-kor-danych", "fa3-kor-numeru"),
    Kind("ZAL", "fa3-zal", "fa3-zal"),
    Kind("ROZ", "fa3-roz", "fa3-roz"),
    Kind("ROZ na zero", "fa3-roz-zero", "fa3-roz-zero"),
    Kind("UPR", "fa3-upr", "fa3-upr"),
    Kind("KOR_ZAL", "fa3-kor-zal", "fa3-kor-zal"),
    Kind("KOR_ROZ", "fa3-kor-roz", "fa3-kor-roz"),
    Kind("Samofakturowanie", "fa3-samofakturowanie", "fa3-samofakturowanie-zakup"),
    Kind("Odwrotne obciążenie w kraju (oo)", "fa3-odwrotne-krajowe", "fa3-odwrotne-krajowe"),
    Kind("0% w kraju", "fa3-zero-krajowe", "fa3-zero-krajowe"),
    Kind("WDT", "fa3-wdt", f"({ABROAD})"),
    Kind("Usługa dla podatnika z UE", "fa3-odwrotne-obciazenie", f"({ABROAD})"),
    Kind("Transakcja trójstronna", "fa3-trojstronna", f"({ABROAD})"),
    Kind("Eksport", "fa3-eksport", f"({ABROAD})"),
    Kind("WNT od firmy z zagranicy z polskim NIP", f"({ACQUISITION})", "fa3-zagraniczny-towar"),
    Kind("Import usług od firmy z zagranicy z polskim NIP", f"({ACQUISITION})", "fa3-zagraniczna-usluga"),
    Kind("Zwolnione (zw)", "fa3-zw", "fa3-zw"),
    Kind("Poza terytorium kraju (np)", "fa3-np", f"({ABROAD})"),
    Kind("Marża", "fa3-marza-sprzedaz", "fa3-marza"),
    Kind("OSS", "fa3-oss", f"({CONSUMER})"),
    Kind("Waluta z kursem", "fa3-eur-kurs", "fa3-eur-kurs"),
    Kind("Waluta bez kursu", "fa3-eksport-usd-bez-kursu", "fa3-zakup-eur-bez-kursu"),
    Kind("Podzielona płatność (MPP)", "fa3-mpp", "fa3-mpp"),
    Kind("Metoda kasowa", "fa3-metoda-kasowa", "fa3-metoda-kasowa"),
    Kind("JST", "fa3-jst", "fa3-jst-wystawca"),
    Kind("Grupa VAT (GV)", "fa3-gv", "fa3-gv-wystawca"),
    Kind("Ryczałt taksówkowy 4%", "fa3-taxi", "fa3-taxi"),
    Kind("Faktura do paragonu (FP)", "fa3-fp", "fa3-fp"),
    Kind("Konsument", "fa3-konsument", f"({CONSUMER})"),
    Kind("Załącznik", "fa3-zalacznik", "fa3-zalacznik"),
    Kind("FA_RR (VAT RR)", "fa-rr", "fa-rr"),
    Kind("Korekta FA_RR", "fa-rr-kor", "fa-rr-kor"),
    Kind("PEF", "pef", "pef"),
    Kind("Korekta PEF", "pef-kor", "pef-kor"),
)
ROLES = {"sale": "seller", "purchase": "buyer"}


def matrix():
    """The matrix as JSON holds it (`app.ui.help.matrix` explains it)."""
    outcomes = {target.id: json.loads((OUTCOMES / f"{target.id}.json").read_text(encoding="utf-8")) for target in TARGETS}
    kinds = [
        {"name": kind.name, **{side: _side(outcomes, getattr(kind, side), role) for side, role in ROLES.items()}}
        for kind in KINDS
    ]
    cells = [cell for kind in kinds for side in ROLES for cell in kind[side].get("cells", {}).values()]
    used = {code for cell in cells for code in cell.get("codes", ())}
    titles = {
        question.code: question.title for question in (*QUESTIONS, *(one for target in TARGETS for one in target.questions))
    }
    reasons = json.loads((HERE / "refusals.json").read_text(encoding="utf-8"))
    return {
        "targets": [{"id": target.id, "title": target.title} for target in TARGETS],
        "kinds": kinds,
        "questions": {code: titles[code] for code in sorted(used & set(titles))},
        "reasons": {code: reasons[code] for code in sorted(used - set(titles))},
    }


def _side(outcomes, invoice, role):
    if invoice.startswith("("):
        return {"none": invoice.strip("()")}
    return {"invoice": invoice, "cells": {target: _cell(cells, f"{invoice} {role}") for target, cells in outcomes.items()}}


def _cell(cells, name):
    usual = cells["usual"][name]
    said = cells.get("complete", cells["usual"])[name]
    outcome, _, stated = said.partition("; ")
    word, _, codes = outcome.partition(": ")
    state = {"written": "written", "written, asks": "asks", "refused": "refused", "skipped": "skipped"}[word]
    cell = {"state": state}
    if codes:
        cell["codes"] = codes.split(", ")
    if stated:
        cell["otherwise"] = True
    if state in {"written", "asks"} and not usual.startswith("written"):
        cell["set_up"] = True
    return cell
