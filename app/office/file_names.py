"""How saved documents are called: a pattern with places that each document fills in."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.archive.records import DocumentRow
from app.base.errors import UnusableArgument
from app.base.safe_names import name_key, safe_name, unique_name
from app.base.texts import _
from app.booking.entry import Direction
from app.invoice.document import Document
from app.office.summaries import party_name

KSEF_NUMBER: Final = "{numer_ksef}"
"""The pattern as long as nobody has chosen another."""

_BRACES: Final = re.compile(r"\{([^{}]*)\}")
_LONGEST_PARTY: Final = 40
_DIRECTIONS: Final = {Direction.SALE: "sprzedaz", Direction.PURCHASE: "zakup", None: "inne"}


@dataclass(frozen=True, slots=True)
class Named:
    """What a name can be made of."""

    number: str
    ksef_number: str
    date: str
    kind: str
    direction: str
    seller: str
    buyer: str
    counterparty: str
    nip: str


@dataclass(frozen=True, slots=True)
class Place:
    """What can stand in braces: its name, what it stands for, and where it comes from."""

    name: str
    meaning: str
    value: Callable[[Named], str]


PLACES: Final = (
    Place("data", "data wystawienia", lambda one: one.date),
    Place("numer", "numer faktury", lambda one: one.number),
    Place("numer_ksef", "numer KSeF, a gdy go nie ma, numer faktury", lambda one: one.ksef_number or one.number),
    Place("sprzedawca", "nazwa sprzedawcy", lambda one: one.seller[:_LONGEST_PARTY]),
    Place("nabywca", "nazwa nabywcy", lambda one: one.buyer[:_LONGEST_PARTY]),
    Place("kontrahent", "nazwa kontrahenta", lambda one: one.counterparty[:_LONGEST_PARTY]),
    Place("nip", "NIP albo inny numer kontrahenta", lambda one: one.nip),
    Place("rodzaj", "rodzaj faktury: VAT, KOR, ZAL…", lambda one: one.kind),
    Place("kierunek", "sprzedaz albo zakup", lambda one: one.direction),
)
_BY_NAME: Final = {place.name: place for place in PLACES}
_TELLING_APART: Final = frozenset({"numer", "numer_ksef"})


class NamePattern:
    """``{data} {numer} {kontrahent}`` and the like; made of any text by `name`, it never leaves a folder and never names one."""

    def __init__(self, text: str) -> None:
        """Raises `UnusableArgument`, which says what of the text cannot be used."""
        self.text = text.strip()
        used = _BRACES.findall(self.text)
        unknown = next((name for name in used if name not in _BY_NAME), None)
        if unknown is not None:
            raise UnusableArgument(_("W nazwie pliku nie ma miejsca „{place}”.").format(place=f"{{{unknown}}}"), advice=_advice())
        if re.search(r"[{}]", _BRACES.sub("", self.text)):
            raise UnusableArgument(_("W nazwie pliku brakuje nawiasu klamrowego."), advice=_advice())
        if re.search(r"[/\\]", self.text):
            raise UnusableArgument(
                _("Nazwa pliku nie może wskazywać folderu."), advice=_("Usuń z niej ukośnik; folder wybiera się osobno.")
            )
        if not _TELLING_APART.intersection(used):
            raise UnusableArgument(
                _("Po takiej nazwie nie będzie wiadomo, która to faktura."), advice=_("Dodaj do niej {numer} albo {numer_ksef}.")
            )

    def name(self, named: Named, suffix: str) -> str:
        """The name of one document's file, safe on every system."""
        return safe_name(_BRACES.sub(lambda found: _BY_NAME[found[1]].value(named), self.text), suffix)


def _advice() -> str:
    return _("Można użyć: {places}.").format(places=", ".join(f"{{{place.name}}}" for place in PLACES))


def named_row(row: DocumentRow, client: str) -> Named:
    """What the archive knows of a document of the client called `client`."""
    summary = row.summary
    sells = summary.direction is Direction.SALE or (summary.direction is None and summary.seller_nip == row.client_nip)
    return Named(
        number=summary.number,
        ksef_number=row.ksef_number,
        date=summary.issue_date.isoformat(),
        kind=summary.kind.value,
        direction=_DIRECTIONS[summary.direction],
        seller=client if sells else summary.counterparty,
        buyer=summary.counterparty if sells else client,
        counterparty=summary.counterparty,
        nip=summary.counterparty_nip,
    )


def named_document(document: Document) -> Named:
    """What a document says of itself where no client is known: it is of neither side, and the counterparty is the seller."""
    invoice = document.invoice
    seller = party_name(invoice.seller)
    return Named(
        number=invoice.number,
        ksef_number=document.ksef_number,
        date=invoice.issue_date.isoformat(),
        kind=invoice.kind.value,
        direction=_DIRECTIONS[None],
        seller=seller,
        buyer=party_name(invoice.buyer),
        counterparty=seller,
        nip=invoice.seller.nip,
    )


class FileNames:
    """Names for the files of one folder or archive, each once: what is taken gets a count behind it."""

    def __init__(
        self, pattern: NamePattern | None = None, clients: Mapping[str, str] | None = None, folder: Path | None = None
    ) -> None:
        """`clients` are their names by NIP. With `folder`, files that lie there are not replaced, whatever they are."""
        self._pattern = pattern or NamePattern(KSEF_NUMBER)
        self._clients = clients or {}
        self._folder = folder
        self._taken: set[str] = set()

    def name(self, row: DocumentRow, suffix: str, content: bytes | None = None) -> str:
        """The next name for a document; a file in the folder with just this `content` may keep its name, for it is this one already."""
        return self.free(named_row(row, self._clients.get(row.client_nip, "")), suffix, content)

    def free(self, named: Named, suffix: str, content: bytes | None = None) -> str:
        """The same for a document that is in no archive."""
        wished = self._pattern.name(named, suffix)
        name = unique_name(wished, self._taken)
        while self._folder is not None and _holds_another(self._folder / name, content):
            self._taken.add(name_key(name))
            name = unique_name(wished, self._taken)
        self._taken.add(name_key(name))
        return name


def _holds_another(place: Path, content: bytes | None) -> bool:
    return place.exists() and (content is None or not place.is_file() or place.read_bytes() != content)
