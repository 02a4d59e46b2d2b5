# Written by `figwright generate`. Change the description or the manifest, and generate again.
"""What tools return: ai usage."""

from __future__ import annotations

from typing import Literal, NotRequired

from typing_extensions import TypedDict


class AiUsageDailyRow(TypedDict):
    """The AI credits that one person used with one editor on one day."""

    day: str
    """YYYY-MM-DD, in UTC."""
    editor_type: Literal["design", "figjam", "slides", "sites", "buzz", "make", "not_applicable"]
    """The editor; not_applicable where no file was involved."""
    license_group_id: NotRequired[str | None]
    """Null where no license group (a billing group) is concerned."""
    license_group_name: NotRequired[str | None]
    metering_period_end: str
    """When the plan's accounting period ends, such as 2026-06-01T00:00:00Z."""
    metering_period_start: str
    """When the plan's accounting period began, such as 2026-05-01T00:00:00Z."""
    plan_credits_sum: int
    """Credits taken from what the whole plan shares."""
    plan_id: str
    seat_credits_sum: int
    """Credits taken from the person's own share."""
    team_id: NotRequired[str | None]
    """Null where no team is concerned."""
    team_name: NotRequired[str | None]
    user_email: NotRequired[str | None]
    """Null where the person is unknown by now, such as after their account was deleted."""
    user_id: str
    workspace_id: NotRequired[str | None]
    """Null where no workspace is concerned."""
    workspace_name: NotRequired[str | None]


class GetAiUsageDailyResponse(TypedDict):
    """A page of daily AI usage."""

    has_next_page: bool
    next_cursor: str
    """To pass as cursor for the next page; empty on the last."""
    rows: list[AiUsageDailyRow]
    """By day, within it by person, then by editor."""
