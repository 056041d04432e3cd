"""Lists answered by SQL: ordered ids, totals per currency, what there is to choose from."""

import json
from array import array
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, case, func, or_, select

from app.archive.clients import LEVEL_NUMBERS
from app.archive.records import Column, CurrencyTotal, Period, Query, WorkState
from app.archive.schema import documents
from app.archive.store import Archive
from app.base.dates import Month, first_day, last_day
from app.base.folding import fold
from app.base.money import from_grosze, to_grosze

_DATES: Final = {Period.ISSUE: documents.c.issue_date, Period.RECEIPT: documents.c.receipt_date}
_STATE_ORDER: Final = case({state.value: place for place, state in enumerate(WorkState)}, value=documents.c.state)
_ORDERS: Final[dict[Column, ColumnElement[Any]]] = {
    Column.ISSUE_DATE: documents.c.issue_date,
    Column.RECEIPT_DATE: documents.c.receipt_date,
    Column.VAT_PERIOD: documents.c.vat_period,
    Column.NUMBER: documents.c.number_key,
    Column.COUNTERPARTY: documents.c.counterparty_key,
    Column.DIRECTION: documents.c.direction,
    Column.KIND: documents.c.kind,
    Column.STATE: _STATE_ORDER,
    Column.LEVEL: documents.c.level,
    Column.CURRENCY: documents.c.currency,
    Column.NET: documents.c.net,
    Column.TAX: documents.c.tax,
    Column.GROSS: documents.c.gross,
    Column.CLIENT: documents.c.client_nip,
    Column.ADDED: documents.c.id,
    Column.TAGS: documents.c.tags,
    Column.NOTE: documents.c.note,
}


def ordered_ids(archive: Archive, query: Query) -> "array[int]":
    """The ids of all documents that `query` means, in its order."""
    order = _ORDERS[query.sort]
    if query.month is not None:  # a bare column tempts SQLite to walk all documents in its order instead of finding the month
        order = func.coalesce(order, order)
    orders = (order.desc(), documents.c.id.desc()) if query.descending else (order, documents.c.id)
    statement = _filtered(select(documents.c.id), query).order_by(*orders)
    with archive.reading() as connection:
        cursor = connection.execute(statement).cursor
        # Straight from the driver: rows of SQLAlchemy would take longer than the query itself.
        return array("q", () if cursor is None else (id_ for (id_,) in iter(cursor.fetchone, None)))


def totals(archive: Archive, query: Query) -> tuple[CurrencyTotal, ...]:
    """Sums per currency of all documents that `query` means, PLN first."""
    with archive.reading() as connection:
        return _totals(connection.execute(_filtered(_SUMS, query).group_by(documents.c.currency)).all())


def totals_of(archive: Archive, ids: Sequence[int]) -> tuple[CurrencyTotal, ...]:
    """Sums per currency of these documents, PLN first.

    The ids go in as one text: a hundred thousand parameters would keep the window's thread from running for a third of a second.
    """
    chosen = func.json_each(json.dumps(list(ids))).table_valued("value")
    statement = _SUMS.where(documents.c.id.in_(select(chosen.c.value))).group_by(documents.c.currency)
    with archive.reading() as connection:
        return _totals(connection.execute(statement).all())


def months(archive: Archive, client: str, by: Period) -> tuple[Month, ...]:
    """The months in which there are documents, newest first; of one client, or of all where it is empty."""
    month = documents.c.vat_period if by is Period.VAT else func.substr(_DATES[by], 1, 7)
    statement = _of_client(select(month).distinct(), client).where(month.is_not(None), month != "")
    with archive.reading() as connection:
        return tuple(Month(found) for found in sorted(connection.execute(statement).scalars(), reverse=True))


def currencies(archive: Archive, client: str) -> tuple[str, ...]:
    """The currencies of the documents, in alphabetical order; of one client, or of all where it is empty."""
    statement = _of_client(select(documents.c.currency).distinct(), client).order_by(documents.c.currency)
    with archive.reading() as connection:
        return tuple(connection.execute(statement).scalars())


_PART: Final = 1_000_000_000
_AMOUNTS: Final = (documents.c.net, documents.c.tax, documents.c.gross)
# Each amount is summed in two parts: a sum of many large amounts would leave 64 bits.
_SUMS: Final = select(
    documents.c.currency,
    func.count(),
    *(func.sum(part) for amount in _AMOUNTS for part in (amount.op("/")(_PART), amount.op("%")(_PART))),
)


def _totals(found: Sequence[Any]) -> tuple[CurrencyTotal, ...]:
    sums: dict[str, list[int]] = {}
    for currency, count, *halves in found:
        numbers = (count, *(high * _PART + low for high, low in zip(halves[::2], halves[1::2], strict=True)))
        known = sums.setdefault(currency, [0, 0, 0, 0])
        sums[currency] = [one + other for one, other in zip(known, numbers, strict=True)]
    return tuple(
        CurrencyTotal(currency, count, from_grosze(net), from_grosze(tax), from_grosze(gross))
        for currency, (count, net, tax, gross) in sorted(sums.items(), key=lambda item: (item[0] != "PLN", item[0]))
    )


def _of_client(statement: Select[Any], client: str) -> Select[Any]:
    return statement.where(documents.c.client_nip == client) if client else statement


def _filtered(statement: Select[Any], query: Query) -> Select[Any]:
    statement = _of_client(statement, query.client)
    if query.month is not None:
        statement = statement.where(_in_month(query.month, query.by))
    if query.direction is not None:
        statement = statement.where(documents.c.direction == query.direction.value)
    if query.states:
        statement = statement.where(documents.c.state.in_(sorted(state.value for state in query.states)))
    if query.kinds:
        statement = statement.where(documents.c.kind.in_(sorted(kind.value for kind in query.kinds)))
    if query.currency:
        statement = statement.where(documents.c.currency == query.currency)
    if query.levels:
        statement = statement.where(documents.c.level.in_(sorted(LEVEL_NUMBERS[level] for level in query.levels)))
    for word in fold(query.text).split():
        found = documents.c.search.contains(word, autoescape=True)
        statement = statement.where(or_(found, documents.c.marks.contains(word, autoescape=True)))
    return _by_details(statement, query)


def _by_details(statement: Select[Any], query: Query) -> Select[Any]:
    for word in fold(query.counterparty).split():
        party = documents.c.counterparty_key + " " + documents.c.counterparty_nip
        statement = statement.where(party.contains(word, autoescape=True))
    for tag in sorted(query.tags):
        statement = statement.where(documents.c.tags.contains(f"|{tag}|", autoescape=True))
    if query.least is not None:
        statement = statement.where(func.abs(documents.c.gross) >= to_grosze(query.least))
    if query.most is not None:
        statement = statement.where(func.abs(documents.c.gross) <= to_grosze(query.most))
    return statement


def _in_month(month: Month, by: Period) -> ColumnElement[bool]:
    """Documents without a VAT period or receipt date yet are shown in the month of their issue, so that none hides."""
    issued = documents.c.issue_date.between(first_day(month), last_day(month))
    if by is Period.ISSUE:
        return issued
    if by is Period.VAT:
        # The first condition is for the index, which an OR alone would not use.
        either = or_(documents.c.vat_period == month, issued)
        return documents.c.vat_period.in_((month, "")) & either
    received = documents.c.receipt_date.between(first_day(month), last_day(month))
    return or_(received, documents.c.receipt_date.is_(None) & issued)
