"""Looking at one's own access: tokens and limits (guide §6.1, §7.3)."""

from app.sandbox.answers import Answer, json_answer, no_content
from app.sandbox.auth_calls import page
from app.sandbox.errors import forbidden, invalid
from app.sandbox.tokens import ACTIVE, REVOKED, Token
from app.sandbox.world import Request, World


def rate_limits(world: World, request: Request) -> Answer:
    """GET /rate-limits."""
    request.require("")
    return json_answer(world.meter.limits.document())


def tokens(world: World, request: Request) -> Answer:
    """GET /tokens: without further rights only the token in use, or those one has made."""
    wanted = request.query.get("status")
    listed = [
        token
        for token in world.permissions.of_context(request.session.context)
        if wanted in (None, token.status) and _is_own(token, request, "CredentialsRead")
    ]
    shown, following = page(listed, request)
    return json_answer({"continuationToken": following, "tokens": [token.document() for token in shown]})


def token(world: World, request: Request) -> Answer:
    """GET /tokens/{referenceNumber}."""
    return json_answer(_found(world, request, "CredentialsRead").document())


def revoke(world: World, request: Request) -> Answer:
    """DELETE /tokens/{referenceNumber}; sessions opened with it can no longer be refreshed."""
    found = _found(world, request, "CredentialsManage")
    if found.status == ACTIVE:
        found.status = REVOKED
    return no_content()


def _found(world: World, request: Request, permission: str) -> Token:
    request.require("")
    found = world.permissions.by_reference(request.captured["reference"])
    if found is None or found.context != request.session.context:
        # Inferred: the contract lists no other code for an unknown token.
        raise invalid("Token o podanym numerze referencyjnym nie istnieje.")
    if not _is_own(found, request, permission):
        raise forbidden(
            "missing-permissions",
            requiredAnyOfPermissions=[permission, "CredentialsManage"],
            presentPermissions=list(request.permissions),
        )
    return found


def _is_own(found: Token, request: Request, permission: str) -> bool:
    if {permission, "CredentialsManage"} & set(request.permissions):
        return True
    session = request.session
    if session.category == "Token":
        return found.reference == session.token_reference
    return session.identity == found.context[:10]
