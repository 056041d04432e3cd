"""Whose access it is and what it may do (§7.1, §7.3): asked of KSeF after signing in."""

from dataclasses import dataclass
from typing import Any, Final

from app.base.findings import Finding, blocks, notes
from app.base.texts import Later, _
from app.ksef.contexts import Context
from app.ksef.endpoints import OWN_PERMISSIONS, OWN_TOKEN, REVOKE_OWN_TOKEN
from app.ksef.errand import Errand
from app.ksef.errors import NoRight, Rejected
from app.ksef.session import Session

READ: Final = "InvoiceRead"
"""„Przeglądanie faktur”: all that this program needs."""

_ACTIVE: Final = "Active"
_PAGE: Final = 100
_MOST_PAGES: Final = 20

_PERMISSION_NAMES: Final[dict[str, Later]] = {
    "InvoiceRead": "przeglądanie faktur",
    "InvoiceWrite": "wystawianie faktur",
    "CredentialsRead": "przeglądanie uprawnień",
    "CredentialsManage": "zarządzanie uprawnieniami",
    "SubunitManage": "zarządzanie podmiotami podrzędnymi",
    "EnforcementOperations": "czynności egzekucyjne",
    "Introspection": "przeglądanie historii sesji",
    "CollectiveIdentifierManage": "zarządzanie identyfikatorami zbiorczymi",
    "VatUeManage": "zarządzanie podmiotem unijnym",
}


@dataclass(frozen=True, slots=True)
class Access:
    """What KSeF says of the access in use. `known` is False where it does not say: then `permissions` means nothing.

    For a token also its `status`, `description`, `author` (a NIP, PESEL or fingerprint), and moments as received.
    """

    context: Context
    known: bool
    permissions: frozenset[str]
    token_reference: str = ""
    status: str = ""
    description: str = ""
    author: str = ""
    created: str = ""
    last_used: str = ""

    @property
    def may_read(self) -> bool:
        """Whether documents can be read; True where KSeF did not say, for then the first reading will tell."""
        return not self.known or READ in self.permissions

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What to tell the user: nothing to read with blocks, more rights than needed is noted."""
        found = []
        if not self.may_read:
            found.append(
                blocks(
                    "no_invoice_read",
                    _(
                        "Brak uprawnienia „przeglądanie faktur” w kontekście {context}. "
                        "Wygeneruj token z tym uprawnieniem albo nadaj je."
                    ).format(context=self.context.value),
                )
            )
        more = sorted(permission_name(one) for one in self.permissions - {READ})
        if more and self.token_reference:
            found.append(
                notes(
                    "more_rights",
                    _(
                        "Token ma szersze uprawnienia, niż potrzebuje program: {names}. "
                        "Bezpieczniejszy jest token z samym „przeglądaniem faktur”."
                    ).format(names=", ".join(more)),
                )
            )
        if self.status not in {"", _ACTIVE}:
            found.append(notes("token_status", _("KSeF podaje stan tokena: {status}.").format(status=self.status)))
        return tuple(found)


def permission_name(permission: str) -> str:
    """The Polish name of a permission; KSeF's own where it is new."""
    return _(_PERMISSION_NAMES[permission]) if permission in _PERMISSION_NAMES else permission


def inspect(session: Session, errand: Errand) -> Access:
    """Ask KSeF about the token in use, or about the permissions of the certificate's owner in this context.

    What KSeF will not tell comes back as not `known`; only failures of the world are raised.
    """
    try:
        return _of_token(session, errand) if session.token_reference else _of_owner(session, errand)
    except (NoRight, Rejected):
        return Access(session.context, known=False, permissions=frozenset(), token_reference=session.token_reference)


def revoke_own_token(session: Session, errand: Errand) -> None:
    """Take back the very token in use, for ever; the session lives on until its access token ends. Raises what `Session.call` raises."""
    session.call(REVOKE_OWN_TOKEN, errand, path={"referenceNumber": session.token_reference})


def _of_token(session: Session, errand: Errand) -> Access:
    said = session.call(OWN_TOKEN, errand, path={"referenceNumber": session.token_reference}).json()
    listed = _inner(said, "requestedPermissions")
    return Access(
        session.context,
        known=isinstance(listed, list),
        permissions=_names(listed),
        token_reference=session.token_reference,
        status=_text(said, "status"),
        description=_text(said, "description"),
        author=_text(_inner(said, "authorIdentifier"), "value"),
        created=_text(said, "dateCreated"),
        last_used=_text(said, "lastUseDate"),
    )


def _of_owner(session: Session, errand: Errand) -> Access:
    granted: set[str] = set()
    for page in range(_MOST_PAGES):
        query = {"pageOffset": str(page), "pageSize": str(_PAGE)}
        said = session.call(OWN_PERMISSIONS, errand, query=query, json={"permissionState": _ACTIVE}).json()
        listed = _inner(said, "permissions")
        items = listed if isinstance(listed, list) else []
        granted |= _names([_inner(item, "permissionScope") for item in items if _concerns(item, session.context)])
        granted |= _names(_inner(said, "ownerPermissions"))
        if _inner(said, "hasMore") is not True:
            break
    return Access(session.context, known=True, permissions=frozenset(granted))


def _concerns(item: Any, context: Context) -> bool:  # noqa: ANN401 – foreign data
    """Whether a permission is one in this context: an owner also sees what others have granted it in theirs."""
    giver = _text(_inner(item, "contextIdentifier"), "value")
    return not giver or giver[:10] == context.nip


def _names(listed: Any) -> frozenset[str]:  # noqa: ANN401 – foreign data
    return frozenset(one for one in listed if isinstance(one, str)) if isinstance(listed, list) else frozenset()


def _inner(said: Any, name: str) -> Any:  # noqa: ANN401 – foreign data
    return said.get(name) if isinstance(said, dict) else None


def _text(said: Any, name: str) -> str:  # noqa: ANN401 – foreign data
    value = _inner(said, name)
    return value if isinstance(value, str) else ""
