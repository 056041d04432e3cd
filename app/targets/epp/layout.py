"""The records of an EDI++ file as data (spec sections 2, 3, 4, 7): names, types, lengths, constants.

A layout renders a record from named values; what is not named is the constant of the layout, or nothing between the commas.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final, NamedTuple

ENCODING: Final = "cp1250"
END: Final = "\r\n"

Values = Mapping[str, Any]


class Field(NamedTuple):
    """One field: `kind` T text of at most `limit` characters, N whole number or byte, K amount, D date, G yes or no."""

    name: str
    kind: str
    limit: int = 0
    constant: str = ""


def amount(value: Decimal) -> str:
    """An amount with four decimals, never rounded here: what has more of them was refused before."""
    return f"{value:.4f}"


def day(value: dt.date) -> str:
    """A date; its time must be zero (spec 1.1)."""
    return value.isoformat().replace("-", "") + "000000"


def text(value: str) -> str:
    """A text in quotes, a quote inside doubled; nothing for an empty one (spec 1)."""
    if '"' in value:
        value = value.replace('"', '""')
    return f'"{value}"' if value else ""


def _date(value: dt.date | str | None) -> str:
    return "" if value is None else value if isinstance(value, str) else day(value)


def _flag(value: object) -> str:
    return "1" if value else "0"


_RENDER: Final[Mapping[str, Callable[[Any], str]]] = {"T": text, "N": str, "K": amount, "D": _date, "G": _flag}


class Layout:
    """The fields of one record, in their order."""

    def __init__(self, *fields: Field) -> None:
        self.fields = fields
        self._places = {field.name: place for place, field in enumerate(fields) if field.name}
        self._forms: dict[tuple[str, ...], _Form] = {}

    def limit(self, name: str) -> int:
        """How many characters the text field holds."""
        return self.fields[self._places[name]].limit

    def record(self, values: Values) -> str:
        """The line, without its end; texts must fit already. Raises `KeyError` for a name that the layout does not have."""
        names = tuple(values)
        form = self._forms.get(names)
        if form is None:  # a handful of sets of names exist; made once, a form renders a record in a few microseconds
            form = self._forms[names] = self._form(names)
        return form.line % tuple([render(values[name]) for name, render in form.renderers])

    def template(self, *names: str) -> str:
        """The record with ``%s`` in place of the named fields, in the layout's order, for values rendered already."""
        return self._form(names).line

    def _form(self, names: tuple[str, ...]) -> "_Form":
        parts = [field.constant for field in self.fields]
        for name in names:
            parts[self._places[name]] = "%s"
        in_order = sorted(names, key=self._places.__getitem__)
        return _Form(",".join(parts), tuple((name, _RENDER[self.fields[self._places[name]].kind]) for name in in_order))


class _Form(NamedTuple):
    line: str
    renderers: tuple[tuple[str, Callable[[Any], str]], ...]


def _t(name: str, limit: int) -> Field:
    return Field(name, "T", limit)


def _empty(count: int) -> tuple[Field, ...]:
    """Fields which this program has nothing for."""
    return (Field("", "T"),) * count


def _zero(count: int) -> tuple[Field, ...]:
    """Amounts which are nought on every document of ours."""
    return (Field("", "K", constant="0.0000"),) * count


def _const(constant: str) -> Field:
    return Field("", "N", constant=constant)


INFO: Final = Layout(
    _t("version", 50), _const("0"), _const("1250"), _t("program", 255), _t("sender_code", 20), _t("short_name", 40), _t("name", 80),
    _t("city", 30), _t("postal_code", 6), _t("street", 50), _t("nip", 13), _const('"MAG"'), _const('"Główny"'),
    _const('"Magazyn główny"'), *_empty(1), Field("has_period", "G", constant="0"), Field("first_day", "D"), Field("last_day", "D"),
    *_empty(1), Field("written_at", "D"), _const('"Polska"'), _const('"PL"'), _t("eu_nip", 20), _const("1"),
)  # fmt: skip

HEADER: Final = Layout(
    _t("type", 3), _const("1"), _const("0"), Field("running_number", "N"), _t("supplier_number", 27), *_empty(1), _t("number", 27),
    _t("corrected_number", 30), Field("corrected_date", "D"), *_empty(2), _t("party_code", 20), _t("party_short_name", 40),
    _t("party_name", 255), _t("party_city", 30), _t("party_postal_code", 6), _t("party_street", 50), _t("party_nip", 20),
    _t("category", 30), *_empty(1), _t("issue_place", 30), Field("issue_date", "D"), Field("supply_date", "D"),
    Field("receipt_date", "D"), Field("rows", "N"), Field("net_prices", "G", constant="1"), *_empty(1), Field("net", "K"),
    Field("tax", "K"), Field("gross", "K"), *_zero(1), *_empty(1), *_zero(1), _t("payment_form", 30), Field("due_date", "D"),
    Field("paid", "K"), Field("to_pay", "K"), _const("0"), _const("0"), _const("1"), Field("status", "N", constant="0"), *_empty(3),
    *_zero(2), _t("currency", 3), Field("rate", "K"), _t("notes", 255), *_empty(3), _const("0"), Field("export", "G", constant="0"),
    Field("transaction", "N"), *_empty(1), *_zero(1), *_empty(1), *_zero(1), _t("party_country", 50), _t("party_eu_prefix", 2),
    Field("party_eu", "G", constant="0"),
)  # fmt: skip

_SUMS: Final = ("net", "tax", "gross")
VAT_ROW: Final = Layout(
    _t("symbol", 6),
    *(Field(name, "K") for name in ("rate", *_SUMS)),
    *(Field(f"{name}_again", "K") for name in _SUMS),
    *_zero(10),
)  # columns 9-18 belong to status 39 and to margin amounts, which a KSeF invoice does not state (spec 9.3, 9.4)

CARD: Final = Layout(
    _const("0"), _t("code", 20), _t("short_name", 40), _t("name", 80), _t("city", 30), _t("postal_code", 6), _t("street", 50),
    _t("nip", 20), *_empty(1), _t("phone", 50), *_empty(2), _t("email", 50), *_empty(14), _t("country", 50),
    _t("eu_prefix", 2), Field("eu", "G", constant="0"),
)  # fmt: skip

JPK_FLAGS: Final = (
    "SW", "EE", "TP", "TT_WNT", "TT_D", "MR_T", "MR_UZ", "I_42", "I_63", "B_SPV", "B_SPV_DOSTAWA", "B_MPV_PROWIZJA", "MPP", "IMP",
    *(f"GTU_{number:02}" for number in range(1, 14)),
)  # fmt: skip
JPK_ROW: Final = Layout(
    _t("key", 30),
    *(Field(flag, "G", constant="0") for flag in JPK_FLAGS),
    Field("document_type", "N", constant="0"),
    Field("WSTO_EE", "G", constant="0"),
    Field("IED", "G", constant="0"),
)
JPK_DOCUMENT_TYPES: Final[Mapping[str, int]] = {"FP": 3, "MK": 4, "VAT_RR": 5}


class Section(NamedTuple):
    """One auxiliary section: its keyword, the version that brought it, the columns of its rows, and whether it is written empty too."""

    keyword: str
    since: str
    row: Layout
    always: bool = True


VERSIONS: Final = ("1.05.3", "1.05.4", "1.05.5", "1.06", "1.08", "1.09", "1.10", "1.11", "1.12")
_KEY: Final = _t("key", 30)
_NO_ROWS: Final = Layout()

SECTIONS: Final = (
    Section("KONTRAHENCI", "1.05.3", CARD),
    Section("GRUPYKONTRAHENTOW", "1.05.3", Layout(_t("code", 20), _const('"Podstawowa"'))),
    Section("CECHYKONTRAHENTOW", "1.05.3", _NO_ROWS),
    Section("DODATKOWEKONTRAHENTOW", "1.05.4", Layout(_t("code", 20), *(_const(flag) for flag in "010000"))),
    Section("DATYZAKONCZENIA", "1.05.3", Layout(_KEY, Field("date", "D"))),
    Section("NUMERYIDENTYFIKACYJNENABYWCOW", "1.05.4", _NO_ROWS),
    Section("PRZYCZYNYKOREKT", "1.05.4", Layout(_KEY, _const("1"), _t("reason", 255))),
    Section("DOKUMENTYFISKALNEVAT", "1.05.5", _NO_ROWS),
    Section("OPLATYDODATKOWE", "1.05.5", _NO_ROWS),
    Section("WYMAGALNOSCMPP", "1.06", Layout(_KEY, Field("required", "G"))),
    Section("OPLATACUKROWA", "1.08", _NO_ROWS),
    Section("DOKUMENTYZNACZNIKIJPKVAT", "1.06", JPK_ROW),
    Section("PLATNOSCI", "1.09", Layout(_KEY, _const("0"), Field("amount", "K"), _t("currency", 3), Field("date", "D")), always=False),
    Section(
        "INFORMACJEWSTO",
        "1.08",
        Layout(
            _KEY, _const('"Polska"'), _const('"PL"'), _const('"PL"'),
            _t("country", 50), _t("eu_prefix", 2), _t("iso", 2), *_empty(1),
        ),
    ),
    Section(
        "STAWKIVATZAGRANICZNE",
        "1.09",
        Layout(_t("symbol", 6), Field("rate", "K"), _const("0"), _t("country", 50), _t("eu_prefix", 2), _t("iso", 2)),
        always=False,
    ),
    Section("DATYUJECIAKOREKT", "1.10", Layout(_KEY, Field("mode", "N"), Field("date", "D"))),
)  # fmt: skip
"""In the order Subiekt GT 1.11 writes them (spec 7.0); those it was never seen to write stand where the documentation puts them."""

KSEF_SECTIONS: Final[Mapping[str, Section]] = {
    "mode_date": Section(
        "DOKUMENTYKSEF", "1.12", Layout(_KEY, _t("ksef_number", 36), _const("0"), Field("date", "D"))
    ),
    "date_mode": Section(
        "DOKUMENTYKSEF", "1.12", Layout(_KEY, _t("ksef_number", 36), Field("date", "D"), _const("0"))
    ),
}  # fmt: skip
"""The two candidate layouts of the section for KSeF numbers (spec 8); neither is confirmed."""


def version_at_least(version: str, since: str) -> bool:
    """Whether a file of `version` has what came with `since`."""
    return VERSIONS.index(version) >= VERSIONS.index(since)
