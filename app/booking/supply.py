"""When the supply took place, or the advance was paid (invoice guide §8.1, §8.2)."""

import datetime as dt

from app.base.dates import month_of
from app.base.findings import Finding, notes
from app.invoice.model import Invoice


def supply_date(invoice: Invoice) -> dt.date:
    """P_6, else the end of the settlement period (P_6_Do), else the latest P_6A, else P_1; of an advance the last payment's date."""
    if invoice.supply_date is not None:
        return invoice.supply_date
    if invoice.supply_period is not None:
        return invoice.supply_period[1]
    if invoice.partial_advances and invoice.kind.is_advance:
        return max(part.date for part in invoice.partial_advances)
    latest: dt.date | None = None
    for line in invoice.lines:
        if line.date is not None and not line.before and (latest is None or line.date > latest):
            latest = line.date
    return latest or invoice.issue_date


def note_several_months(invoice: Invoice, found: list[Finding]) -> None:
    """Note where one document holds supplies or payments of several months: the register has one date for it."""
    if invoice.partial_advances and invoice.kind.is_advance:
        months = sorted({month_of(part.date) for part in invoice.partial_advances})
        if len(months) > 1:
            found.append(
                notes(
                    "advances_in_several_months",
                    f"Wpłaty zaliczki są z różnych miesięcy ({', '.join(months)}), a rejestr ma jeden wiersz z datą ostatniej."
                    " Podatek trzeba rozdzielić na te okresy.",
                    "P_6Z",
                )
            )
        return
    if invoice.supply_date is not None or invoice.supply_period is not None:
        return
    months = sorted({month_of(line.date) for line in invoice.lines if line.date is not None and not line.before})
    if len(months) > 1:
        found.append(
            notes(
                "supplies_in_several_months",
                f"Pozycje mają dostawy z różnych miesięcy ({', '.join(months)}), a rejestr ma jeden wiersz z datą ostatniej."
                " Podatek może wymagać podziału na te okresy.",
                "P_6A",
            )
        )
