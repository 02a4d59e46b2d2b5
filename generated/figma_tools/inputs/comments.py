# Written by `figwright generate`. Change the description or the manifest, and generate again.
"""What tools take: comments."""

from __future__ import annotations

from typing import Annotated, NotRequired, TypeAlias

from pydantic import BeforeValidator, with_config
from typing_extensions import TypedDict

from figma_tools import inputs
from figwright.connector import parse_json


@with_config(extra="forbid")
class FigmaCommentReactionCreateInput(TypedDict):
    """What `figma_comment_reaction_create` takes."""

    file_key: inputs.identifiers.FileKey
    """The file's key or URL."""
    comment_id: inputs.identifiers.CommentId
    """From listing comments."""
    emoji: Emoji
    """A shortcode such as :heart: or :+1::skin-tone-2:."""


@with_config(extra="forbid")
class FigmaCommentReactionDeleteInput(TypedDict):
    """What `figma_comment_reaction_delete` takes."""

    file_key: inputs.identifiers.FileKey
    """The file's key or URL."""
    comment_id: inputs.identifiers.CommentId
    """From listing comments."""
    emoji: Emoji
    """The shortcode as it was given, such as :heart:."""


@with_config(extra="forbid")
class FigmaCommentReactionsListInput(TypedDict):
    """What `figma_comment_reactions_list` takes."""

    file_key: inputs.identifiers.FileKey
    """The file's key or URL."""
    comment_id: inputs.identifiers.CommentId
    """From listing comments."""
    cursor: NotRequired[str]
    """From next_page of the last answer."""


@with_config(extra="forbid")
class FigmaFileCommentCreateInput(TypedDict):
    """What `figma_file_comment_create` takes."""

    file_key: inputs.identifiers.FileKey
    """The file's key or URL."""
    message: str
    """The comment's text."""
    client_meta: NotRequired[Annotated[ClientMeta, BeforeValidator(parse_json)]]
    """Where to pin it: x, y on the page, or node_id, node_offset in a frame; region_width, region_height for a region.
    Not in a reply."""
    comment_id: NotRequired[inputs.identifiers.CommentId]
    """To reply: the thread's first comment."""


@with_config(extra="forbid")
class FigmaFileCommentDeleteInput(TypedDict):
    """What `figma_file_comment_delete` takes."""

    file_key: inputs.identifiers.FileKey
    """The file's key or URL."""
    comment_id: inputs.identifiers.CommentId
    """From listing comments."""


@with_config(extra="forbid")
class FigmaFileCommentsListInput(TypedDict):
    """What `figma_file_comments_list` takes."""

    file_key: inputs.identifiers.FileKey
    """The file's key or URL."""
    as_md: NotRequired[bool]
    """Formatted texts as Markdown."""


ClientMeta: TypeAlias = (
    inputs.geometry.FrameOffset | inputs.geometry.FrameOffsetRegion | inputs.geometry.Region | inputs.geometry.Vector
)
"""Where a comment is pinned. Vector is a point on the canvas, FrameOffset a point within a node; the two regions add a
width and a height."""

Emoji: TypeAlias = str
"""An emoji as a shortcode between colons, with an optional skin tone, such as :eyes: or :+1::skin-tone-2:."""
