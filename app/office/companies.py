"""The clients of the office: listed, added, changed, removed."""

from app.archive import clients as stored
from app.archive.records import ClientRow
from app.archive.store import Archive
from app.base.errors import UnusableArgument
from app.base.nip import clean, format_nip, is_valid_nip
from app.base.texts import _, plural
from app.booking.client import Client, IncomeMethod

__all__ = [
    "Client",
    "ClientRow",
    "IncomeMethod",
    "add_client",
    "change_client",
    "checked_nip",
    "client",
    "client_names",
    "clients",
    "remove_client",
]


def checked_nip(text: str) -> str:
    """A NIP as typed by a person, as ten digits. Raises `UnusableArgument` where it is none."""
    nip = clean(text)
    if not is_valid_nip(nip):
        raise UnusableArgument(
            _("„{text}” nie jest poprawnym NIP.").format(text=text), advice=_("NIP ma dziesięć cyfr; ostatnia jest kontrolna.")
        )
    return nip


def clients(archive: Archive) -> tuple[ClientRow, ...]:
    """All clients by name, with their counts of documents, new ones and problems."""
    return stored.list_clients(archive)


def client_names(archive: Archive) -> dict[str, str]:
    """What the clients are called, by NIP."""
    return {row.client.nip: row.client.name for row in clients(archive)}


def client(archive: Archive, nip: str) -> Client:
    """The client with this NIP. Raises `UnusableArgument` where there is none."""
    found = stored.find_client(archive, checked_nip(nip))
    if found is None:
        raise _unknown(archive, nip)
    return found


def add_client(archive: Archive, new: Client) -> None:
    """Add a client. Raises `UnusableArgument` for a wrong NIP and for one that is there already."""
    checked_nip(new.nip)
    if not stored.add_client(archive, new):
        raise UnusableArgument(_("Klient o NIP {nip} już jest w archiwum.").format(nip=format_nip(new.nip)))


def change_client(archive: Archive, changed: Client) -> None:
    """Replace what is known of a client. Raises `UnusableArgument` where there is none with this NIP."""
    if not stored.change_client(archive, changed):
        raise _unknown(archive, changed.nip)


def remove_client(archive: Archive, nip: str) -> None:
    """Remove a client without documents; `app.office.leaving` removes one with them. Raises `UnusableArgument` where it is another."""
    nip = client(archive, nip).nip
    count = stored.count_documents(archive, nip)
    if count:
        raise UnusableArgument(
            _("Klient {nip} ma w archiwum {count} {noun}.").format(
                nip=format_nip(nip), count=count, noun=plural(count, "dokument", "dokumenty", "dokumentów")
            ),
            advice=_("Usuń go razem z nimi tylko wtedy, gdy nie będą już potrzebne; powstanie wtedy protokół."),
        )
    stored.remove_client(archive, nip)


def _unknown(archive: Archive, nip: str) -> UnusableArgument:
    return UnusableArgument(
        _("Nie ma klienta o NIP {nip} w archiwum {environment}.").format(
            nip=format_nip(clean(nip)), environment=archive.environment.label
        ),
        advice=_("Dodaj klienta albo zaimportuj jego dokumenty."),
    )
