# Written by `figwright generate`. Change the description or the manifest, and generate again.
"""What tools return: people."""

from __future__ import annotations

from typing import NotRequired

from typing_extensions import TypedDict


class Account(TypedDict):
    """A person, a bot or an organization, as others see it."""

    html_url: NotRequired[str]
    """Its page."""
    id: int
    """It stays when the login changes."""
    login: str
    """The name in addresses and mentions."""
    type: NotRequired[str]
    """User, Organization or Bot."""


class Me(Account):
    """The person whose token is used."""

    bio: NotRequired[str | None]
    company: NotRequired[str | None]
    created_at: NotRequired[str]
    email: NotRequired[str | None]
    """The address that they show to everybody."""
    location: NotRequired[str | None]
    name: NotRequired[str | None]
    """The name that they show."""
    public_repos: NotRequired[int]
    """How many public repositories they own."""
