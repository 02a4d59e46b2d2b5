# Written by `figwright generate`. Change the description or the manifest, and generate again.
"""What tools return: components."""

from __future__ import annotations

from typing import Literal, NotRequired, TypeAlias

from typing_extensions import TypedDict

from figma_tools import types


class Component(TypedDict):
    """What a component is, as a file knows it; its node may be in another file."""

    componentSetId: NotRequired[str]
    """The node id of the component set that it is a variant of, if any."""
    description: str
    """What its author wrote about it."""
    documentationLinks: list[DocumentationLink]
    key: str
    """The component's key, the same in every file. Not its node id."""
    name: str
    remote: bool
    """Whether it comes from another file."""


class ComponentProperty(TypedDict):
    """A component property of an instance, with its value there."""

    boundVariables: NotRequired[ComponentPropertyVariables]
    preferredValues: NotRequired[list[InstanceSwapPreferredValue]]
    """For INSTANCE_SWAP, what the editor suggests."""
    type: ComponentPropertyType
    value: bool | str
    """A boolean for BOOLEAN, a node id for INSTANCE_SWAP, else text."""


class ComponentPropertyDefinition(TypedDict):
    """A property that a component or component set offers to its instances."""

    defaultValue: bool | str
    """A boolean for BOOLEAN, a node id for INSTANCE_SWAP, else text."""
    preferredValues: NotRequired[list[InstanceSwapPreferredValue]]
    """For INSTANCE_SWAP, what the editor suggests."""
    type: ComponentPropertyType
    variantOptions: NotRequired[list[str]]
    """For VARIANT, every value that it can have."""


class ComponentPropertyVariables(TypedDict):
    """The variables that a component property takes its value from."""

    value: NotRequired[types.variables.VariableAlias]


class ComponentSet(TypedDict):
    """What a group of variants is, as a file knows it; its node may be in another file."""

    description: str
    """What its author wrote about it."""
    documentationLinks: NotRequired[list[DocumentationLink]]
    key: str
    """The component set's key, the same in every file. Not its node id."""
    name: str
    remote: NotRequired[bool]
    """Whether it comes from another file."""


class ContainingComponentSet(TypedDict):
    """The component set around a frame."""

    name: NotRequired[str]
    nodeId: NotRequired[str]
    """Its node id."""


class DocumentationLink(TypedDict):
    """A link to documentation that a component's author gave."""

    uri: str


class FileComponentSets(TypedDict):
    """The component sets that a file publishes."""

    component_sets: list[PublishedComponentSet]


class FileComponents(TypedDict):
    """The components that a file publishes."""

    components: list[PublishedComponent]


class FileStyles(TypedDict):
    """The styles that a file publishes."""

    styles: list[PublishedStyle]


class FrameInfo(TypedDict):
    """The frame that a published component stands in."""

    backgroundColor: NotRequired[str]
    """The frame's color, as in CSS."""
    containingComponentSet: NotRequired[ContainingComponentSet | None]
    """The component set around the frame, if any."""
    containingStateGroup: NotRequired[ContainingComponentSet | None]
    """The older name of containingComponentSet. Deprecated."""
    name: NotRequired[str]
    """The frame's name."""
    nodeId: NotRequired[str]
    """The frame's node id."""
    pageId: str
    """The node id of the page."""
    pageName: str


class GetComponentResponse(types.shared.Success):
    """A published component."""

    meta: PublishedComponent


class GetComponentSetResponse(types.shared.Success):
    """A published component set."""

    meta: PublishedComponentSet


class GetFileComponentSetsResponse(types.shared.Success):
    """The component sets that a file publishes."""

    meta: FileComponentSets


class GetFileComponentsResponse(types.shared.Success):
    """The components that a file publishes."""

    meta: FileComponents


class GetFileStylesResponse(types.shared.Success):
    """The styles that a file publishes."""

    meta: FileStyles


class GetStyleResponse(types.shared.Success):
    """A published style."""

    meta: PublishedStyle


class GetTeamComponentSetsResponse(types.shared.Success):
    """A page of the component sets that a team's libraries publish."""

    meta: TeamComponentSets


class GetTeamComponentsResponse(types.shared.Success):
    """A page of the components that a team's libraries publish."""

    meta: TeamComponents


class GetTeamStylesResponse(types.shared.Success):
    """A page of the styles that a team's libraries publish."""

    meta: TeamStyles


class InstanceSwapPreferredValue(TypedDict):
    """A component or component set that the editor suggests for a swap."""

    key: str
    """Its key, not its node id."""
    type: Literal["COMPONENT", "COMPONENT_SET"]


class Overrides(TypedDict):
    """What an instance changes itself on one node of its component."""

    id: str
    """The id of the node within the instance."""
    overriddenFields: list[str]
    """The names of the changed properties."""


class PublishedComponent(TypedDict):
    """A component that a library offers to other files."""

    containing_frame: NotRequired[FrameInfo]
    created_at: str
    description: str
    """What its publisher wrote about it."""
    file_key: str
    """The library file that it is in."""
    key: str
    """The component's key, the same in every file. Not its node id."""
    name: str
    node_id: str
    """Its node in that file."""
    thumbnail_url: NotRequired[str | None]
    """A picture of it; the URL expires."""
    updated_at: str
    user: types.users.User
    """Who last changed it."""


class PublishedComponentSet(TypedDict):
    """A group of variants that a library offers to other files."""

    containing_frame: NotRequired[FrameInfo]
    created_at: str
    description: str
    """What its publisher wrote about it."""
    file_key: str
    """The library file that it is in."""
    key: str
    """The component set's key, the same in every file. Not its node id."""
    name: str
    node_id: str
    """Its node in that file."""
    thumbnail_url: NotRequired[str | None]
    """A picture of it; the URL expires."""
    updated_at: str
    user: types.users.User
    """Who last changed it."""


class PublishedStyle(TypedDict):
    """A style that a library offers to other files. Its values are on its node."""

    created_at: str
    description: str
    """What its publisher wrote about it."""
    file_key: str
    """The library file that it is in."""
    key: str
    """The style's key, the same in every file. Not its node id."""
    name: str
    node_id: str
    """Its node in that file."""
    sort_position: str
    """Where it comes when its publisher's order is kept; compare as text."""
    style_type: StyleType
    thumbnail_url: NotRequired[str | None]
    """A picture of it; the URL expires."""
    updated_at: str
    user: types.users.User
    """Who last changed it."""


class Style(TypedDict):
    """What a style is, as a file knows it; its values are on the nodes that use it."""

    description: str
    """What its author wrote about it."""
    key: str
    """The style's key, the same in every file."""
    name: str
    remote: bool
    """Whether it comes from another file."""
    styleType: StyleType


class TeamComponentSets(TypedDict):
    """A page of published component sets."""

    component_sets: list[PublishedComponentSet]
    cursor: NotRequired[types.shared.ResponseCursor]


class TeamComponents(TypedDict):
    """A page of published components."""

    components: list[PublishedComponent]
    cursor: NotRequired[types.shared.ResponseCursor]


class TeamStyles(TypedDict):
    """A page of published styles."""

    cursor: NotRequired[types.shared.ResponseCursor]
    styles: list[PublishedStyle]


ComponentPropertyType: TypeAlias = Literal["BOOLEAN", "INSTANCE_SWAP", "TEXT", "VARIANT"]
"""What kind of thing a component property sets."""

StyleType: TypeAlias = Literal["FILL", "TEXT", "EFFECT", "GRID"]
"""What a style sets."""
