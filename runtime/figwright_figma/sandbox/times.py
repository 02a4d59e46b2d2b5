"""Times as Figma writes them."""

from __future__ import annotations

from datetime import UTC, datetime


def iso(when: datetime) -> str:
    """`2026-01-09T20:59:52Z`."""
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
