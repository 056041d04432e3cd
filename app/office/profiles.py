"""The profile of a client: into which program and how his documents go, and how they are treated; copied to others, kept as a file."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import msgspec

from app.archive import treatments as stored
from app.archive.clients import change_client, keep_profile, profile_of
from app.archive.records import Profile
from app.archive.store import Archive
from app.archive.treatments import Defaults
from app.base.errors import StorageError, UnusableArgument
from app.base.files import write_whole
from app.base.texts import _
from app.booking.client import Client, IncomeMethod
from app.booking.rules import Conditions, Rule
from app.booking.treatment import Treatment
from app.office.companies import client
from app.targets.options import parse_options
from app.targets.registry import target

__all__ = [
    "ClientProfile",
    "Defaults",
    "Treatment",
    "copy_profile",
    "export_profile",
    "import_profile",
    "profile",
    "save_profile",
]

_FORMAT: Final = "konwerter-ksef-profil"
_VERSION: Final = 1
_LARGEST: Final = 5 * 1024 * 1024
_LONGEST_DELAY: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientProfile:
    """Everything about how a client's documents are booked and converted, without who he is.

    `target` is empty before one was chosen; `options` are as ``--set`` takes them.
    """

    target: str = ""
    options: dict[str, str]
    income_method: IncomeMethod = IncomeMethod.KPIR
    quarterly: bool = False
    vat_exempt: bool = False
    deduction_delay: int = 0
    defaults: Defaults = field(default_factory=Defaults)
    rules: tuple[Rule, ...] = ()


class _Rule(msgspec.Struct, frozen=True):
    name: str
    enabled: bool
    conditions: Conditions
    treatment: Treatment


class _File(msgspec.Struct, frozen=True, kw_only=True):
    """The file of a profile; `format` and `version` tell what it is."""

    format: str
    version: int
    target: str
    options: dict[str, str]
    income_method: IncomeMethod
    quarterly: bool
    vat_exempt: bool
    deduction_delay: int
    sale: Treatment
    purchase: Treatment
    rules: list[_Rule]


def profile(archive: Archive, nip: str) -> ClientProfile:
    """The client's profile. Raises `UnusableArgument` where the client is unknown."""
    found = client(archive, nip)
    converted = profile_of(archive, found.nip)
    return ClientProfile(
        target="" if converted is None else converted.target,
        options={} if converted is None else dict(converted.options),
        income_method=found.income_method,
        quarterly=found.quarterly,
        vat_exempt=found.vat_exempt,
        deduction_delay=found.deduction_delay,
        defaults=stored.defaults_of(archive, found.nip),
        rules=stored.rules_of(archive, found.nip),
    )


def save_profile(archive: Archive, nip: str, new: ClientProfile, *, rules: bool = True) -> None:
    """Put `new` in the place of the client's profile; without `rules` his rules stay as they are.

    Raises `UnusableArgument` for an unknown client, a target or option that does not exist, and a delay beyond art. 86(11). Lists show the
    change after `app.office.rebooking.rebook`.
    """
    found = client(archive, nip)
    _check(new)
    change_client(archive, _with(found, new))
    keep_profile(archive, found.nip, Profile(new.target, dict(new.options)))
    stored.keep_defaults(archive, found.nip, new.defaults)
    if rules:
        stored.replace_rules(archive, found.nip, new.rules)


def copy_profile(archive: Archive, source: str, to: Sequence[str], *, rules: bool = True) -> int:
    """Give the profile of `source` to the clients `to`; how many. What is his own stays: who he is, answers, edits by hand."""
    of_source = profile(archive, source)
    others = [client(archive, nip).nip for nip in to if client(archive, nip).nip != client(archive, source).nip]
    for nip in others:
        save_profile(archive, nip, of_source, rules=rules)
    return len(others)


def export_profile(archive: Archive, nip: str, out: Path) -> None:
    """Write the client's profile as a JSON file. Raises `StorageError`."""
    found = profile(archive, nip)
    text = _File(
        format=_FORMAT,
        version=_VERSION,
        target=found.target,
        options=found.options,
        income_method=found.income_method,
        quarterly=found.quarterly,
        vat_exempt=found.vat_exempt,
        deduction_delay=found.deduction_delay,
        sale=found.defaults.sale,
        purchase=found.defaults.purchase,
        rules=[_Rule(rule.name, rule.enabled, rule.conditions, rule.treatment) for rule in found.rules],
    )
    write_whole(out, [msgspec.json.format(msgspec.json.encode(text), indent=2), b"\n"])


def import_profile(archive: Archive, nip: str, file: Path) -> ClientProfile:
    """Put the profile in a file in the place of the client's; what it is now.

    Raises `UnusableArgument` for a file that is none or is of a newer version, then nothing has changed; `StorageError`.
    """
    read = _read(file)
    new = ClientProfile(
        target=read.target,
        options=read.options,
        income_method=read.income_method,
        quarterly=read.quarterly,
        vat_exempt=read.vat_exempt,
        deduction_delay=read.deduction_delay,
        defaults=Defaults(read.sale, read.purchase),
        rules=tuple(
            Rule(name=one.name, enabled=one.enabled, conditions=one.conditions, treatment=one.treatment) for one in read.rules
        ),
    )
    save_profile(archive, nip, new)
    return new


def _check(new: ClientProfile) -> None:
    if new.target:
        parse_options(target(new.target).options, new.options)
    if not 0 <= new.deduction_delay <= _LONGEST_DELAY:
        raise UnusableArgument(
            _("Odliczenia nie można odkładać o {months} miesięcy.").format(months=new.deduction_delay),
            advice=_("Podatek odlicza się w okresie otrzymania faktury albo w jednym z trzech następnych (art. 86 ust. 11)."),
        )


def _with(found: Client, new: ClientProfile) -> Client:
    return msgspec.structs.replace(
        found,
        income_method=new.income_method,
        quarterly=new.quarterly,
        vat_exempt=new.vat_exempt,
        deduction_delay=new.deduction_delay,
    )


def _read(file: Path) -> _File:
    try:
        with file.open("rb") as opened:
            data = opened.read(_LARGEST + 1)
    except FileNotFoundError:
        raise UnusableArgument(_("Nie ma pliku „{file}”.").format(file=file), advice=_("Sprawdź ścieżkę.")) from None
    except OSError as error:
        raise StorageError(_("Nie można odczytać pliku „{file}”.").format(file=file), detail=str(error)) from error
    advice = _("Wskaż plik zapisany poleceniem „Zapisz profil” tego programu.")
    try:
        read = msgspec.json.decode(data, type=_File)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise UnusableArgument(
            _("„{file}” nie jest profilem klienta.").format(file=file), advice=advice, detail=str(error)
        ) from error
    if read.format != _FORMAT:
        raise UnusableArgument(_("„{file}” nie jest profilem klienta.").format(file=file), advice=advice)
    if read.version > _VERSION:
        raise UnusableArgument(
            _("Profil „{file}” zapisała nowsza wersja programu.").format(file=file),
            advice=_("Zainstaluj aktualną wersję programu."),
        )
    return read
