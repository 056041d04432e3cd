"""Where the program keeps its files. Every room gets a `Paths`; nobody asks the system again."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.base.environments import Environment
from app.base.errors import StorageError
from app.base.texts import _

DATA_VARIABLE: Final = "KONWERTER_KSEF_DATA"
"""The environment variable that moves everything the program keeps; ``--data-dir`` goes before it."""

PORTABLE_MARKER: Final = "przenosny.txt"
"""A file of this name beside the frozen program makes it portable: its data lie in ``dane`` beside it."""

_FOLDER: Final = "Konwerter KSeF"


@dataclass(frozen=True, slots=True)
class Paths:
    """The places of one installation, all inside `data`. Nothing is created by asking; `prepare` does that."""

    data: Path

    @property
    def settings(self) -> Path:
        """The file of settings."""
        return self.data / "settings.json"

    @property
    def archives(self) -> Path:
        """The folder of the archives' databases."""
        return self.data / "archives"

    @property
    def logs(self) -> Path:
        """The folder of the log and its older parts."""
        return self.data / "logs"

    @property
    def log(self) -> Path:
        """The log being written."""
        return self.logs / "konwerter-ksef.log"

    def archive(self, environment: Environment) -> Path:
        """The database of one environment: training and test documents cannot reach a client's books."""
        return self.archives / f"{environment.value}.sqlite"

    def prepare(self) -> None:
        """Make the folders, readable by their owner only where the system knows owners; raises `StorageError`."""
        try:
            for folder in (self.data, self.archives, self.logs):
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise StorageError(
                _("Nie można utworzyć folderu danych „{data}”.").format(data=self.data),
                advice=_("Sprawdź uprawnienia i wolne miejsce albo wskaż inny folder przez --data-dir."),
                detail=str(error),
            ) from error


def find_paths(data_dir: Path | None, variables: Mapping[str, str]) -> Paths:
    """The places to use: `data_dir` where given, else the variable `DATA_VARIABLE`, else the user's data folder of the system."""
    chosen = data_dir or variables.get(DATA_VARIABLE)
    if chosen:
        return Paths(Path(chosen).expanduser().absolute())
    import platformdirs  # noqa: PLC0415 – asked once, and never where the folder is given

    return Paths(Path(platformdirs.user_data_dir(_FOLDER, appauthor=False)))
