# Written by `figwright generate`. Change the description or the manifest, and generate again.
"""What tools take: components."""

from __future__ import annotations

from typing import Annotated, NotRequired

from pydantic import BeforeValidator, Field, with_config
from typing_extensions import TypedDict

from figma_tools import inputs
from figwright.connector import not_bool


@with_config(extra="forbid")
class FigmaComponentGetInput(TypedDict):
    """What `figma_component_get` takes."""

    key: inputs.identifiers.ComponentKey
    """From component lists; no node id."""


@with_config(extra="forbid")
class FigmaComponentSetGetInput(TypedDict):
    """What `figma_component_set_get` takes."""

    key: inputs.identifiers.ComponentKey
    """From component set lists; no node id."""


@with_config(extra="forbid")
class FigmaFileComponentSetsListInput(TypedDict):
    """What `figma_file_component_sets_list` takes."""

    file_key: inputs.identifiers.MainFileKey
    """The main file's key or URL."""


@with_config(extra="forbid")
class FigmaFileComponentsListInput(TypedDict):
    """What `figma_file_components_list` takes."""

    file_key: inputs.identifiers.MainFileKey
    """The main file's key or URL."""


@with_config(extra="forbid")
class FigmaFileStylesListInput(TypedDict):
    """What `figma_file_styles_list` takes."""

    file_key: inputs.identifiers.MainFileKey
    """The main file's key or URL."""


@with_config(extra="forbid")
class FigmaStyleGetInput(TypedDict):
    """What `figma_style_get` takes."""

    key: inputs.identifiers.StyleKey
    """From style lists; no node id."""


@with_config(extra="forbid")
class FigmaTeamComponentSetsListInput(TypedDict):
    """What `figma_team_component_sets_list` takes."""

    team_id: inputs.identifiers.TeamId
    """The team's id or page URL."""
    after: NotRequired[Annotated[int, BeforeValidator(not_bool)]]
    """meta.cursor.after of the last answer."""
    before: NotRequired[Annotated[int, BeforeValidator(not_bool)]]
    """meta.cursor.before of the last answer; not with after."""
    page_size: NotRequired[Annotated[int, Field(ge=1), BeforeValidator(not_bool)]]
    """How many to return."""


@with_config(extra="forbid")
class FigmaTeamComponentsListInput(TypedDict):
    """What `figma_team_components_list` takes."""

    team_id: inputs.identifiers.TeamId
    """The team's id or page URL."""
    after: NotRequired[Annotated[int, BeforeValidator(not_bool)]]
    """meta.cursor.after of the last answer."""
    before: NotRequired[Annotated[int, BeforeValidator(not_bool)]]
    """meta.cursor.before of the last answer; not with after."""
    page_size: NotRequired[Annotated[int, Field(ge=1, le=1000), BeforeValidator(not_bool)]]
    """How many to return."""


@with_config(extra="forbid")
class FigmaTeamStylesListInput(TypedDict):
    """What `figma_team_styles_list` takes."""

    team_id: inputs.identifiers.TeamId
    """The team's id or page URL."""
    after: NotRequired[Annotated[int, BeforeValidator(not_bool)]]
    """meta.cursor.after of the last answer."""
    before: NotRequired[Annotated[int, BeforeValidator(not_bool)]]
    """meta.cursor.before of the last answer; not with after."""
    page_size: NotRequired[Annotated[int, Field(ge=1), BeforeValidator(not_bool)]]
    """How many to return."""
