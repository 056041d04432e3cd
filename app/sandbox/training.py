"""The cast of the training environment: three fictional clients, their accounting office, and their documents.

The documents are the files in ``seed/``. The name of each begins with the moment at which the sandbox took it in; it ends with the KSeF
number where that is not made anew (of the first version of the system), and says ``offline`` where it was issued so. All companies, people,
accounts and numbers are invented.
"""

import datetime as dt
from dataclasses import dataclass
from importlib import resources
from typing import Final, Self

CARPENTRY: Final = "9992014701"
DESIGNER: Final = "9992024705"
GRAIN: Final = "9992034709"
OFFICE: Final = "9992254701"

_MOMENT: Final = "%Y%m%dT%H%M%SZ"
_NAMES: Final = {
    CARPENTRY: "Stolarnia Pod Świerkiem sp. z o.o.",
    DESIGNER: "Zofia Gżegżółka Projekty Graficzne",
    GRAIN: "Żyto i Chmiel Wąsowscy sp.j.",
    OFFICE: "Biuro Rachunkowe Liczydło sp. z o.o.",
}


@dataclass(frozen=True, slots=True)
class Company:
    """A taxpayer of the sandbox."""

    nip: str
    name: str


@dataclass(frozen=True, slots=True)
class SeedDocument:
    """A document and the moment of its permanent storage."""

    xml: bytes
    stored: dt.datetime
    mode: str = "Online"
    number: str = ""


@dataclass(frozen=True, slots=True)
class Seed:
    """What a sandbox begins with. `granted`: whose documents the office may read; `secret` decides all numbers and tokens."""

    companies: tuple[Company, ...]
    office: Company
    granted: tuple[str, ...]
    documents: tuple[SeedDocument, ...]
    secret: bytes = b"szkolenie"

    @classmethod
    def training(cls) -> Self:
        """The training environment: two of the three clients have granted the office the right to read."""
        companies = tuple(Company(nip, _NAMES[nip]) for nip in (CARPENTRY, DESIGNER, GRAIN))
        return cls(companies, Company(OFFICE, _NAMES[OFFICE]), (CARPENTRY, DESIGNER), _documents())

    @classmethod
    def empty(cls, *nips: str) -> Self:
        """These taxpayers and no documents; the office may read for all of them."""
        companies = tuple(Company(nip, _NAMES.get(nip, f"Spółka Zmyślona {nip}")) for nip in nips)
        return cls(companies, Company(OFFICE, _NAMES[OFFICE]), nips, ())


def _documents() -> tuple[SeedDocument, ...]:
    """The files of ``seed/`` in the order of their moments."""
    files = sorted(
        (file for file in (resources.files("app.sandbox") / "seed").iterdir() if file.name.endswith(".xml")),
        key=lambda file: file.name,
    )
    return tuple(
        SeedDocument(
            file.read_bytes(),
            dt.datetime.strptime(file.name.partition("-")[0], _MOMENT).replace(tzinfo=dt.UTC),
            "Offline" if "offline" in file.name else "Online",
            file.name.removesuffix(".xml").partition("_")[2],
        )
        for file in files
    )
