# Written by `figwright generate`. Change the description or the manifest, and generate again.
"""What tools return: library analytics."""

from __future__ import annotations

from typing import NotRequired

from typing_extensions import TypedDict


class GetLibraryAnalyticsComponentActionsResponse(TypedDict):
    """A page of how often components of a library were inserted and detached."""

    cursor: NotRequired[str]
    """To pass as cursor for the next page. Absent on the last."""
    next_page: bool
    """Whether there is a next page."""
    rows: list[LibraryAnalyticsActionsByTeam] | list[LibraryAnalyticsComponentActionsByAsset]
    """One of the two, as group_by asked for."""


class GetLibraryAnalyticsComponentUsagesResponse(TypedDict):
    """A page of how much components of a library are used now."""

    cursor: NotRequired[str]
    """To pass as cursor for the next page. Absent on the last."""
    next_page: bool
    """Whether there is a next page."""
    rows: list[LibraryAnalyticsComponentUsagesByAsset] | list[LibraryAnalyticsUsagesByFile]
    """One of the two, as group_by asked for."""


class GetLibraryAnalyticsStyleActionsResponse(TypedDict):
    """A page of how often styles of a library were inserted and detached."""

    cursor: NotRequired[str]
    """To pass as cursor for the next page. Absent on the last."""
    next_page: bool
    """Whether there is a next page."""
    rows: list[LibraryAnalyticsActionsByTeam] | list[LibraryAnalyticsStyleActionsByAsset]
    """One of the two, as group_by asked for."""


class GetLibraryAnalyticsStyleUsagesResponse(TypedDict):
    """A page of how much styles of a library are used now."""

    cursor: NotRequired[str]
    """To pass as cursor for the next page. Absent on the last."""
    next_page: bool
    """Whether there is a next page."""
    rows: list[LibraryAnalyticsStyleUsagesByAsset] | list[LibraryAnalyticsUsagesByFile]
    """One of the two, as group_by asked for."""


class GetLibraryAnalyticsVariableActionsResponse(TypedDict):
    """A page of how often variables of a library were inserted and detached."""

    cursor: NotRequired[str]
    """To pass as cursor for the next page. Absent on the last."""
    next_page: bool
    """Whether there is a next page."""
    rows: list[LibraryAnalyticsActionsByTeam] | list[LibraryAnalyticsVariableActionsByAsset]
    """One of the two, as group_by asked for."""


class GetLibraryAnalyticsVariableUsagesResponse(TypedDict):
    """A page of how much variables of a library are used now."""

    cursor: NotRequired[str]
    """To pass as cursor for the next page. Absent on the last."""
    next_page: bool
    """Whether there is a next page."""
    rows: list[LibraryAnalyticsUsagesByFile] | list[LibraryAnalyticsVariableUsagesByAsset]
    """One of the two, as group_by asked for."""


class LibraryAnalyticsActionsByTeam(TypedDict):
    """How often one team inserted and detached in one week what the library offers."""

    detachments: int
    """How often a copy was cut loose from the library."""
    insertions: int
    """How often something was put into a file."""
    team_name: str
    """The team that uses the library."""
    week: str
    """The day on which the week begins, YYYY-MM-DD."""
    workspace_name: NotRequired[str]
    """The workspace that the team is in, if any."""


class LibraryAnalyticsComponentActionsByAsset(TypedDict):
    """How often one component was inserted and detached in one week."""

    component_key: str
    """The component's key, the same in every file."""
    component_name: str
    component_set_key: NotRequired[str]
    """The key of the component set that it is a variant of, if any."""
    component_set_name: NotRequired[str]
    detachments: int
    """How often a copy was cut loose from the library."""
    insertions: int
    """How often it was put into a file."""
    week: str
    """The day on which the week begins, YYYY-MM-DD."""


class LibraryAnalyticsComponentUsagesByAsset(TypedDict):
    """How much one component is used now, in the whole organization."""

    component_key: str
    """The component's key, the same in every file."""
    component_name: str
    component_set_key: NotRequired[str]
    """The key of the component set that it is a variant of, if any."""
    component_set_name: NotRequired[str]
    files_using: int
    """How many files use it."""
    teams_using: int
    """How many teams use it."""
    usages: int
    """How many instances there are."""


class LibraryAnalyticsStyleActionsByAsset(TypedDict):
    """How often one style was inserted and detached in one week."""

    detachments: int
    """How often a copy was cut loose from the library."""
    insertions: int
    """How often it was put into a file."""
    style_key: str
    """The style's key, the same in every file."""
    style_name: str
    style_type: str
    """What the style sets."""
    week: str
    """The day on which the week begins, YYYY-MM-DD."""


class LibraryAnalyticsStyleUsagesByAsset(TypedDict):
    """How much one style is used now, in the whole organization."""

    files_using: int
    """How many files use it."""
    style_key: str
    """The style's key, the same in every file."""
    style_name: str
    style_type: str
    """What the style sets."""
    teams_using: int
    """How many teams use it."""
    usages: int
    """How many places that use it there are."""


class LibraryAnalyticsUsagesByFile(TypedDict):
    """How much of the library one file uses now. Names of files that the account cannot see are masked."""

    file_name: str
    team_name: str
    """The team that the file belongs to."""
    usages: int
    """How many copies of what the library offers are in the file."""
    workspace_name: NotRequired[str]
    """The workspace that the team is in, if any."""


class LibraryAnalyticsVariableActionsByAsset(TypedDict):
    """How often one variable was inserted and detached in one week."""

    collection_key: str
    """The key of its collection."""
    collection_name: str
    detachments: int
    """How often a copy was cut loose from the library."""
    insertions: int
    """How often it was put into a file."""
    variable_key: str
    """The variable's key, the same in every file."""
    variable_name: str
    variable_type: str
    """The type of its values."""
    week: str
    """The day on which the week begins, YYYY-MM-DD."""


class LibraryAnalyticsVariableUsagesByAsset(TypedDict):
    """How much one variable is used now, in the whole organization."""

    collection_key: str
    """The key of its collection."""
    collection_name: str
    files_using: int
    """How many files use it."""
    teams_using: int
    """How many teams use it."""
    usages: int
    """How many places that use it there are."""
    variable_key: str
    """The variable's key, the same in every file."""
    variable_name: str
    variable_type: str
    """The type of its values."""
