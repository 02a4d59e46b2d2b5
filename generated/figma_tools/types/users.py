# Written by `figwright generate`. Change the description or the manifest, and generate again.
"""What tools return: users."""

from __future__ import annotations

from typing_extensions import TypedDict


class User(TypedDict):
    """A person, as others see them."""

    handle: str
    """The name they chose."""
    id: str
    """The person's id. Beyond 2^53, so keep it a string."""
    img_url: str
    """The URL of their picture."""


class Me(User):
    """The person whose credential was used."""

    email: str
    """The address of their account; no other operation shows it."""
