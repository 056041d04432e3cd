"""Files as entries in one client's books, before any target."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from app.base.findings import Finding
from app.booking.client import Client
from app.booking.entry import Direction, Entry, ExchangeRate
from app.booking.exchange import NO_RATES, Rates
from app.invoice.document import Document
from app.office.answers import Decisions, book_answered
from app.office.companies import checked_nip
from app.office.report import findings_json
from app.office.sources import check_inputs, read_files


@dataclass(frozen=True, slots=True)
class BookedFile:
    """One file of the input: its entries, or the findings that say why there are none. `left_alone`: no document by its name."""

    source: str
    document: Document | None
    entries: tuple[Entry, ...]
    findings: tuple[Finding, ...]
    left_alone: bool = False


def book_files(
    inputs: Sequence[Path],
    nip: str,
    *,
    decisions: Decisions | None = None,
    direction: Direction | None = None,
    rates: Rates = NO_RATES,
) -> Iterator[BookedFile]:
    """Every file of the inputs booked for the client, one in memory at a time. `direction` decides only where both sides are possible.

    `rates` (`app.office.rates`) gives what documents in a currency do not tell.
    Raises `UnusableArgument` at once for a wrong NIP or a missing input.
    """
    client = Client(nip=checked_nip(nip))
    check_inputs(inputs)
    return _booked(inputs, client, decisions or Decisions(), direction, rates)


def entry_json(entry: Entry) -> dict[str, Any]:
    """An entry as scripts rely on it: amounts as strings, dates ISO."""
    party = entry.counterparty
    return {
        "source": entry.source,
        "number": entry.number,
        "ksef_number": entry.ksef_number,
        "direction": entry.direction.value,
        "kind": entry.kind.value,
        "issue_date": entry.issue_date.isoformat(),
        "supply_date": entry.supply_date.isoformat(),
        "receipt_date": None if entry.receipt_date is None else entry.receipt_date.isoformat(),
        "vat_period": entry.vat_period,
        "currency": entry.currency,
        "counterparty": {
            "nip": party.nip,
            "name": party.name,
            "tax_country": party.tax_country,
            "tax_number": party.tax_number,
            "country": party.country,
            "street": party.street,
            "house": party.house,
            "flat": party.flat,
            "city": party.city,
            "postal_code": party.postal_code,
            "address": party.address,
            "email": party.email,
            "phone": party.phone,
            "account": party.account,
        },
        "vat": [
            {
                "box": box.box.value,
                "rate": box.rate,
                "net_document": str(box.net),
                "tax_document": str(box.tax),
                "net_pln": None if box.net_pln is None else str(box.net_pln),
                "tax_pln": None if box.tax_pln is None else str(box.tax_pln),
            }
            for box in entry.vat
        ],
        "codes": list(entry.codes),
        "exchange_rate": _rate_json(entry.exchange_rate),
        "income": _income_json(entry),
        "settlement": _settlement_json(entry),
        "treatment": _treatment_json(entry),
        "findings": findings_json(entry.findings),
    }


def _booked(
    inputs: Sequence[Path], client: Client, decisions: Decisions, direction: Direction | None, rates: Rates
) -> Iterator[BookedFile]:
    for file in read_files(inputs):
        document = file.document
        if document is None:
            yield BookedFile(file.raw.source, None, (), file.findings, file.raw.other)
            continue
        own = decisions.of(document.ksef_number, document.invoice.number, document.source)
        booked = book_answered(document, client, own, decisions.general, direction, rates=rates).booked
        yield BookedFile(document.source, document, booked.entries, booked.findings)


def _rate_json(rate: ExchangeRate | None) -> dict[str, Any] | None:
    if rate is None:
        return None
    day = None if rate.date is None else rate.date.isoformat()
    return {"rate": str(rate.rate), "source": rate.source, "table": rate.table, "date": day}


def _income_json(entry: Entry) -> dict[str, Any]:
    income = entry.income
    if income.none:
        return {"none": income.none}
    return {
        "date": None if income.date is None else income.date.isoformat(),
        "net_pln": None if income.net_pln is None else str(income.net_pln),
        "column": income.column,
        "rate": income.rate,
        "exchange_rate": _rate_json(income.exchange_rate),
    }


def _treatment_json(entry: Entry) -> dict[str, Any]:
    return {
        "category": entry.category,
        "account": entry.account,
        "vat_account": entry.vat_account,
        "settlement_account": entry.settlement_account,
        "register": entry.register,
        "cost_type": entry.cost_type,
        "deductible_share": str(entry.deductible_share),
        "fixed_asset": entry.fixed_asset,
        "description": entry.description,
        "explanations": msgspec.to_builtins(entry.explanations),
    }


def _settlement_json(entry: Entry) -> dict[str, Any]:
    settlement = entry.settlement
    return {
        "gross": str(settlement.gross),
        "open_item": str(settlement.open_item),
        "form": settlement.form.value,
        "due": None if settlement.due is None else settlement.due.isoformat(),
        "paid": str(settlement.paid),
        "account": settlement.account,
    }
