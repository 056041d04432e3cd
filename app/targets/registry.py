"""The bookkeeping programs the converter writes for."""

from typing import Any, Final

from app.base.errors import UnusableArgument
from app.targets.contract import Target
from app.targets.enova import Enova, EnovaXml
from app.targets.epp import Epp
from app.targets.jpk import JpkFa, JpkPkpir, JpkV7k, JpkV7m
from app.targets.madar import Madar
from app.targets.optima import Optima
from app.targets.raks import Raks
from app.targets.sheet import Csv, Xlsx
from app.targets.symfonia import Symfonia
from app.targets.wapro import Wapro

TARGETS: Final[tuple[Target[Any], ...]] = (
    Epp(),
    Optima(),
    Raks(),
    Symfonia(),
    Enova(),
    EnovaXml(),
    Madar(),
    Wapro(),
    JpkV7m(),
    JpkV7k(),
    JpkFa(),
    JpkPkpir(),
    Csv(),
    Xlsx(),
)


def target(target_id: str) -> Target[Any]:
    """The target of that id; raises `UnusableArgument` that names all ids."""
    for candidate in TARGETS:
        if candidate.id == target_id:
            return candidate
    ids = ", ".join(candidate.id for candidate in TARGETS)
    raise UnusableArgument(f"Nie ma formatu „{target_id}”.", advice=f"Dostępne formaty: {ids}.")
