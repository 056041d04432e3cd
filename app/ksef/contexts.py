"""For whom one signs in: a NIP, or an internal unit of one (§2.5)."""

import re
from dataclasses import dataclass
from typing import Final, Literal

from app.base.errors import UnusableArgument
from app.base.nip import clean
from app.base.texts import _

_NIP: Final = re.compile(r"\d{10}", re.ASCII)
_INTERNAL: Final = re.compile(r"\d{10}-\d{5}", re.ASCII)

ContextKind = Literal["Nip", "InternalId"]


@dataclass(frozen=True, slots=True)
class Context:
    """The taxpayer, or its unit, whose documents are asked for; `value` is ``1234563218`` or ``1234563218-00001``."""

    kind: ContextKind
    value: str

    @classmethod
    def parse(cls, text: str) -> "Context":
        """A context from what a person or a token says; raises `UnusableArgument`. The check digit of a NIP is not looked at."""
        bare = text.strip()
        if _INTERNAL.fullmatch(bare):
            return cls("InternalId", bare)
        nip = clean(bare)
        if _NIP.fullmatch(nip):
            return cls("Nip", nip)
        raise UnusableArgument(
            _("„{text}” nie jest ani numerem NIP, ani identyfikatorem wewnętrznym (NIP-00000).").format(text=text),
            advice=_("Podaj 10 cyfr NIP albo NIP, kreskę i 5 cyfr jednostki."),
        )

    @property
    def nip(self) -> str:
        """The taxpayer's NIP."""
        return self.value[:10]

    def __str__(self) -> str:
        return self.value
