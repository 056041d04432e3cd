"""Where one can go by name from anywhere in the window: clients, saved views, the list in another order."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from app.base.texts import _
from app.office import companies
from app.ui.documents.model import COLUMNS
from app.ui.palette import Command

if TYPE_CHECKING:
    from app.ui.desk import Desk


def places(desk: "Desk") -> Sequence[Command]:
    """The places as commands of the palette."""
    rows = companies.clients(desk.workspace.archive)
    everybody = Command(_("Klient: wszyscy"), partial(desk.show_documents, ""))
    clients = [
        Command(_("Klient: {name}").format(name=row.client.name or row.client.nip), partial(desk.show_documents, row.client.nip))
        for row in rows
    ]
    chosen = desk.documents.filters.view_chosen
    views = [
        Command(_("Widok: {name}").format(name=name), partial(chosen.emit, query)) for name, query in desk.marks.views().items()
    ]
    orders = [
        Command(_("Sortuj według: {column}").format(column=_(column.title)), partial(desk.documents.sort_by, column.sort))
        for column in COLUMNS
    ]
    return [everybody, *clients, *views, *orders]
