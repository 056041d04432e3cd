"""Where the public services are, and the variables that point to another server or switch one off."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from app.base.errors import UnusableArgument
from app.base.texts import _

NBP_VARIABLE: Final = "KONWERTER_KSEF_NBP_URL"
WHITE_LIST_VARIABLE: Final = "KONWERTER_KSEF_WL_URL"
UPDATES_VARIABLE: Final = "KONWERTER_KSEF_UPDATES_URL"

_ADDRESSES: Final[Mapping[str, str]] = {
    NBP_VARIABLE: "https://api.nbp.pl",
    WHITE_LIST_VARIABLE: "https://wl-api.mf.gov.pl",
    UPDATES_VARIABLE: "",  # a released program brings its own
}
_LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})


def service_url(variable: str, variables: Mapping[str, str]) -> str:
    """The address of the service that `variable` can move, without its last slash; empty where the variable is set to nothing.

    Raises `UnusableArgument` for an address that is neither https nor http on this computer.
    """
    bare = variables.get(variable, _ADDRESSES[variable]).strip().rstrip("/")
    parts = urlsplit(bare)
    if not bare or (parts.scheme == "https" and parts.hostname) or (parts.scheme == "http" and is_loopback(bare)):
        return bare
    raise UnusableArgument(
        _("„{text}” w zmiennej {variable} nie może być adresem usługi.").format(text=bare, variable=variable),
        advice=_("Adres zaczyna się od https://, a od http:// tylko na tym komputerze. Pusta zmienna wyłącza usługę."),
    )


def is_loopback(url: str) -> bool:
    """Whether an address leads to this computer."""
    return urlsplit(url).hostname in _LOOPBACK
