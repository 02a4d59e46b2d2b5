# Written by `figwright generate`. Change the description or the manifest, and generate again.
"""Comments: the tools as the runtime sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from figwright.connector import Pagination, Parameter, Tool

if TYPE_CHECKING:
    from figma_tools import types

FIGMA_COMMENT_REACTION_CREATE: Tool[types.shared.Success] = Tool(
    name="figma_comment_reaction_create",
    title="React to a comment",
    description=(
        "Add an emoji reaction of the connected person to a comment from figma_file_comments_list. To say "
        "something use figma_file_comment_create."
    ),
    operation="postCommentReaction",
    method="POST",
    path="/v1/files/{file_key}/comments/{comment_id}/reactions",
    toolset="comments",
    input_type="figma_tools.inputs.comments:FigmaCommentReactionCreateInput",
    input_schema="comments.input.json",
    output_type="figma_tools.types.shared:Success",
    output_schema="comments.output.json",
    parameters=(
        Parameter("file_key", "file_key", "path"),
        Parameter("comment_id", "comment_id", "path"),
        Parameter("emoji", "emoji", "body"),
    ),
    scopes=("file_comments:write",),
    credentials=("oauth", "personal_access_token"),
    tier=2,
    result_names=("error", "status"),
    errors_at="/error",
    readers={"file_key": "figwright_figma.urls:file_key", "comment_id": "figwright_figma.urls:comment_id"},
    read_from={"comment_id": "file_key"},
)

FIGMA_COMMENT_REACTION_DELETE: Tool[types.shared.Success] = Tool(
    name="figma_comment_reaction_delete",
    title="Remove a reaction",
    description=(
        "Take back an emoji reaction of the connected person; nobody else's can be removed. See "
        "figma_comment_reactions_list."
    ),
    operation="deleteCommentReaction",
    method="DELETE",
    path="/v1/files/{file_key}/comments/{comment_id}/reactions",
    toolset="comments",
    input_type="figma_tools.inputs.comments:FigmaCommentReactionDeleteInput",
    input_schema="comments.input.json",
    output_type="figma_tools.types.shared:Success",
    output_schema="comments.output.json",
    parameters=(
        Parameter("file_key", "file_key", "path"),
        Parameter("comment_id", "comment_id", "path"),
        Parameter("emoji", "emoji", "query"),
    ),
    scopes=("file_comments:write",),
    credentials=("oauth", "personal_access_token"),
    tier=2,
    destructive=True,
    idempotent=True,
    result_names=("error", "status"),
    errors_at="/error",
    readers={"file_key": "figwright_figma.urls:file_key", "comment_id": "figwright_figma.urls:comment_id"},
    read_from={"comment_id": "file_key"},
)

FIGMA_COMMENT_REACTIONS_LIST: Tool[types.comments.GetCommentReactionsResponse] = Tool(
    name="figma_comment_reactions_list",
    title="List reactions to a comment",
    description=(
        "List one comment's emoji reactions, who gave them and when. figma_file_comments_list brings reactions "
        "too; use this where there are many."
    ),
    operation="getCommentReactions",
    method="GET",
    path="/v1/files/{file_key}/comments/{comment_id}/reactions",
    toolset="comments",
    input_type="figma_tools.inputs.comments:FigmaCommentReactionsListInput",
    input_schema="comments.input.json",
    output_type="figma_tools.types.comments:GetCommentReactionsResponse",
    output_schema="comments.output.json",
    parameters=(
        Parameter("file_key", "file_key", "path"),
        Parameter("comment_id", "comment_id", "path"),
        Parameter("cursor", "cursor", "query"),
    ),
    scopes=("file_comments:read", "files:read"),
    credentials=("oauth", "personal_access_token", "plan_access_token"),
    default=True,
    tier=2,
    read_only=True,
    idempotent=True,
    pagination=Pagination(input="cursor", links=("/pagination/next_page",), items="/reactions"),
    result_names=("pagination", "reactions"),
    aside=("user.id", "user.img_url"),
    readers={"file_key": "figwright_figma.urls:file_key", "comment_id": "figwright_figma.urls:comment_id"},
    read_from={"comment_id": "file_key"},
)

FIGMA_FILE_COMMENT_CREATE: Tool[types.comments.Comment] = Tool(
    name="figma_file_comment_create",
    title="Comment on a file",
    description=(
        "Post a comment as the connected person, visible to all who see the file. It starts a thread, or with "
        "comment_id replies to one (to its root comment, never to a reply). Calling twice posts twice."
    ),
    operation="postComment",
    method="POST",
    path="/v1/files/{file_key}/comments",
    toolset="comments",
    input_type="figma_tools.inputs.comments:FigmaFileCommentCreateInput",
    input_schema="comments.input.json",
    output_type="figma_tools.types.comments:Comment",
    output_schema="comments.output.json",
    parameters=(
        Parameter("file_key", "file_key", "path"),
        Parameter("message", "message", "body"),
        Parameter("client_meta", "client_meta", "body"),
        Parameter("comment_id", "comment_id", "body"),
    ),
    scopes=("file_comments:write",),
    credentials=("oauth", "personal_access_token"),
    tier=2,
    result_names=("client_meta", "created_at", "file_key", "id", "message", "order_id", "reactions", "user"),
    readers={"file_key": "figwright_figma.urls:file_key", "comment_id": "figwright_figma.urls:comment_id"},
)

FIGMA_FILE_COMMENT_DELETE: Tool[types.shared.Success] = Tool(
    name="figma_file_comment_delete",
    title="Delete a comment",
    description="Delete a comment for good; only its author can. To take back an emoji use figma_comment_reaction_delete.",
    operation="deleteComment",
    method="DELETE",
    path="/v1/files/{file_key}/comments/{comment_id}",
    toolset="comments",
    input_type="figma_tools.inputs.comments:FigmaFileCommentDeleteInput",
    input_schema="comments.input.json",
    output_type="figma_tools.types.shared:Success",
    output_schema="comments.output.json",
    parameters=(Parameter("file_key", "file_key", "path"), Parameter("comment_id", "comment_id", "path")),
    scopes=("file_comments:write",),
    credentials=("oauth", "personal_access_token"),
    tier=2,
    destructive=True,
    idempotent=True,
    result_names=("error", "status"),
    errors_at="/error",
    readers={"file_key": "figwright_figma.urls:file_key", "comment_id": "figwright_figma.urls:comment_id"},
    read_from={"comment_id": "file_key"},
)

FIGMA_FILE_COMMENTS_LIST: Tool[types.comments.GetCommentsResponse] = Tool(
    name="figma_file_comments_list",
    title="List a file's comments",
    description=(
        "List a file's comments as threads: root, replies, author, age, place, whether resolved, reactions. "
        "view=open leaves resolved threads out."
    ),
    operation="getComments",
    method="GET",
    path="/v1/files/{file_key}/comments",
    toolset="comments",
    input_type="figma_tools.inputs.comments:FigmaFileCommentsListInput",
    input_schema="comments.input.json",
    output_type="figma_tools.types.comments:GetCommentsResponse",
    output_schema="comments.output.json",
    parameters=(Parameter("file_key", "file_key", "path"), Parameter("as_md", "as_md", "query")),
    scopes=("file_comments:read", "files:read"),
    credentials=("oauth", "personal_access_token", "plan_access_token"),
    default=True,
    tier=2,
    read_only=True,
    idempotent=True,
    result_names=("comments",),
    authored={"message": "user.handle"},
    aside=("file_key", "user.id", "user.img_url", "order_id"),
    view="figwright_figma.comments:render",
    views=("threads", "open"),
    readers={"file_key": "figwright_figma.urls:file_key"},
)
