"""What the program remembers between two starts about itself and its windows, in one small JSON file.

Clients, profiles and rules are not here: they belong to an environment and live in its archive. No secret is ever here.
"""

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import msgspec

from app.base.environments import Environment
from app.base.errors import StorageError
from app.base.files import write_whole
from app.base.texts import _


@dataclass(frozen=True, slots=True)
class Scheduled:
    """When the running program downloads by itself: never, every `minutes`, or each night `at` this hour in Poland.

    `since` is the aware moment from which that holds: what would have been due earlier is not made up.
    """

    mode: Literal["off", "interval", "nightly"] = "off"
    minutes: int = 60
    at: dt.time = dt.time(2, 0)
    since: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings; a value for every field, so that an older file is completed and a newer one understood in part.

    `text_percent` is the size of text against the system's. `environment` and `client` (NIP) are those last looked at. `nbp_rates`: whether
    conversions may ask the NBP for rates. `updates`: whether the program may look for a newer version once a day, `updates_asked` the day on
    which it last did (ISO). `tray` and `notify`: whether the program stays beside the clock when its window is closed, and says
    there what a scheduled download brought. `weekly_backup`: whether archives are backed up each week, into the folder for ``"backup"``.
    `ran` knows the aware moments of what was done by itself, `told` what is said only once. `folders` remembers a folder for each purpose
    (``"import"``, ``"convert"``…), `layout` the state of windows, splitters and tables as their view encodes it.
    `file_names` is the pattern of the names of saved documents.
    """

    language: str = "pl"
    theme: Literal["system", "light", "dark"] = "system"
    text_percent: int = 100
    environment: Environment = Environment.PRODUCTION
    client: str = ""
    welcomed: bool = False
    nbp_rates: bool = True
    updates: bool = False
    updates_asked: str = ""
    scheduled: Scheduled = Scheduled()
    tray: bool = True
    notify: bool = True
    weekly_backup: bool = False
    ran: dict[str, dt.datetime] = field(default_factory=dict)
    told: frozenset[str] = frozenset()
    folders: dict[str, str] = field(default_factory=dict)
    layout: dict[str, str] = field(default_factory=dict)
    file_names: str = "{numer_ksef}"


def load_settings(path: Path) -> Settings:
    """The settings kept in `path`; defaults where there is no file.

    Fields of a newer version are passed over. A file that cannot be understood is kept beside as ``….broken`` and the defaults are
    used, since no setting is worth a program that does not start. Raises `StorageError` when the disk refuses.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return Settings()
    except OSError as error:
        raise StorageError(
            _("Nie można odczytać ustawień „{path}”.").format(path=path),
            advice=_("Sprawdź uprawnienia do tego pliku."),
            detail=str(error),
        ) from error
    try:
        return msgspec.json.decode(content, type=Settings)
    except msgspec.DecodeError:
        write_whole(path.with_name(f"{path.name}.broken"), [content], private=True)
        return Settings()


def save_settings(path: Path, settings: Settings) -> None:
    """Write the settings whole or not at all; raises `StorageError`. The folder must exist (`Paths.prepare`)."""
    write_whole(path, [msgspec.json.format(msgspec.json.encode(settings), indent=2)], private=True)
