"""Currencies and the rates of lines, as far as the document alone tells (invoice guide §7, §14.33-34)."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from app.base.findings import Finding, notes
from app.base.money import format_amount
from app.booking.groups import priced_lines
from app.checks.case import Case, line_name

_FAR: Final = Decimal("1.2")
_TEST_CURRENCIES: Final = frozenset({"XXX", "XTS"})


def check_rates(case: Case) -> Iterator[Finding]:
    """What is odd about currency and rates."""
    invoice = case.invoice
    if invoice.currency == "PLN":
        return
    if invoice.currency in _TEST_CURRENCIES:
        yield notes(
            "test_currency",
            f"Waluta {invoice.currency} służy do prób i nie ma kursu. Sprawdź, czy to prawdziwa faktura.",
            "KodWaluty",
        )
    rated = [(line.exchange_rate, line) for line in priced_lines(invoice) if line.exchange_rate]
    if rated:
        (lowest, _low), (highest, high) = (choose(rated, key=lambda one: one[0]) for choose in (min, max))
        if highest > lowest * _FAR:
            yield notes(
                "line_rates_far_apart",
                f"Kursy pozycji różnią się o ponad 20%: od {format_amount(lowest)} do {format_amount(highest)} (pozycja {line_name(high)})."
                " Sprawdź, czy żaden nie jest pomyłką.",
                "KursWaluty",
            )
    terms = invoice.terms
    if terms is not None and terms.contract_rate is not None and any(rate == terms.contract_rate for rate, _line in rated):
        yield notes(
            "contract_rate_for_tax",
            f"Pozycje mają kurs {format_amount(terms.contract_rate)}, taki sam jak kurs umowny ({terms.contract_currency or 'umowa'}). Podatek"
            " przelicza się kursem NBP albo EBC, nie umownym; sprawdź kurs.",
            "KursUmowny",
        )
