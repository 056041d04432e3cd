"""KSeF tokens and grants: who may do what in which context (guide §7)."""

import hashlib
from dataclasses import dataclass, field
from typing import Any, Final

from app.sandbox import moments, numbers

READ: Final = "InvoiceRead"
"""The only permission that downloading needs."""

ACTIVE: Final = "Active"
REVOKED: Final = "Revoked"


@dataclass(slots=True)
class Token:
    """One KSeF token."""

    secret: str
    reference: str
    context: str
    permissions: tuple[str, ...]
    status: str
    created: int
    last_use: int | None = None

    def document(self) -> dict[str, Any]:
        """What GET /tokens/{ref} answers."""
        kind, nip = context_type(self.context), self.context[:10]
        return {
            "referenceNumber": self.reference,
            "authorIdentifier": {"type": "Nip", "value": nip},
            "contextIdentifier": {"type": kind, "value": self.context},
            "description": "Token programu księgowego (dane zmyślone)",
            "requestedPermissions": list(self.permissions),
            "dateCreated": moments.text(self.created),
            "lastUseDate": None if self.last_use is None else moments.text(self.last_use),
            "status": self.status,
            "statusDetails": None,
        }


def context_type(context: str) -> str:
    """Nip, or InternalId for ``NIP-00001``."""
    return "InternalId" if "-" in context else "Nip"


@dataclass(slots=True)
class Permissions:
    """All tokens, and the permissions that contexts have granted to identities (a NIP or a certificate's fingerprint)."""

    seed: bytes
    tokens: dict[str, Token] = field(default_factory=dict)
    _grants: dict[tuple[str, str], set[str]] = field(default_factory=dict)

    def issue(self, context: str, permissions: tuple[str, ...], status: str, now: int, salt: bytes) -> Token:
        """A token of this context; the same seed, context and salt make the same token."""
        day = moments.polish_day(now)
        reference = numbers.reference("EC", day, self.seed, context.encode(), salt)
        tail = hashlib.sha256(b"token" + self.seed + context.encode() + salt).hexdigest()
        named = "internalId" if "-" in context else "nip"
        token = Token(f"{reference}|{named}-{context}|{tail}", reference, context, permissions, status, now)
        return self.tokens.setdefault(token.secret, token)

    def by_reference(self, reference: str) -> Token | None:
        """The token with this reference number."""
        return next((token for token in self.tokens.values() if token.reference == reference), None)

    def of_context(self, context: str) -> list[Token]:
        """The tokens of a context, newest first."""
        return sorted((t for t in self.tokens.values() if t.context == context), key=lambda t: -t.created)

    def revoke(self, context: str) -> None:
        """Revoke every token of a context."""
        for token in self.of_context(context):
            token.status = REVOKED

    def grant(self, identity: str, context: str, permission: str) -> None:
        """Let an identity act in a context."""
        self._grants.setdefault((identity, context), set()).add(permission)

    def withdraw(self, identity: str, context: str, permission: str = "") -> None:
        """Take one permission, or all, from an identity in a context."""
        if permission:
            self._grants.get((identity, context), set()).discard(permission)
        else:
            self._grants.pop((identity, context), None)

    def strip(self, context: str, permission: str) -> None:
        """Take a permission from every token and every identity in a context."""
        for token in self.of_context(context):
            token.permissions = tuple(p for p in token.permissions if p != permission)
        for _, granted in [item for item in self._grants.items() if item[0][1] == context]:
            granted.discard(permission)

    def granted(self, identity: str, context: str) -> tuple[str, ...]:
        """What an identity may do in a context; who owns a company acts in its internal identifiers too."""
        own = self._grants.get((identity, context[:10]), set()) if identity == context[:10] else set()
        return tuple(sorted(own | self._grants.get((identity, context), set())))
