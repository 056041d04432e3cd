"""What the program remembers between two starts about itself and its windows, in one small JSON file.

Clients, profiles and rules are not here: they belong to an environment and live in its archive. No secret is ever here.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import msgspec

from app.base.environments import Environment
from app.base.errors import StorageError
from app.base.files import write_whole


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings; a value for every field, so that an older file is completed and a newer one understood in part.

    `environment` and `client` (NIP) are those last looked at. `folders` remembers a folder for each purpose (``"import"``, ``"convert"``…),
    `nbp_rates` whether conversions may ask the NBP for rates, `layout` the state of windows, splitters and tables as their view encodes it.
    `updates` whether the program may look for a newer version once a day, `updates_asked` the day on which it last did (ISO).
    """

    language: str = "pl"
    theme: Literal["system", "light", "dark"] = "system"
    environment: Environment = Environment.PRODUCTION
    client: str = ""
    welcomed: bool = False
    nbp_rates: bool = True
    updates: bool = False
    updates_asked: str = ""
    folders: dict[str, str] = field(default_factory=dict)
    layout: dict[str, str] = field(default_factory=dict)


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
            f"Nie można odczytać ustawień „{path}”.", advice="Sprawdź uprawnienia do tego pliku.", detail=str(error)
        ) from error
    try:
        return msgspec.json.decode(content, type=Settings)
    except msgspec.DecodeError:
        write_whole(path.with_name(f"{path.name}.broken"), [content], private=True)
        return Settings()


def save_settings(path: Path, settings: Settings) -> None:
    """Write the settings whole or not at all; raises `StorageError`. The folder must exist (`Paths.prepare`)."""
    write_whole(path, [msgspec.json.format(msgspec.json.encode(settings), indent=2)], private=True)
