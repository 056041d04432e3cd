"""The contractors of one file, each once."""

from app.booking.entry import Counterparty, Entry
from app.targets.enova.document import is_consumer
from app.targets.enova.markup import HEAD, TAIL, contractor_markup
from app.targets.enova.options import EnovaXmlOptions
from app.targets.spool import Spool

_CONSUMER = Counterparty(name="Nabywcy bez numeru")


class Contractors:
    """Cards as they are met; `chunks` is the file of contractors alone."""

    def __init__(self, options: EnovaXmlOptions) -> None:
        self.cards = Spool()
        self._options = options
        self._codes: set[str] = set()

    def add(self, entry: Entry, code: str) -> None:
        """Take the contractor of an entry."""
        if code not in self._codes:
            self._codes.add(code)
            party = _CONSUMER if is_consumer(entry) else entry.counterparty
            self.cards.write(contractor_markup(party, code).encode())

    def chunks(self) -> list[bytes]:
        """A whole file of contractors."""
        return [HEAD.encode(), *self.cards.drain(), TAIL.encode()]
