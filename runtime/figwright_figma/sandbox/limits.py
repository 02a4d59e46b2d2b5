"""Rate limits as Figma's page of November 2025 gives them: a leaky bucket per tier, by plan and seat.

A bucket belongs to a person within a plan and app, or to a plan access token. The plan is that of the resource.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from figwright.sandbox.clock import Clock

from .description import Operation
from .errors import Refusal
from .world import Plan, Tier, Token

MINUTE, MONTH = 60, 30 * 24 * 3600

TIERS: dict[str, int] = {
    **dict.fromkeys(("getFile", "getFileNodes", "getImages"), 1),
    **dict.fromkeys(
        (
            "getComments",
            "postComment",
            "deleteComment",
            "getCommentReactions",
            "postCommentReaction",
            "deleteCommentReaction",
            "getDevResources",
            "postDevResources",
            "putDevResources",
            "deleteDevResource",
            "getImageFills",
            "getTeamProjects",
            "getProjectFiles",
            "getLocalVariables",
            "getPublishedVariables",
            "getFileVersions",
            "getWebhooks",
            "postWebhook",
            "getWebhook",
            "putWebhook",
            "deleteWebhook",
            "getTeamWebhooks",
            "getWebhookRequests",
        ),
        2,
    ),
}
"""Operation to tier; every other is in tier 3."""

LOW = {1: (6, MONTH), 2: (5, MINUTE), 3: (10, MINUTE)}
"""Tier to (calls, seconds) for View and Collab seats, and for any seat on Starter."""

HIGH: dict[Tier, dict[int, tuple[int, int]]] = {
    "starter": LOW,
    "professional": {1: (10, MINUTE), 2: (25, MINUTE), 3: (50, MINUTE)},
    "organization": {1: (15, MINUTE), 2: (50, MINUTE), 3: (100, MINUTE)},
    "enterprise": {1: (20, MINUTE), 2: (100, MINUTE), 3: (150, MINUTE)},
}

_PLAN_HEADER: dict[Tier, str] = {
    "starter": "starter",
    "professional": "pro",
    "organization": "org",
    "enterprise": "enterprise",
}


@dataclass
class Limits:
    """The buckets. `override[tier] = (calls, seconds)` replaces Figma's numbers for everybody."""

    clock: Clock
    enabled: bool = False
    override: dict[int, tuple[int, float]] = field(default_factory=dict)
    _levels: dict[tuple[object, ...], tuple[float, float]] = field(default_factory=dict, repr=False)
    """Bucket to (level, when)."""

    def spend(self, operation: Operation, token: Token, plan: Plan) -> None:
        """Count one call; refuse with 429 and Figma's headers where the bucket is full."""
        tier = TIERS.get(operation.id, 3)
        if not self.enabled and tier not in self.override:
            return
        kind = _kind(token, plan)
        calls, seconds = self.override.get(tier) or (LOW[tier] if kind == "low" else HIGH[plan.tier][tier])
        bucket = (tier, *_owner(token, plan))
        level, when = self._levels.get(bucket, (0.0, 0.0))
        now = self.clock.time()
        level = max(0.0, level - (now - when) * calls / seconds)
        if level + 1 > calls + 1e-9:
            wait = math.ceil((level + 1 - calls) * seconds / calls)
            raise Refusal(429, "Rate limit exceeded", _headers(wait, plan, kind))
        self._levels[bucket] = (level + 1, now)


def _kind(token: Token, plan: Plan) -> str:
    if token.user is None:
        return "high"
    member = token.plan is plan
    return "high" if member and token.user.seat in ("dev", "full") and plan.tier != "starter" else "low"


def _owner(token: Token, plan: Plan) -> tuple[object, ...]:
    if token.user is None:
        return token.value, plan.id
    return token.user.id, plan.id, token.client_id


def _headers(wait: int, plan: Plan, kind: str) -> dict[str, str]:
    return {
        "Retry-After": str(wait),
        "X-Figma-Plan-Tier": _PLAN_HEADER[plan.tier],
        "X-Figma-Rate-Limit-Type": kind,
        "X-Figma-Upgrade-Link": "https://www.figma.com/files?api_paywall=true",
    }
