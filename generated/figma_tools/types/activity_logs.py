# Written by `figwright generate`. Change the description or the manifest, and generate again.
"""What tools return: activity logs."""

from __future__ import annotations

from typing import Annotated, Any, Literal, NotRequired, TypeAlias

from pydantic import Field
from typing_extensions import TypedDict

from figma_tools import types


class ActivityLog(TypedDict):
    """Something that a person did in an organization."""

    action: ActivityLogAction
    actor: ActivityLogActor | None
    """Who did it."""
    context: ActivityLogContext
    entity: ActivityLogEntity
    id: str
    """The id of the event."""
    timestamp: int
    """When it happened, in Unix seconds."""


class ActivityLogAction(TypedDict):
    """What was done."""

    details: dict[str, Any] | None
    """More about it, different for each event."""
    type: str
    """The name of the event, as it can be passed in events."""


class ActivityLogActor(TypedDict):
    """Who did something; SCIM and Figma's support have only a name."""

    email: NotRequired[str]
    id: NotRequired[str]
    """The person's id."""
    name: str
    """The person's name, or SCIM Provider, or Figma Support."""
    type: NotRequired[Literal["user"]]


class ActivityLogContext(TypedDict):
    """Where something was done from, and in which organization."""

    client_name: str | None
    """The app of a third party that did it, if any."""
    ip_address: str
    is_figma_support_team_action: bool
    """Whether Figma's support did it."""
    org_id: str
    team_id: str | None
    """The team that it happened in, if any."""


class ActivityLogFileEntity(TypedDict):
    """A Figma Design or FigJam file that something was done to."""

    editor_type: Literal["figma", "figjam"]
    """The editor; figma is Figma Design."""
    key: str
    """The file's key."""
    link_access: types.files.LinkAccess
    """What anyone with the link may do with the file."""
    name: str
    proto_link_access: Literal["view", "org_view", "inherit"]
    """What anyone with the link may do with the prototype."""
    type: Literal["file"]


class ActivityLogFileRepoEntity(TypedDict):
    """A branch that something was done to."""

    id: str
    main_file_key: str
    """The key of the file that it is a branch of."""
    name: str
    type: Literal["file_repo"]


class ActivityLogOrgEntity(TypedDict):
    """An organization that something was done to."""

    id: str
    name: str
    type: Literal["org"]


class ActivityLogPage(TypedDict):
    """A page of the activity log."""

    activity_logs: NotRequired[list[ActivityLog]]
    """The oldest first, unless order was desc."""
    cursor: NotRequired[str]
    """To pass as cursor for the next page."""
    next_page: NotRequired[bool]
    """Whether there is a next page."""


class ActivityLogPluginEntity(TypedDict):
    """A plugin that something was done to."""

    editor_type: Literal["figma", "figjam"]
    """The editor that it is for; figma is Figma Design."""
    id: str
    name: str
    type: Literal["plugin"]


class ActivityLogProjectEntity(TypedDict):
    """A project (a folder of files) that something was done to."""

    id: str
    name: str
    type: Literal["project"]


class ActivityLogTeamEntity(TypedDict):
    """A team that something was done to."""

    id: str
    name: str
    type: Literal["team"]


class ActivityLogUserEntity(TypedDict):
    """A person that something was done to."""

    email: str
    id: str
    name: str
    type: Literal["user"]


class ActivityLogWidgetEntity(TypedDict):
    """A widget that something was done to."""

    editor_type: Literal["figma", "figjam"]
    """The editor that it is for; figma is Figma Design."""
    id: str
    name: str
    type: Literal["widget"]


class ActivityLogWorkspaceEntity(TypedDict):
    """A workspace (a part of an Enterprise organization) that something was done to."""

    id: str
    name: str
    type: Literal["workspace"]


class GetActivityLogsResponse(TypedDict):
    """What people did in an organization."""

    error: NotRequired[Literal[False]]
    """Always false."""
    meta: NotRequired[ActivityLogPage]
    status: NotRequired[Literal[200]]
    """The HTTP status again."""


ActivityLogEntity: TypeAlias = Annotated[
    ActivityLogFileEntity
    | ActivityLogFileRepoEntity
    | ActivityLogOrgEntity
    | ActivityLogPluginEntity
    | ActivityLogProjectEntity
    | ActivityLogTeamEntity
    | ActivityLogUserEntity
    | ActivityLogWidgetEntity
    | ActivityLogWorkspaceEntity,
    Field(discriminator="type"),
]
"""What something was done to."""
