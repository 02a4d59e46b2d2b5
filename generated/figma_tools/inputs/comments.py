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
    """The part after /design/ or /file/ in the file's URL. A branch key works too."""
    comment_id: inputs.identifiers.CommentId
    """The comment's id, from the list of the file's comments."""
    emoji: Emoji
    """The emoji as a shortcode between colons, such as :heart: or :+1::skin-tone-2:. Not the character itself."""


@with_config(extra="forbid")
class FigmaCommentReactionDeleteInput(TypedDict):
    """What `figma_comment_reaction_delete` takes."""

    file_key: inputs.identifiers.FileKey
    """The part after /design/ or /file/ in the file's URL. A branch key works too."""
    comment_id: inputs.identifiers.CommentId
    """The comment's id, from the list of the file's comments."""
    emoji: Emoji
    """The emoji as a shortcode between colons, such as :heart: or :+1::skin-tone-2:, as it was given."""


@with_config(extra="forbid")
class FigmaCommentReactionsListInput(TypedDict):
    """What `figma_comment_reactions_list` takes."""

    file_key: inputs.identifiers.FileKey
    """The part after /design/ or /file/ in the file's URL. A branch key works too."""
    comment_id: inputs.identifiers.CommentId
    """The comment's id, from the list of the file's comments."""
    cursor: NotRequired[str]
    """From next_page of the last answer, to get the next page. Leave out for the first."""


@with_config(extra="forbid")
class FigmaFileCommentCreateInput(TypedDict):
    """What `figma_file_comment_create` takes."""

    file_key: inputs.identifiers.FileKey
    """The part after /design/ or /file/ in the file's URL. A branch key works too."""
    message: str
    """The text of the comment."""
    client_meta: NotRequired[Annotated[ClientMeta, BeforeValidator(parse_json)]]
    """Where to pin it. {x, y} on the canvas, or {node_id, node_offset} within a node; region_width and region_height
    make it a region. Leave out in a reply."""
    comment_id: NotRequired[inputs.identifiers.CommentId]
    """To reply, the id of the first comment of the thread. A reply cannot be replied to."""


@with_config(extra="forbid")
class FigmaFileCommentDeleteInput(TypedDict):
    """What `figma_file_comment_delete` takes."""

    file_key: inputs.identifiers.FileKey
    """The part after /design/ or /file/ in the file's URL. A branch key works too."""
    comment_id: inputs.identifiers.CommentId
    """The comment's id, from the list of the file's comments."""


@with_config(extra="forbid")
class FigmaFileCommentsListInput(TypedDict):
    """What `figma_file_comments_list` takes."""

    file_key: inputs.identifiers.FileKey
    """The part after /design/ or /file/ in the file's URL. A branch key works too."""
    as_md: NotRequired[bool]
    """Pass true to get the texts as Markdown where they are formatted."""


ClientMeta: TypeAlias = (
    inputs.geometry.FrameOffset | inputs.geometry.FrameOffsetRegion | inputs.geometry.Region | inputs.geometry.Vector
)
"""Where a comment is pinned. Vector is a point on the canvas, FrameOffset a point within a node; the two regions add a
width and a height."""

Emoji: TypeAlias = str
"""An emoji as a shortcode between colons, with an optional skin tone, such as :eyes: or :+1::skin-tone-2:."""
