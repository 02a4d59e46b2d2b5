# Written by `figwright generate`. Change the description or the manifest, and generate again.
"""Comments: typed functions, one per tool."""

from __future__ import annotations

from typing import TYPE_CHECKING

from figma_tools.tools.comments import (
    FIGMA_COMMENT_REACTION_CREATE,
    FIGMA_COMMENT_REACTION_DELETE,
    FIGMA_COMMENT_REACTIONS_LIST,
    FIGMA_FILE_COMMENT_CREATE,
    FIGMA_FILE_COMMENT_DELETE,
    FIGMA_FILE_COMMENTS_LIST,
)

if TYPE_CHECKING:
    from figma_tools import inputs, types
    from figwright.connector import Account


def figma_comment_reaction_create(
    account: Account, *, file_key: str, comment_id: str | int, emoji: str
) -> types.shared.Success:
    """React to a comment.

    Add an emoji reaction of the connected person to a comment from figma_file_comments_list. To say something use
    figma_file_comment_create.

    Args:
        file_key: The file's key or URL.
        comment_id: From listing comments.
        emoji: A shortcode such as :heart: or :+1::skin-tone-2:.

    Returns:
        Success: the provider's JSON, as it came.

    Needs:
        OAuth access token or personal access token; scope file_comments:write; rate-limit tier 2.

    Fails with:
        400: Something in the request is wrong; message says what.
        403: The token is dead, lacks a scope, or its owner has no access; err says which, where Figma tells.
        404: There is no such thing, or the account may not know of it.
        429: The rate limit is used up. Retry-After says how many seconds to wait.
        500: Figma failed. Very large files and renders end like this, too.

    Operation postCommentReaction: POST /v1/files/{file_key}/comments/{comment_id}/reactions.

    Example:
        figma_comment_reaction_create(
            account,
            file_key="aB3dE6gH9jK2mN5pQ8sT1v",
            comment_id="1234567890",
            emoji=":heart:",
        )
    """
    return account.call(FIGMA_COMMENT_REACTION_CREATE, {"file_key": file_key, "comment_id": comment_id, "emoji": emoji})


def figma_comment_reaction_delete(
    account: Account, *, file_key: str, comment_id: str | int, emoji: str
) -> types.shared.Success:
    """Remove a reaction.

    Take back an emoji reaction of the connected person; nobody else's can be removed. See figma_comment_reactions_list.

    Args:
        file_key: The file's key or URL.
        comment_id: From listing comments.
        emoji: The shortcode as it was given, such as :heart:.

    Returns:
        Success: the provider's JSON, as it came.

    Needs:
        OAuth access token or personal access token; scope file_comments:write; rate-limit tier 2.

    Fails with:
        403: The token is dead, lacks a scope, or its owner has no access; err says which, where Figma tells.
        404: There is no such thing, or the account may not know of it.
        429: The rate limit is used up. Retry-After says how many seconds to wait.
        500: Figma failed. Very large files and renders end like this, too.

    Operation deleteCommentReaction: DELETE /v1/files/{file_key}/comments/{comment_id}/reactions.

    Example:
        figma_comment_reaction_delete(
            account,
            file_key="aB3dE6gH9jK2mN5pQ8sT1v",
            comment_id="1234567890",
            emoji=":heart:",
        )
    """
    return account.call(FIGMA_COMMENT_REACTION_DELETE, {"file_key": file_key, "comment_id": comment_id, "emoji": emoji})


def figma_comment_reactions_list(
    account: Account, *, file_key: str, comment_id: str | int, cursor: str | None = None
) -> types.comments.GetCommentReactionsResponse:
    """List reactions to a comment.

    List one comment's emoji reactions, who gave them and when. figma_file_comments_list brings reactions too; use this
    where there are many.

    Args:
        file_key: The file's key or URL.
        comment_id: From listing comments.
        cursor: From next_page of the last answer.

    Returns:
        GetCommentReactionsResponse: the provider's JSON, as it came.

    Needs:
        OAuth access token or personal access token or plan access token; scope file_comments:read or files:read
        (deprecated); rate-limit tier 2.

    Fails with:
        403: The token is dead, lacks a scope, or its owner has no access; err says which, where Figma tells.
        404: There is no such thing, or the account may not know of it.
        429: The rate limit is used up. Retry-After says how many seconds to wait.
        500: Figma failed. Very large files and renders end like this, too.

    Operation getCommentReactions: GET /v1/files/{file_key}/comments/{comment_id}/reactions.

    Example:
        figma_comment_reactions_list(account, file_key="aB3dE6gH9jK2mN5pQ8sT1v", comment_id="1234567890")
    """
    return account.call(
        FIGMA_COMMENT_REACTIONS_LIST, {"file_key": file_key, "comment_id": comment_id, "cursor": cursor}
    )


def figma_file_comment_create(
    account: Account,
    *,
    file_key: str,
    message: str,
    client_meta: inputs.comments.ClientMeta | str | None = None,
    comment_id: str | int | None = None,
) -> types.comments.Comment:
    """Comment on a file.

    Post a comment as the connected person, visible to all who see the file. It starts a thread, or with comment_id
    replies to one (to its root comment, never to a reply). Calling twice posts twice.

    Args:
        file_key: The file's key or URL.
        message: The comment's text.
        client_meta: Where to pin it: x, y on the page, or node_id, node_offset in a frame; region_width, region_height
            for a region. Not in a reply.
        comment_id: To reply: the thread's first comment.

    Returns:
        Comment: the provider's JSON, as it came.

    Needs:
        OAuth access token or personal access token; scope file_comments:write; rate-limit tier 2.

    Fails with:
        400: Something in the request is wrong; message says what.
        403: The token is dead, lacks a scope, or its owner has no access; err says which, where Figma tells.
        404: There is no such thing, or the account may not know of it.
        429: The rate limit is used up. Retry-After says how many seconds to wait.
        500: Figma failed. Very large files and renders end like this, too.

    Operation postComment: POST /v1/files/{file_key}/comments.

    Example:
        figma_file_comment_create(account, file_key="aB3dE6gH9jK2mN5pQ8sT1v", message="...")
    """
    return account.call(
        FIGMA_FILE_COMMENT_CREATE,
        {"file_key": file_key, "message": message, "client_meta": client_meta, "comment_id": comment_id},
    )


def figma_file_comment_delete(account: Account, *, file_key: str, comment_id: str | int) -> types.shared.Success:
    """Delete a comment.

    Delete a comment for good; only its author can. To take back an emoji use figma_comment_reaction_delete.

    Args:
        file_key: The file's key or URL.
        comment_id: From listing comments.

    Returns:
        Success: the provider's JSON, as it came.

    Needs:
        OAuth access token or personal access token; scope file_comments:write; rate-limit tier 2.

    Fails with:
        403: The token is dead, lacks a scope, or its owner has no access; err says which, where Figma tells.
        404: There is no such thing, or the account may not know of it.
        429: The rate limit is used up. Retry-After says how many seconds to wait.
        500: Figma failed. Very large files and renders end like this, too.

    Operation deleteComment: DELETE /v1/files/{file_key}/comments/{comment_id}.

    Example:
        figma_file_comment_delete(account, file_key="aB3dE6gH9jK2mN5pQ8sT1v", comment_id="1234567890")
    """
    return account.call(FIGMA_FILE_COMMENT_DELETE, {"file_key": file_key, "comment_id": comment_id})


def figma_file_comments_list(
    account: Account, *, file_key: str, as_md: bool | None = None
) -> types.comments.GetCommentsResponse:
    """List a file's comments.

    List a file's comments as threads: root, replies, author, age, place, whether resolved, reactions. view=open leaves
    resolved threads out.

    Args:
        file_key: The file's key or URL.
        as_md: Formatted texts as Markdown.

    Returns:
        GetCommentsResponse: the provider's JSON, as it came.

    Needs:
        OAuth access token or personal access token or plan access token; scope file_comments:read or files:read
        (deprecated); rate-limit tier 2.

    Fails with:
        403: The token is dead, lacks a scope, or its owner has no access; err says which, where Figma tells.
        404: There is no such thing, or the account may not know of it.
        429: The rate limit is used up. Retry-After says how many seconds to wait.
        500: Figma failed. Very large files and renders end like this, too.

    Operation getComments: GET /v1/files/{file_key}/comments.

    Example:
        figma_file_comments_list(account, file_key="aB3dE6gH9jK2mN5pQ8sT1v")
    """
    return account.call(FIGMA_FILE_COMMENTS_LIST, {"file_key": file_key, "as_md": as_md})
