"""Who is calling and whether the operation is open to them: credential kind, life, scopes, plan, seat.

The texts are those that callers of the live API report; the description's `security` says which kinds and scopes do.
"""

from __future__ import annotations

from collections.abc import Mapping

from figwright.sandbox.clock import Clock

from .description import Operation
from .errors import Refusal, not_found
from .world import File, Kind, Role, Tier, Token, World

SCHEMES: dict[Kind, str] = {
    "oauth": "OAuth2",
    "org_oauth": "OrgOAuth2",
    "personal_access_token": "PersonalAccessToken",
    "plan_access_token": "PlanAccessToken",
}
"""Kind of credential to the description's security scheme."""

PREFIXES: dict[Kind, str] = {
    "oauth": "figu_",
    "org_oauth": "figu_",
    "personal_access_token": "figd_",
    "plan_access_token": "figp_",
}

PLAN_SCOPES = {
    "getActivityLogs": ("org:activity_log_read",),
    "getDeveloperLogs": ("org:developer_log_read",),
    "getAiUsageDaily": ("org:ai_metering_usage_read",),
}
"""What a plan access token needs where the description names no scope."""

_NAMES: dict[Kind, str] = {
    "oauth": "OAuth 2 tokens",
    "org_oauth": "OAuth 2 tokens",
    "personal_access_token": "personal access tokens",
    "plan_access_token": "plan access tokens",
}

_ENTERPRISE = ("Variables", "LibraryAnalytics", "ActivityLogs")
_ORGANIZATION = ("DeveloperLogs", "AiUsage")


def authenticate(world: World, operation: Operation, headers: Mapping[str, str]) -> Token:
    """The live token that a request carries. Refuses with 401 or 403."""
    bearer, personal = headers.get("authorization", ""), headers.get("x-figma-token", "")
    oauth = bearer.lower().startswith("bearer ")
    presented = bearer[7:].strip() if oauth else personal
    if not presented:
        raise Refusal(401 if 401 in operation.error_shapes else 403, "No token was given")
    token = world.tokens.get(presented)
    if token is None or token.revoked or oauth != (token.kind in ("oauth", "org_oauth")):
        raise Refusal(403, "Invalid token")
    if token.expires_at <= world.clock.now():
        raise Refusal(403, "Token expired")
    return token


def authorise(operation: Operation, token: Token) -> None:
    """Refuse what this kind of credential, its scopes or its plan do not open."""
    if SCHEMES[token.kind] not in operation.security and not _holds_organization_scope(operation, token):
        status = 401 if 401 in operation.error_shapes and 403 not in operation.error_shapes else 403
        raise Refusal(status, f"This endpoint does not support {_NAMES[token.kind]}")
    needed = scopes_needed(operation, token.kind)
    if needed and not set(needed) & set(token.scopes):
        held = ", ".join(token.scopes)
        raise Refusal(403, f"Invalid scope(s): {held}. This endpoint requires the {' or '.join(needed)} scope")
    if token.plan.tier not in _tiers(operation):
        raise Refusal(403, "Limited by Figma plan")
    if operation.id == "getActivityLogs" and token.user is not None and not token.user.admin:
        raise Refusal(403, "Incorrect account type")


def _holds_organization_scope(operation: Operation, token: Token) -> bool:
    """One consent can cover ordinary scopes and those that only an organization's admin can allow."""
    return token.kind == "oauth" and not set(token.scopes).isdisjoint(operation.security.get("OrgOAuth2", ()))


def scopes_needed(operation: Operation, kind: Kind) -> tuple[str, ...]:
    """Scopes of which one is enough. Personal and plan tokens need those that the description names for OAuth."""
    declared = operation.security.get("OAuth2") or operation.security.get("OrgOAuth2") or ()
    if kind == "plan_access_token":
        return PLAN_SCOPES.get(operation.id, declared)
    return declared


def _tiers(operation: Operation) -> tuple[Tier, ...]:
    if any(word in operation.id for word in _ENTERPRISE):
        return ("enterprise",)
    if any(word in operation.id for word in _ORGANIZATION):
        return ("organization", "enterprise")
    return ("starter", "professional", "organization", "enterprise")


def role(token: Token, file: File) -> Role | None:
    """What the caller may do with a file; None where they cannot even see it."""
    if token.plan is file.plan:
        if token.user is None or token.user is file.creator:
            return "owner"
        return "editor" if token.user.seat == "full" else "viewer"
    return "viewer" if file.link_access == "view" else None


def visible_file(world: World, token: Token, key: str) -> File:
    """The file, where the caller can see it: Figma says 404 of files that it hides."""
    file = world.files.get(key)
    if file is None or role(token, file) is None:
        raise not_found()
    if not file.exportable:
        raise Refusal(403, "File not exportable")
    return file


def lifetime_days(kind: Kind) -> int:
    return 365 if kind == "plan_access_token" else 90


def is_live(token: Token, clock: Clock) -> bool:
    return not token.revoked and token.expires_at > clock.now()
