"""Elements of the file as text. The format has neither attributes nor prefixes (spec §1), so a writer of strings is enough."""

import datetime as dt
from decimal import Decimal
from typing import Final

from app.base.money import round_money
from app.targets.wording import xml_text

NAMESPACE: Final = "http://www.comarch.pl/cdn/optima/offline"

HEAD: Final = f'<?xml version="1.0" encoding="UTF-8"?>\n<ROOT xmlns="{NAMESPACE}">\n'.encode()
TAIL: Final = b"</ROOT>\n"


def element(name: str, text: str = "") -> str:
    """One element with a text in one line; the short form where the text is empty."""
    if not text.isalnum():  # most texts are words and codes with nothing to clean
        text = xml_text(text)
    return f"<{name}>{text}</{name}>\n" if text else f"<{name}/>\n"


def block(name: str, *parts: str) -> str:
    """An element around others; the short form where there are none."""
    inner = "".join(parts)
    return f"<{name}>\n{inner}</{name}>\n" if inner else f"<{name}/>\n"


def flag(name: str, *, yes: bool) -> str:
    """``Tak`` or ``Nie``."""
    return f"<{name}>{'Tak' if yes else 'Nie'}</{name}>\n"


def day(name: str, date: dt.date | None) -> str:
    """``RRRR-MM-DD``; an empty element where there is no date."""
    return f"<{name}>{date}</{name}>\n" if date else f"<{name}/>\n"


def amount(name: str, value: Decimal) -> str:
    """An amount with a dot and two places."""
    return f"<{name}>{round_money(value)}</{name}>\n"


def section_head(name: str, source_base: str, target_base: str) -> bytes:
    """The beginning of a section: its version and the pair of base identifiers (spec §2)."""
    head = f"<{name}>\n{element('WERSJA', '2.00')}{element('BAZA_ZRD_ID', source_base)}{element('BAZA_DOC_ID', target_base)}"
    return head.encode()
