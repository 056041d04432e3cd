"""Options of a target: one frozen dataclass, from which the settings page, ``--set`` and ``targets --json`` draw themselves."""

import dataclasses
from collections.abc import Mapping
from typing import Any, Final, Literal, TypeVar, cast, get_type_hints

import msgspec

from app.base.errors import UnusableArgument

OptionsT = TypeVar("OptionsT")
ValueT = TypeVar("ValueT", str, bool, int)

OptionKind = Literal["text", "lines", "choice", "flag", "number"]

_FLAGS: Final = {
    "1": True, "tak": True, "yes": True, "true": True, "on": True,
    "0": False, "nie": False, "no": False, "false": False, "off": False,
}  # fmt: skip


class OptionField(msgspec.Struct, frozen=True, kw_only=True):
    """One option as a settings page shows it.

    `kind` is ``text``, ``lines`` (text of several lines), ``choice`` (one key of `choices`), ``flag`` or ``number``. `default` has the
    Python type of the field; `choices` are (value, Polish label) pairs.
    """

    name: str
    label: str
    help: str
    kind: OptionKind
    default: str | bool | int
    choices: tuple[tuple[str, str], ...] = ()


def option(
    default: ValueT,
    *,
    label: str,
    help: str = "",  # noqa: A002 - the name which the metadata key and the settings page share
    choices: Mapping[str, str] | None = None,
    lines: bool = False,
) -> ValueT:
    """A field of an options dataclass with its metadata; the default's type is the option's: text, flag or whole number.

    `choices` (value → Polish label) make a text option an enumeration, `lines` makes it a text of several lines.
    """
    metadata = {"label": label, "help": help, "choices": dict(choices or {}), "lines": lines}
    return dataclasses.field(default=default, metadata=metadata)


def describe(options: type[Any]) -> tuple[OptionField, ...]:
    """The options of a target, in the order of its dataclass."""
    types = get_type_hints(options)
    return tuple(
        OptionField(
            name=field.name,
            label=field.metadata.get("label", field.name),
            help=field.metadata.get("help", ""),
            kind=_kind(types[field.name], field.metadata),
            default=cast("str | bool | int", field.default),
            choices=tuple(field.metadata.get("choices", {}).items()),
        )
        for field in dataclasses.fields(options)
    )


def _kind(annotation: object, metadata: Mapping[str, Any]) -> OptionKind:
    if annotation is bool:
        return "flag"
    if annotation is int:
        return "number"
    if metadata.get("choices"):
        return "choice"
    return "lines" if metadata.get("lines") else "text"


def parse_options(options: type[OptionsT], pairs: Mapping[str, str]) -> OptionsT:
    """An instance of `options` with the values of `pairs`, the defaults for the rest.

    Raises `UnusableArgument` for a key or a value that the target does not know, naming those it knows. What the dataclass checks
    in its ``__post_init__`` passes through.
    """
    known = {field.name: field for field in describe(cast("type[Any]", options))}
    values = {name: _value(_known(name, known), text) for name, text in pairs.items()}
    return options(**values)


def _known(name: str, known: Mapping[str, OptionField]) -> OptionField:
    if name not in known:
        names = ", ".join(known) or "żadnych"
        raise UnusableArgument(f"Ten format nie ma ustawienia „{name}”.", advice=f"Dostępne ustawienia: {names}.")
    return known[name]


def _value(field: OptionField, text: str) -> str | bool | int:
    if field.kind == "flag":
        return _flag(field, text)
    if field.kind == "number":
        return _number(field, text)
    if field.kind == "choice" and text not in dict(field.choices):
        allowed = ", ".join(f"{value} ({label})" for value, label in field.choices)
        raise UnusableArgument(f"Ustawienie „{field.name}” nie zna wartości „{text}”.", advice=f"Możliwe wartości: {allowed}.")
    return text


def _flag(field: OptionField, text: str) -> bool:
    flag = _FLAGS.get(text.strip().lower())
    if flag is None:
        raise UnusableArgument(f"Ustawienie „{field.name}” nie zna wartości „{text}”.", advice="Możliwe wartości: tak, nie.")
    return flag


def _number(field: OptionField, text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise UnusableArgument(
            f"Ustawienie „{field.name}” nie zna wartości „{text}”.", advice="Należy podać liczbę całkowitą."
        ) from None
