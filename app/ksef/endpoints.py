"""Every call this program can make to KSeF. There is no other way to KSeF than through one of these.

All of them read, or belong to signing in and out; the single exception, `REVOKE_OWN_TOKEN`, takes back the very token that was used to
sign in, when its owner asks for it.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Literal


class Group(StrEnum):
    """What KSeF counts together (§6.1); the names are those of ``GET /rate-limits``."""

    METADATA = "invoiceMetadata"
    EXPORT = "invoiceExport"
    EXPORT_STATUS = "invoiceExportStatus"
    DOWNLOAD = "invoiceDownload"
    OTHER = "other"
    ANONYMOUS = "anonymous"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One operation of the contract.

    `repeatable`: asking again does no harm, so a lost answer is asked for again. `accept` is sent exactly as it stands (§11, 26).
    """

    method: Literal["GET", "POST", "DELETE"]
    path: str
    group: Group
    repeatable: bool = True
    accept: str = "application/json"

    @property
    def lane(self) -> str:
        """What its calls are counted under: in `OTHER` every endpoint has a counter of its own."""
        return f"{self.group}:{self.method} {self.path}" if self.group is Group.OTHER else self.group.value

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


PUBLIC_KEYS: Final = Endpoint("GET", "/security/public-key-certificates", Group.ANONYMOUS)
CHALLENGE: Final = Endpoint("POST", "/auth/challenge", Group.ANONYMOUS)
# A challenge serves once: after a lost answer the sign-in begins anew, with another one.
SIGN_IN_BY_TOKEN: Final = Endpoint("POST", "/auth/ksef-token", Group.ANONYMOUS, repeatable=False)
SIGN_IN_BY_SIGNATURE: Final = Endpoint("POST", "/auth/xades-signature", Group.ANONYMOUS, repeatable=False)
SIGN_IN_STATUS: Final = Endpoint("GET", "/auth/{referenceNumber}", Group.ANONYMOUS)
REDEEM: Final = Endpoint("POST", "/auth/token/redeem", Group.ANONYMOUS, repeatable=False)
REFRESH: Final = Endpoint("POST", "/auth/token/refresh", Group.ANONYMOUS)
SIGN_OUT: Final = Endpoint("DELETE", "/auth/sessions/current", Group.OTHER, repeatable=False)

RATE_LIMITS: Final = Endpoint("GET", "/rate-limits", Group.OTHER)
OWN_TOKEN: Final = Endpoint("GET", "/tokens/{referenceNumber}", Group.OTHER)
REVOKE_OWN_TOKEN: Final = Endpoint("DELETE", "/tokens/{referenceNumber}", Group.OTHER, repeatable=False)
OWN_PERMISSIONS: Final = Endpoint("POST", "/permissions/query/personal/grants", Group.OTHER)

QUERY: Final = Endpoint("POST", "/invoices/query/metadata", Group.METADATA)
DOCUMENT: Final = Endpoint("GET", "/invoices/ksef/{ksefNumber}", Group.DOWNLOAD, accept="application/xml")
# An export whose answer was lost may be running: it is started anew, with a new key (§9.3).
START_EXPORT: Final = Endpoint("POST", "/invoices/exports", Group.EXPORT, repeatable=False)
EXPORT_STATUS: Final = Endpoint("GET", "/invoices/exports/{referenceNumber}", Group.EXPORT_STATUS)

ENDPOINTS: Final = (
    PUBLIC_KEYS,
    CHALLENGE,
    SIGN_IN_BY_TOKEN,
    SIGN_IN_BY_SIGNATURE,
    SIGN_IN_STATUS,
    REDEEM,
    REFRESH,
    SIGN_OUT,
    RATE_LIMITS,
    OWN_TOKEN,
    REVOKE_OWN_TOKEN,
    OWN_PERMISSIONS,
    QUERY,
    DOCUMENT,
    START_EXPORT,
    EXPORT_STATUS,
)
"""All of them; `Transport` refuses anything else."""
