# Written by `figwright generate`. Change the description or the manifest, and generate again.
"""What tools take: identifiers."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from pydantic import BeforeValidator, Field

from figwright.connector import reader

CommentId: TypeAlias = Annotated[
    str,
    Field(pattern="^[0-9]{1,64}$", coerce_numbers_to_str=True),
    BeforeValidator(reader("figwright_figma.urls:comment_id", "^[0-9]{1,64}$")),
]
"""The id of a comment, as listing the file's comments shows it."""

CommunityId: TypeAlias = Annotated[
    str,
    Field(pattern="^[0-9]{1,64}$", coerce_numbers_to_str=True),
    BeforeValidator(reader("figwright_figma.urls:community_id", "^[0-9]{1,64}$")),
]
"""The number after /plugin/, /widget/ or /file/ in the URL of a Community page."""

ComponentKey: TypeAlias = Annotated[str, Field(pattern="^[A-Za-z0-9_-]{10,128}$", coerce_numbers_to_str=True)]
"""The key of a published component or component set, usually 40 hexadecimal digits. Not a node id."""

Date: TypeAlias = Annotated[str, Field(pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$", coerce_numbers_to_str=True)]
"""A calendar day, YYYY-MM-DD."""

DevResourceId: TypeAlias = Annotated[str, Field(pattern="^[A-Za-z0-9_-]{1,128}$", coerce_numbers_to_str=True)]
"""The id of a dev resource, as listing the file's dev resources shows it."""

FileKey: TypeAlias = Annotated[
    str,
    Field(pattern="^[A-Za-z0-9]{10,128}$", coerce_numbers_to_str=True),
    BeforeValidator(reader("figwright_figma.urls:file_key", "^[A-Za-z0-9]{10,128}$")),
]
"""The part after /design/, /file/ or /board/ in a file's URL; for a branch, after /branch/."""

FolderId: TypeAlias = Annotated[
    str,
    Field(pattern="^[0-9]{1,64}$", coerce_numbers_to_str=True),
    BeforeValidator(reader("figwright_figma.urls:folder_id", "^[0-9]{1,64}$")),
]
"""The number after /project/ in the URL of a folder's page."""

MainFileKey: TypeAlias = Annotated[
    str,
    Field(pattern="^[A-Za-z0-9]{10,128}$", coerce_numbers_to_str=True),
    BeforeValidator(reader("figwright_figma.urls:main_file_key", "^[A-Za-z0-9]{10,128}$")),
]
"""The key of a file that is no branch. Of a branch's URL, the part before /branch/ is taken."""

NodeId: TypeAlias = Annotated[
    str,
    Field(
        pattern="^[A-Za-z]{0,2}-?[0-9]+[:-]-?[0-9]+(;[A-Za-z]{0,2}-?[0-9]+[:-]-?[0-9]+)*$", coerce_numbers_to_str=True
    ),
    BeforeValidator(reader("figwright_figma.urls:node_id", "^[^%/-]*$")),
]
"""The id of a node in a file, such as 1:2. A URL writes it as node-id=1-2, which is taken too."""

NodeIds: TypeAlias = Annotated[
    str,
    Field(
        pattern="^[A-Za-z]{0,2}-?[0-9]+[:-]-?[0-9]+([;,] *[A-Za-z]{0,2}-?[0-9]+[:-]-?[0-9]+)*$",
        coerce_numbers_to_str=True,
    ),
    BeforeValidator(reader("figwright_figma.urls:node_ids", "^[^%/-]*$")),
]
"""Ids of nodes in one file, separated by commas, such as 1:2,1:3."""

ProjectId: TypeAlias = Annotated[
    str,
    Field(pattern="^[0-9]{1,64}$", coerce_numbers_to_str=True),
    BeforeValidator(reader("figwright_figma.urls:folder_id", "^[0-9]{1,64}$")),
]
"""The number after /project/ in the URL of a project's page. Projects are called folders now."""

StyleKey: TypeAlias = Annotated[str, Field(pattern="^[A-Za-z0-9_-]{10,128}$", coerce_numbers_to_str=True)]
"""The key of a published style, usually 40 hexadecimal digits. Not a node id."""

TeamId: TypeAlias = Annotated[
    str,
    Field(pattern="^[0-9]{1,64}$", coerce_numbers_to_str=True),
    BeforeValidator(reader("figwright_figma.urls:team_id", "^[0-9]{1,64}$")),
]
"""The number after /team/ in the URL of a team's page. No call finds it."""

UserId: TypeAlias = Annotated[str, Field(pattern="^[0-9]{1,64}$", coerce_numbers_to_str=True)]
"""The id of a person, as the current-user call and every user in an answer show it."""

VersionId: TypeAlias = Annotated[
    str,
    Field(pattern="^[0-9]{1,64}$", coerce_numbers_to_str=True),
    BeforeValidator(reader("figwright_figma.urls:version_id", "^[0-9]{1,64}$")),
]
"""The id of a version of a file, from its version history. Beyond 2^53, so keep it a string."""

WebhookContextId: TypeAlias = Annotated[
    str,
    Field(pattern="^[A-Za-z0-9]{1,128}$", coerce_numbers_to_str=True),
    BeforeValidator(reader("figwright_figma.urls:webhook_context_id", "^[A-Za-z0-9]{1,128}$")),
]
"""The id of a team or project, or the key of a file."""

WebhookId: TypeAlias = Annotated[str, Field(pattern="^[0-9]{1,64}$", coerce_numbers_to_str=True)]
"""The id of a webhook, as creating or listing webhooks shows it."""
