# Written by `figwright generate`. Change the description or the manifest, and generate again.
"""What tools take: identifiers."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from pydantic import BeforeValidator, Field, WrapValidator

from figwright.connector import meant, reader

CommentId: TypeAlias = Annotated[
    str,
    Field(pattern="^[0-9]{1,64}$", coerce_numbers_to_str=True),
    WrapValidator(meant("the id of a comment, as listing the file's comments shows it, such as 1234567890")),
    BeforeValidator(reader("figwright_figma.urls:comment_id", "^[0-9]{1,64}$")),
]
"""The id of a comment, as listing the file's comments shows it."""

CommunityId: TypeAlias = Annotated[
    str,
    Field(pattern="^[0-9]{1,64}$", coerce_numbers_to_str=True),
    WrapValidator(
        meant(
            "the number after /plugin/, /widget/ or /file/ in the URL of a Community page, such as 1038240021484339839"
        )
    ),
    BeforeValidator(reader("figwright_figma.urls:community_id", "^[0-9]{1,64}$")),
]
"""The number after /plugin/, /widget/ or /file/ in the URL of a Community page."""

ComponentKey: TypeAlias = Annotated[
    str,
    Field(pattern="^[A-Za-z0-9_-]{10,128}$", coerce_numbers_to_str=True),
    WrapValidator(
        meant("the key of a published component or component set, such as 3f9489391619753868b8abc26c94d77a48669c26")
    ),
]
"""The key of a published component or component set. Usually 40 hexadecimal digits; not a node id."""

Date: TypeAlias = Annotated[
    str,
    Field(pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$", coerce_numbers_to_str=True),
    WrapValidator(meant("a calendar day, YYYY-MM-DD, such as 2026-03-31")),
]
"""A calendar day, YYYY-MM-DD."""

DevResourceId: TypeAlias = Annotated[
    str,
    Field(pattern="^[A-Za-z0-9_-]{1,128}$", coerce_numbers_to_str=True),
    WrapValidator(
        meant(
            "the id of a dev resource, as listing the file's dev resources shows it, such as aeb0e4b5-9d3f-4f8c-9a41-0f6a1a1b2c3d"
        )
    ),
]
"""The id of a dev resource, as listing the file's dev resources shows it."""

FileKey: TypeAlias = Annotated[
    str,
    Field(pattern="^[A-Za-z0-9]{10,128}$", coerce_numbers_to_str=True),
    WrapValidator(
        meant(
            "the part after /design/, /file/ or /board/ in a file's URL; for a branch, after /branch/, such as aB3dE6gH9jK2mN5pQ8sT1v"
        )
    ),
    BeforeValidator(reader("figwright_figma.urls:file_key", "^[A-Za-z0-9]{10,128}$")),
]
"""The part after /design/, /file/ or /board/ in a file's URL; for a branch, after /branch/."""

FolderId: TypeAlias = Annotated[
    str,
    Field(pattern="^[0-9]{1,64}$", coerce_numbers_to_str=True),
    WrapValidator(meant("the number after /project/ in the URL of a folder's page, such as 98765432")),
    BeforeValidator(reader("figwright_figma.urls:folder_id", "^[0-9]{1,64}$")),
]
"""The number after /project/ in the URL of a folder's page."""

MainFileKey: TypeAlias = Annotated[
    str,
    Field(pattern="^[A-Za-z0-9]{10,128}$", coerce_numbers_to_str=True),
    WrapValidator(meant("the key of a file that is no branch, such as aB3dE6gH9jK2mN5pQ8sT1v")),
    BeforeValidator(reader("figwright_figma.urls:main_file_key", "^[A-Za-z0-9]{10,128}$")),
]
"""The key of a file that is no branch. Of a branch's URL, the part before /branch/ is taken."""

NodeId: TypeAlias = Annotated[
    str,
    Field(
        pattern="^[A-Za-z]{0,2}-?[0-9]+[:-]-?[0-9]+(;[A-Za-z]{0,2}-?[0-9]+[:-]-?[0-9]+)*$", coerce_numbers_to_str=True
    ),
    WrapValidator(meant("the id of a node in a file, such as 1:2")),
    BeforeValidator(reader("figwright_figma.urls:node_id", "^[0-9A-Za-z:;]*$")),
]
"""The id of a node in a file, such as 1:2. A URL writes it as node-id=1-2, which is taken too."""

NodeIds: TypeAlias = Annotated[
    str,
    Field(
        pattern="^[A-Za-z]{0,2}-?[0-9]+[:-]-?[0-9]+([;,] *[A-Za-z]{0,2}-?[0-9]+[:-]-?[0-9]+)*$",
        coerce_numbers_to_str=True,
    ),
    WrapValidator(meant("ids of nodes in one file, separated by commas, such as 1:2,1:3")),
    BeforeValidator(reader("figwright_figma.urls:node_ids", "^([0-9A-Za-z:;]+,)*[0-9A-Za-z:;]+$")),
]
"""Ids of nodes in one file, separated by commas, such as 1:2,1:3."""

ProjectId: TypeAlias = Annotated[
    str,
    Field(pattern="^[0-9]{1,64}$", coerce_numbers_to_str=True),
    WrapValidator(meant("the number after /project/ in the URL of a project's page, such as 98765432")),
    BeforeValidator(reader("figwright_figma.urls:folder_id", "^[0-9]{1,64}$")),
]
"""The number after /project/ in the URL of a project's page. Projects are called folders now."""

StyleKey: TypeAlias = Annotated[
    str,
    Field(pattern="^[A-Za-z0-9_-]{10,128}$", coerce_numbers_to_str=True),
    WrapValidator(meant("the key of a published style, such as 85ddd83b0860d4aea56af03e788d63702ba552c4")),
]
"""The key of a published style. Usually 40 hexadecimal digits; not a node id."""

TeamId: TypeAlias = Annotated[
    str,
    Field(pattern="^[0-9]{1,64}$", coerce_numbers_to_str=True),
    WrapValidator(meant("the number after /team/ in the URL of a team's page, such as 1535685101263221741")),
    BeforeValidator(reader("figwright_figma.urls:team_id", "^[0-9]{1,64}$")),
]
"""The number after /team/ in the URL of a team's page. No call finds it."""

UserId: TypeAlias = Annotated[
    str,
    Field(pattern="^[0-9]{1,64}$", coerce_numbers_to_str=True),
    WrapValidator(
        meant(
            "the id of a person, as the current-user call and every user in an answer show it, such as 1234567890123456789"
        )
    ),
]
"""The id of a person, as the current-user call and every user in an answer show it."""

VersionId: TypeAlias = Annotated[
    str,
    Field(pattern="^[0-9]{1,64}$", coerce_numbers_to_str=True),
    WrapValidator(meant("the id of a version of a file, from its version history, such as 2170832056625071133")),
    BeforeValidator(reader("figwright_figma.urls:version_id", "^[0-9]{1,64}$")),
]
"""The id of a version of a file, from its version history. Beyond 2^53, so keep it a string."""

WebhookContextId: TypeAlias = Annotated[
    str,
    Field(pattern="^[A-Za-z0-9]{1,128}$", coerce_numbers_to_str=True),
    WrapValidator(meant("the id of a team or project, or the key of a file, such as 1535685101263221741")),
    BeforeValidator(reader("figwright_figma.urls:webhook_context_id", "^[A-Za-z0-9]{1,128}$")),
]
"""The id of a team or project, or the key of a file."""

WebhookId: TypeAlias = Annotated[
    str,
    Field(pattern="^[0-9]{1,64}$", coerce_numbers_to_str=True),
    WrapValidator(meant("the id of a webhook, as creating or listing webhooks shows it, such as 1234")),
]
"""The id of a webhook, as creating or listing webhooks shows it."""
