"""`Platnosc` and `Rozliczenie` of FA(2), FA(3) and, in part, FA(1) and FA_RR."""

from typing import Any, Final

from app.invoice.amounts import ChargeOrDeduction, Settlement
from app.invoice.payment import BankAccount, DueTerm, PartialPayment, Payment
from app.invoice.records import Convert, Fields, Record, Rule, many, needs, one_of
from app.invoice.values import (
    amount,
    flag,
    late_day,
    matching,
    number_code,
    required_text,
    text,
)

SWIFT: Final = matching("[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?", "bad_account", "kod SWIFT")
OWN_ACCOUNT: Final = number_code("1", "2", "3")

account: Final = Record(
    BankAccount,
    {
        "NrRB": ("number", matching(".{10,34}", "bad_account", "numer rachunku od 10 do 34 znaków")),
        "SWIFT": ("swift", SWIFT),
        "RachunekWlasnyBanku": ("own", OWN_ACCOUNT),
        "NazwaBanku": ("bank", text),
        "OpisRachunku": ("description", text),
    },
    required=("NrRB",),
)

FORM: Final[Fields] = {
    "FormaPlatnosci": ("form", number_code("1", "2", "3", "4", "5", "6", "7")),
    "PlatnoscInna": (None, flag),
    "OpisPlatnosci": ("other_form", required_text),
}
FORM_RULES: Final[tuple[Rule, ...]] = (
    one_of("FormaPlatnosci", "PlatnoscInna", required=False),
    needs("PlatnoscInna", "OpisPlatnosci"),
    needs("OpisPlatnosci", "PlatnoscInna"),
)
discount: Final = Record(
    dict,
    {"WarunkiSkonta": ("discount_terms", text), "WysokoscSkonta": ("discount_amount", text)},
    required=("WarunkiSkonta", "WysokoscSkonta"),
)
_PARTIAL: Final[Fields] = {"KwotaZaplatyCzesciowej": ("amount", amount), "DataZaplatyCzesciowej": ("date", late_day)}
_partial_fa2: Final = Record(PartialPayment, _PARTIAL, required=tuple(_PARTIAL))
_partial_fa3: Final = Record(PartialPayment, {**_PARTIAL, **FORM}, required=tuple(_PARTIAL), rules=FORM_RULES)

_due_fa2: Final = Record(DueTerm, {"Termin": ("date", late_day), "TerminOpis": ("text", text)}, required=("Termin",))


def _make_due(described: dict[str, Any] | None = None, **values: Any) -> DueTerm:  # noqa: ANN401  # values of the table
    return DueTerm(**(described or {}), **values)


_described_due: Final = Record(
    dict,
    {
        "Ilosc": ("count", matching("[+-]?[0-9]+", "bad_number", "liczba całkowita")),
        "Jednostka": ("unit", required_text),
        "ZdarzeniePoczatkowe": ("event", required_text),
    },
    required=("Ilosc", "Jednostka", "ZdarzeniePoczatkowe"),
)
_due_fa3: Final = Record(_make_due, {"Termin": ("date", late_day), "TerminOpis": ("described", _described_due)})


def make_payment(discount: dict[str, Any] | None = None, **values: Any) -> Payment:  # noqa: ANN401  # values of the table
    """A `Payment` from its fields and those of `Skonto`."""
    return Payment(**(discount or {}), **values)


_PAYMENT: Final[Fields] = {
    **FORM,
    "Zaplacono": ("paid", flag),
    "DataZaplaty": ("paid_date", late_day),
    "RachunekBankowy": ("accounts", many(account)),
    "RachunekBankowyFaktora": ("factor_accounts", many(account)),
    "Skonto": ("discount", discount),
}
_RULES: Final = (
    *FORM_RULES,
    one_of("Zaplacono", "ZnacznikZaplatyCzesciowej", required=False),
    needs("Zaplacono", "DataZaplaty"),
    needs("DataZaplaty", "Zaplacono"),
    needs("ZnacznikZaplatyCzesciowej", "ZaplataCzesciowa"),
    needs("ZaplataCzesciowa", "ZnacznikZaplatyCzesciowej"),
)

payment_fa2: Final = Record(
    make_payment,
    {
        **_PAYMENT,
        "ZnacznikZaplatyCzesciowej": ("part_paid", number_code("1")),
        "ZaplataCzesciowa": ("partial", many(_partial_fa2)),
        "TerminPlatnosci": ("due", many(_due_fa2)),
    },
    rules=_RULES,
)
payment_fa3: Final = Record(
    make_payment,
    {
        **_PAYMENT,
        "ZnacznikZaplatyCzesciowej": ("part_paid", number_code("1", "2")),
        "ZaplataCzesciowa": ("partial", many(_partial_fa3)),
        "TerminPlatnosci": ("due", many(_due_fa3)),
        "LinkDoPlatnosci": ("link", text),
        "IPKSeF": ("ksef_payment_id", text),
    },
    rules=_RULES,
)

# FA_RR: the only code is 1 and it means a transfer (guide §10.3).
payment_rr: Final = Record(
    make_payment,
    {
        **FORM,
        "FormaPlatnosci": ("form", number_code("1")),
        "RachunekBankowy1": ("accounts", many(account)),
        "RachunekBankowy2": ("buyer_accounts", many(account)),
        "LinkDoPlatnosci": ("link", text),
        "IPKSeF": ("ksef_payment_id", text),
    },
    rules=FORM_RULES,
)


def settlement_of(amount: Convert) -> Record:
    """`Rozliczenie` with a form's own type of amounts."""
    charge = Record(
        ChargeOrDeduction, {"Kwota": ("amount", amount), "Powod": ("reason", required_text)}, required=("Kwota", "Powod")
    )
    return Record(
        Settlement,
        {
            "Obciazenia": ("charges", many(charge)),
            "SumaObciazen": ("charges_total", amount),
            "Odliczenia": ("deductions", many(charge)),
            "SumaOdliczen": ("deductions_total", amount),
            "DoZaplaty": ("to_pay", amount),
            "DoRozliczenia": ("to_settle", amount),
        },
        rules=(one_of("DoZaplaty", "DoRozliczenia", required=False),),
    )


settlement: Final = settlement_of(amount)
