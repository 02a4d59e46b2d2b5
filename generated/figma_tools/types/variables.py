# Written by `figwright generate`. Change the description or the manifest, and generate again.
"""What tools return: variables."""

from __future__ import annotations

from typing import Literal, NotRequired, TypeAlias

from typing_extensions import TypedDict

from figma_tools import types


class ColorWithVariableOpacity(TypedDict):
    """A color of its own whose opacity comes from a variable."""

    color: types.paints.RGB | types.paints.RGBA
    """The color itself."""
    opacity: VariableAlias


class CreatedVariableIds(TypedDict):
    """The ids that a change created."""

    tempIdToRealId: dict[str, str]
    """Each temporary id of the request with the real id that it became."""


class GetLocalVariablesResponse(types.shared.Success):
    """The variables of a file."""

    meta: LocalVariables


class GetPublishedVariablesResponse(types.shared.Success):
    """The variables that a file publishes."""

    meta: PublishedVariables


class LocalVariable(TypedDict):
    """A named value (a design token) with one value for each mode of its collection."""

    codeSyntax: VariableCodeSyntax
    deletedButReferenced: NotRequired[bool]
    """Whether it was deleted while something may still refer to it."""
    description: str
    hiddenFromPublishing: bool
    """Whether it stays out of the library. A hidden collection hides it, too."""
    id: str
    """The variable's id in this file, such as VariableID:1:2."""
    key: str
    """The variable's key, the same in every file."""
    name: str
    """Slashes in it make groups."""
    remote: bool
    """Whether it comes from another file, where alone it can be changed."""
    resolvedType: types.prototyping.VariableResolvedDataType
    scopes: list[VariableScope]
    """Where the editor offers it. It can be bound elsewhere all the same."""
    valuesByMode: dict[str, LocalVariableValue]
    """Its value in each mode, by mode id."""
    variableCollectionId: str
    """The collection that it belongs to."""


class LocalVariableCollection(TypedDict):
    """A group of variables that share their modes."""

    defaultModeId: str
    """The mode that counts where none is chosen."""
    hiddenFromPublishing: bool
    """Stays out of the library."""
    id: str
    """The collection's id in this file, such as VariableCollectionId:1:1."""
    isExtension: NotRequired[bool]
    """Whether it extends another collection, its parent."""
    key: str
    """The collection's key, the same in every file."""
    modes: list[VariableMode]
    name: str
    parentVariableCollectionId: NotRequired[str]
    """The collection that it extends, if any."""
    remote: bool
    """Whether it comes from another file, where alone it can be changed."""
    rootVariableCollectionId: NotRequired[str]
    """For an extension, the first collection in the chain of parents."""
    variableIds: list[str]
    """Its variables, about in the order of the editor, which sorts them by group as well."""
    variableOverrides: NotRequired[dict[str, dict[str, VariableValue]]]
    """For an extension, its own values by variable id, then by mode id."""


class LocalVariables(TypedDict):
    """The variables that a file holds, and those of other files that it uses."""

    variableCollections: dict[str, LocalVariableCollection]
    """By collection id."""
    variables: dict[str, LocalVariable]
    """By variable id."""


class PostVariablesResponse(types.shared.Success):
    """What a change of variables created."""

    meta: CreatedVariableIds


class PublishedVariable(TypedDict):
    """A variable that a library offers to other files. Its values are in the library file."""

    id: str
    """Its id in the library file. Stays the same."""
    key: str
    """The variable's key, the same in every file."""
    name: str
    resolvedDataType: types.prototyping.VariableResolvedDataType
    subscribed_id: str
    """Its id in files that use it. Another one after each publication."""
    updatedAt: str
    """When a change to it was last published."""
    variableCollectionId: str
    """The collection that it belongs to."""


class PublishedVariableCollection(TypedDict):
    """A collection that a library offers to other files. Its modes are in the library file."""

    id: str
    """Its id in the library file. Stays the same."""
    key: str
    """The collection's key, the same in every file."""
    name: str
    subscribed_id: str
    """Its id in files that use it. Another one after each publication."""
    updatedAt: str
    """When a change to it or to one of its variables was last published."""


class PublishedVariables(TypedDict):
    """The variables that a library offers."""

    variableCollections: dict[str, PublishedVariableCollection]
    """By collection id."""
    variables: dict[str, PublishedVariable]
    """By variable id."""


class VariableAlias(TypedDict):
    """A reference to another variable, whose value counts."""

    id: str
    """Such as VariableID:1:2."""
    type: Literal["VARIABLE_ALIAS"]


class VariableCodeSyntax(TypedDict):
    """How the variable is written in code, shown in Dev Mode."""

    ANDROID: NotRequired[str]
    """For Android."""
    WEB: NotRequired[str]
    """Such as var(--color-primary)."""
    iOS: NotRequired[str]
    """For iOS."""


class VariableColorWithOpacity(TypedDict):
    """A color from a variable, with an opacity of its own or from another variable."""

    color: VariableAlias
    opacity: float | VariableAlias
    """0 to 1, or a variable."""


class VariableMode(TypedDict):
    """One of the alternatives, such as light and dark, that each variable of a collection has a value for."""

    modeId: str
    """The mode's id, such as 1:0."""
    name: str
    parentModeId: NotRequired[str]
    """In an extension, the mode of the parent that it takes over, if any."""


VariableComposedColor: TypeAlias = ColorWithVariableOpacity | VariableColorWithOpacity
"""A color and its opacity, at least one of them from a variable."""

VariableScope: TypeAlias = Literal[
    "ALL_SCOPES",
    "TEXT_CONTENT",
    "CORNER_RADIUS",
    "WIDTH_HEIGHT",
    "GAP",
    "ALL_FILLS",
    "FRAME_FILL",
    "SHAPE_FILL",
    "TEXT_FILL",
    "STROKE_COLOR",
    "STROKE_FLOAT",
    "EFFECT_FLOAT",
    "EFFECT_COLOR",
    "OPACITY",
    "COLOR_OPACITY",
    "FONT_FAMILY",
    "FONT_STYLE",
    "FONT_WEIGHT",
    "FONT_SIZE",
    "LINE_HEIGHT",
    "LETTER_SPACING",
    "PARAGRAPH_SPACING",
    "PARAGRAPH_INDENT",
    "FONT_VARIATIONS",
]
"""A kind of field for which the editor offers a variable. ALL_SCOPES stands alone, ALL_FILLS in place of the other
fills. Numbers take ALL_SCOPES, TEXT_CONTENT, CORNER_RADIUS, WIDTH_HEIGHT, GAP, STROKE_FLOAT, EFFECT_FLOAT, OPACITY (of
a layer), COLOR_OPACITY (of a color) and the font and text measures; strings ALL_SCOPES, TEXT_CONTENT, FONT_FAMILY and
FONT_STYLE; colors ALL_SCOPES, the fills, STROKE_COLOR and EFFECT_COLOR."""

LocalVariableValue: TypeAlias = bool | float | str | types.paints.RGBA | VariableAlias | VariableComposedColor
"""A value as a file holds it. Colors have an alpha; an alias points to another variable."""

VariableValue: TypeAlias = (
    bool | float | str | types.paints.RGB | types.paints.RGBA | VariableAlias | VariableComposedColor | None
)
"""A value of the variable's type, or an alias of another variable of that type. Colors count from 0 to 1. In an
extension null takes the parent's value back."""
