"""Account events as they are delivered to your application, and what became of each delivery."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, NamedTuple, NotRequired

from typing_extensions import TypedDict


class StatusChange(TypedDict):
    """What `account.status_changed` says."""

    connection: str
    identifier: str
    """Your own name for the user."""
    status: str
    """Its status now, one of `AccountStatus`."""
    previous_status: str
    reason: str
    """What the status alone does not say, for a person to read; often ""."""


class AccountNotice(TypedDict):
    """What every other event of an account says."""

    connection: str
    identifier: str
    """Your own name for the user."""
    status: str
    reason: str
    expires_at: NotRequired[str | None]
    """When its token ends (ISO 8601, UTC), where an event is about that; None if nobody knows an end."""


class AccountStatusChanged(TypedDict):
    """An account has another status: it was revoked, expired, disconnected, deleted, or works again."""

    type: Literal["account.status_changed"]
    timestamp: str
    data: StatusChange


class AccountReasonChanged(TypedDict):
    """The status is the same, and what is said beside it is not: other scopes were granted, for example."""

    type: Literal["account.reason_changed"]
    timestamp: str
    data: AccountNotice


class AccountConnected(TypedDict):
    """A person's consent, or a token that was handed in, is what the account works with from now on."""

    type: Literal["account.connected"]
    timestamp: str
    data: AccountNotice


class AccountRefreshFailed(TypedDict):
    """Three attempts in a row to renew the token failed. It is tried on; told once until one succeeds."""

    type: Literal["account.refresh_failed"]
    timestamp: str
    data: AccountNotice


class AccountExpiring(TypedDict):
    """The token ends soon, and is not going to be renewed by itself. Told once for each token."""

    type: Literal["account.expiring"]
    timestamp: str
    data: AccountNotice


AccountMessage = AccountStatusChanged | AccountReasonChanged | AccountConnected | AccountRefreshFailed | AccountExpiring
"""The body of a delivery, told apart by its `type`."""


class EventDelivery(NamedTuple):
    """An event on its way to one endpoint, and what became of it."""

    id: int
    endpoint: str
    message_id: str
    """What the receiver gets as `webhook-id`; the same for each attempt and each endpoint."""
    type: str
    connection_name: str
    identifier: str
    payload: str
    """The body, as it is sent."""
    state: str
    """waiting, delivered or dead (given up after three days of attempts)."""
    queued_at: datetime
    ended_at: datetime | None
    attempts: int
    next_attempt_at: datetime | None
    last_failure: str


class DeliveryReport(NamedTuple):
    """How many deliveries were answered with a 2xx, and how many attempts failed."""

    delivered: int
    failed: int
