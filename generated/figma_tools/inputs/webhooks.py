# Written by `figwright generate`. Change the description or the manifest, and generate again.
"""What tools take: webhooks."""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired, TypeAlias

from pydantic import BeforeValidator, Field, WrapValidator, with_config
from typing_extensions import TypedDict

from figma_tools import inputs
from figwright.connector import lower_case, meant, upper_case


@with_config(extra="forbid")
class FigmaTeamWebhooksListInput(TypedDict):
    """What `figma_team_webhooks_list` takes."""

    team_id: inputs.identifiers.TeamId
    """The team's id or page URL."""


@with_config(extra="forbid")
class FigmaWebhookCreateInput(TypedDict):
    """What `figma_webhook_create` takes."""

    endpoint: Annotated[
        str,
        Field(
            max_length=2048,
            pattern="^[Hh][Tt][Tt][Pp][Ss]://[^\\t-\\r \\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff]+$",
            coerce_numbers_to_str=True,
        ),
        WrapValidator(meant("an https URL, such as https://hooks.example.com/figma")),
    ]
    """An https URL that answers 200 quickly."""
    event_type: Annotated[
        Literal[
            "FILE_UPDATE",
            "FILE_VERSION_UPDATE",
            "FILE_DELETE",
            "LIBRARY_PUBLISH",
            "FILE_COMMENT",
            "DEV_MODE_STATUS_UPDATE",
        ],
        BeforeValidator(upper_case),
    ]
    """One per webhook."""
    passcode: Annotated[str, Field(max_length=100)]
    """A secret of your choice that each delivery carries."""
    context: NotRequired[Annotated[Literal["team", "project", "file"], BeforeValidator(lower_case)]]
    """What to watch."""
    context_id: NotRequired[inputs.identifiers.WebhookContextId]
    """Its id; for a file, its key."""
    description: NotRequired[Annotated[str, Field(max_length=150)]]
    """A note to recognise it by."""
    file_key: NotRequired[inputs.identifiers.FileKey]
    """Short for context=file with this key."""
    project_id: NotRequired[inputs.identifiers.ProjectId]
    """Short for context=project with this id."""
    status: NotRequired[Annotated[WebhookV2Status, BeforeValidator(upper_case)]]
    """ACTIVE (default) sends a PING at once, PAUSED nothing."""
    team_id: NotRequired[inputs.identifiers.TeamId]
    """The team to watch, in place of context and context_id. Deprecated."""


@with_config(extra="forbid")
class FigmaWebhookDeleteInput(TypedDict):
    """What `figma_webhook_delete` takes."""

    webhook_id: inputs.identifiers.WebhookId
    """From listing webhooks."""


@with_config(extra="forbid")
class FigmaWebhookGetInput(TypedDict):
    """What `figma_webhook_get` takes."""

    webhook_id: inputs.identifiers.WebhookId
    """From listing webhooks."""


@with_config(extra="forbid")
class FigmaWebhookRequestsListInput(TypedDict):
    """What `figma_webhook_requests_list` takes."""

    webhook_id: inputs.identifiers.WebhookId
    """From listing webhooks."""


@with_config(extra="forbid")
class FigmaWebhookUpdateInput(TypedDict):
    """What `figma_webhook_update` takes."""

    webhook_id: inputs.identifiers.WebhookId
    """From listing webhooks."""
    description: NotRequired[Annotated[str, Field(max_length=150)]]
    """A note to recognise it by."""
    endpoint: NotRequired[
        Annotated[
            str,
            Field(
                max_length=2048,
                pattern="^[Hh][Tt][Tt][Pp][Ss]://[^\\t-\\r \\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff]+$",
                coerce_numbers_to_str=True,
            ),
            WrapValidator(meant("an https URL, such as https://hooks.example.com/figma")),
        ]
    ]
    """The https URL."""
    event_type: NotRequired[
        Annotated[
            Literal[
                "FILE_UPDATE",
                "FILE_VERSION_UPDATE",
                "FILE_DELETE",
                "LIBRARY_PUBLISH",
                "FILE_COMMENT",
                "DEV_MODE_STATUS_UPDATE",
            ],
            BeforeValidator(upper_case),
        ]
    ]
    """One per webhook."""
    passcode: NotRequired[Annotated[str, Field(max_length=100)]]
    """A new secret; let the endpoint accept both first."""
    status: NotRequired[Annotated[WebhookV2Status, BeforeValidator(upper_case)]]
    """PAUSED stops deliveries, ACTIVE resumes them."""


@with_config(extra="forbid")
class FigmaWebhooksListInput(TypedDict):
    """What `figma_webhooks_list` takes."""

    context: NotRequired[Annotated[Literal["team", "project", "file"], BeforeValidator(lower_case)]]
    """What they watch; needs context_id."""
    context_id: NotRequired[inputs.identifiers.WebhookContextId]
    """Its id; for a file, its key."""
    cursor: NotRequired[str]
    """With plan_api_id: from next_page or prev_page."""
    plan_api_id: NotRequired[str]
    """A plan, as any of its webhooks says; instead of context."""


WebhookV2Status: TypeAlias = Literal["ACTIVE", "PAUSED"]
"""ACTIVE delivers every event, PAUSED none."""
