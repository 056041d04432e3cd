"""Exchange rates of the NBP that were asked for once: satisfies `app.lookups.nbp.RateMemory`."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert

from app.archive.books_schema import exchange_rate_ranges, exchange_rates
from app.archive.store import Archive
from app.base.public_registers import Stretch, TableRate


class ArchivedRates:
    """The rates that the archive of one environment holds."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def stretch(self, currency: str, day: dt.date) -> Stretch | None:
        """Days around `day` of which everything is known; None where nothing is known of it."""
        table = exchange_rate_ranges.c
        statement = select(table.first, table.last).where(table.currency == currency, table.first <= day, table.last >= day)
        with self._archive.reading() as connection:
            row = connection.execute(statement.order_by(table.first).limit(1)).one_or_none()
        return None if row is None else Stretch(row.first, row.last)

    def newest(self, currency: str, first: dt.date, last: dt.date) -> TableRate | None:
        """The newest rate from `first` to `last`, both included."""
        table = exchange_rates.c
        statement = select(exchange_rates).where(table.currency == currency, table.day.between(first, last))
        with self._archive.reading() as connection:
            row = connection.execute(statement.order_by(table.day.desc()).limit(1)).one_or_none()
        return None if row is None else TableRate(row.day, Decimal(row.rate), row.table_number)

    def keep(self, currency: str, stretch: Stretch, rates: Sequence[TableRate]) -> None:
        """Remember that in `stretch` there are these rates and no others; a shorter stretch from the same day gives way."""
        days = insert(exchange_rate_ranges)
        days = days.on_conflict_do_update(index_elements=["currency", "first"], set_={"last": days.excluded.last})
        rows = insert(exchange_rates)
        rows = rows.on_conflict_do_update(
            index_elements=["currency", "day"], set_={"rate": rows.excluded.rate, "table_number": rows.excluded.table_number}
        )
        values = [{"currency": currency, "day": rate.day, "rate": str(rate.rate), "table_number": rate.table} for rate in rates]
        with self._archive.writing() as connection:
            connection.execute(days, [{"currency": currency, "first": stretch.first, "last": stretch.last}])
            if values:
                connection.execute(rows, values)
