# Written by `figwright generate`. Change the description or the manifest, and generate again.
"""What tools return: comments."""

from __future__ import annotations

from typing import NotRequired, TypeAlias

from typing_extensions import TypedDict

from figma_tools import types


class Comment(TypedDict):
    """A comment on a file, or a reply to one."""

    client_meta: ClientMeta | None
    """Where it is pinned; null in some old comments."""
    created_at: str
    file_key: str
    """The file that it is on."""
    id: str
    message: str
    """The text; Markdown with as_md."""
    order_id: str | None
    """The number on the pin; replies have none."""
    parent_id: NotRequired[str]
    """For a reply, the id of the comment that it answers. Absent or empty for the first of a thread."""
    reactions: list[Reaction]
    resolved_at: NotRequired[str | None]
    """When the thread was resolved; null while it is open."""
    user: types.users.User
    """Who wrote it."""
    uuid: NotRequired[str | None]


class CommentFragment(TypedDict):
    """A piece of a comment's text in a webhook delivery; it has one of the two."""

    mention: NotRequired[str]
    """The id of a person who is mentioned here."""
    text: NotRequired[str]
    """Plain text."""


class GetCommentReactionsResponse(TypedDict):
    """A page of the reactions to a comment."""

    pagination: types.shared.ResponsePagination
    reactions: list[Reaction]


class GetCommentsResponse(TypedDict):
    """All comments on a file, replies among them."""

    comments: list[Comment]


class Reaction(TypedDict):
    """An emoji that a person gave to a comment."""

    created_at: str
    emoji: Emoji
    user: types.users.User
    """Who gave it."""


ClientMeta: TypeAlias = (
    types.geometry.FrameOffset | types.geometry.FrameOffsetRegion | types.geometry.Region | types.geometry.Vector
)
"""Where a comment is pinned. Vector is a point on the canvas, FrameOffset a point within a node; the two regions add a
width and a height."""

Emoji: TypeAlias = str
"""An emoji as a shortcode between colons, with an optional skin tone, such as :eyes: or :+1::skin-tone-2:."""
