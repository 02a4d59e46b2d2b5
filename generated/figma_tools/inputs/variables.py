# Written by `figwright generate`. Change the description or the manifest, and generate again.
"""What tools take: variables."""

from __future__ import annotations

from typing import Annotated, Any, Literal, NotRequired, TypeAlias

from pydantic import BeforeValidator, Field, WrapValidator, with_config
from typing_extensions import TypedDict

from figma_tools import inputs
from figwright.connector import not_bool, whole_if_whole


@with_config(extra="forbid")
class ColorWithVariableOpacity(TypedDict):
    """A color of its own whose opacity comes from a variable."""

    color: inputs.paints.RGB | inputs.paints.RGBA
    """The color itself."""
    opacity: VariableAlias


@with_config(extra="forbid")
class FigmaFileVariablesLocalGetInput(TypedDict):
    """What `figma_file_variables_local_get` takes."""

    file_key: inputs.identifiers.FileKey
    """The file's key or URL."""


@with_config(extra="forbid")
class FigmaFileVariablesPublishedGetInput(TypedDict):
    """What `figma_file_variables_published_get` takes."""

    file_key: inputs.identifiers.MainFileKey
    """The main file's key or URL."""


@with_config(extra="forbid")
class FigmaFileVariablesUpdateInput(TypedDict):
    """What `figma_file_variables_update` takes."""

    file_key: inputs.identifiers.FileKey
    """The file's key or URL."""
    schema_version: NotRequired[Any]
    """Accepted and ignored."""
    tool_version: NotRequired[Any]
    """Accepted and ignored."""
    variableCollections: NotRequired[list[VariableCollectionChange]]
    """Changes of collections."""
    variableModeValues: NotRequired[list[VariableModeValue]]
    """Each sets one variable's value in one mode."""
    variableModes: NotRequired[list[VariableModeChange]]
    """Changes of modes."""
    variables: NotRequired[list[VariableChange]]
    """Changes of variables."""


@with_config(extra="forbid")
class VariableAlias(TypedDict):
    """A reference to another variable, whose value counts."""

    id: str
    """Such as VariableID:1:2."""
    type: Literal["VARIABLE_ALIAS"]


@with_config(extra="forbid")
class VariableCodeSyntax(TypedDict):
    """How the variable is written in code, shown in Dev Mode."""

    ANDROID: NotRequired[str]
    """For Android."""
    WEB: NotRequired[str]
    """Such as var(--color-primary)."""
    iOS: NotRequired[str]
    """For iOS."""


@with_config(extra="forbid")
class VariableCollectionCreate(TypedDict):
    """A collection to create. It begins with one mode."""

    action: Literal["CREATE"]
    hiddenFromPublishing: NotRequired[bool]
    """Stays out of the library."""
    id: NotRequired[str]
    """An id of your choice."""
    initialModeId: NotRequired[str]
    """An id of your choice for the first mode."""
    initialModeIdToParentModeIdMapping: NotRequired[dict[str, str]]
    """For an extension: ids of your choice, to the parent's mode ids."""
    name: str
    """The collection's name."""
    parentVariableCollectionId: NotRequired[str]
    """The collection to extend."""


@with_config(extra="forbid")
class VariableCollectionDelete(TypedDict):
    """A collection to delete, with its variables."""

    action: Literal["DELETE"]
    id: str
    """The collection's id."""


@with_config(extra="forbid")
class VariableCollectionUpdate(TypedDict):
    """What to change about a collection. What is left out stays."""

    action: Literal["UPDATE"]
    hiddenFromPublishing: NotRequired[bool]
    """Stays out of the library."""
    id: str
    """The collection's id."""
    name: NotRequired[str]
    """The collection's name."""


@with_config(extra="forbid", allow_inf_nan=False)
class VariableColorWithOpacity(TypedDict):
    """A color from a variable, with an opacity of its own or from another variable."""

    color: VariableAlias
    opacity: Annotated[float, BeforeValidator(not_bool), WrapValidator(whole_if_whole)] | VariableAlias
    """0 to 1, or a variable."""


@with_config(extra="forbid")
class VariableCreate(TypedDict):
    """A variable to create. It begins with a default value in every mode."""

    action: Literal["CREATE"]
    codeSyntax: NotRequired[VariableCodeSyntax]
    description: NotRequired[str]
    """What it is for."""
    hiddenFromPublishing: NotRequired[bool]
    """Stays out of the library."""
    id: NotRequired[str]
    """An id of your choice."""
    name: str
    """Unique in the collection, without . { }; slashes make groups."""
    resolvedType: inputs.prototyping.VariableResolvedDataType
    """Cannot change later."""
    scopes: NotRequired[list[VariableScope]]
    """Where it is offered."""
    variableCollectionId: str
    """Holds up to 5000."""


@with_config(extra="forbid")
class VariableDelete(TypedDict):
    """A variable to delete."""

    action: Literal["DELETE"]
    id: str
    """The variable's id."""


@with_config(extra="forbid")
class VariableModeCreate(TypedDict):
    """A mode to create."""

    action: Literal["CREATE"]
    id: NotRequired[str]
    """An id of your choice."""
    name: Annotated[str, Field(max_length=40)]
    """Up to 40 characters."""
    variableCollectionId: str
    """No extension; holds up to 40."""


@with_config(extra="forbid")
class VariableModeDelete(TypedDict):
    """A mode to delete."""

    action: Literal["DELETE"]
    id: str
    """In an extension only after the parent's mode."""


@with_config(extra="forbid")
class VariableModeUpdate(TypedDict):
    """A mode to rename."""

    action: Literal["UPDATE"]
    id: str
    """The mode's id."""
    name: NotRequired[Annotated[str, Field(max_length=40)]]
    """Up to 40 characters."""
    variableCollectionId: str
    """No extension."""


@with_config(extra="forbid", allow_inf_nan=False)
class VariableModeValue(TypedDict):
    """The value that a variable gets in one mode."""

    modeId: str
    """Of the variable's collection."""
    value: VariableValue
    variableId: str
    """The variable."""


@with_config(extra="forbid")
class VariableUpdate(TypedDict):
    """What to change about a variable. What is left out stays."""

    action: Literal["UPDATE"]
    codeSyntax: NotRequired[VariableCodeSyntax]
    description: NotRequired[str]
    """What it is for."""
    hiddenFromPublishing: NotRequired[bool]
    """Stays out of the library."""
    id: str
    """The variable's id."""
    name: NotRequired[str]
    """Unique in the collection, without . { }; slashes make groups."""
    scopes: NotRequired[list[VariableScope]]
    """Where it is offered."""


VariableChange: TypeAlias = Annotated[VariableCreate | VariableDelete | VariableUpdate, Field(discriminator="action")]
"""A variable to create, change or delete."""

VariableCollectionChange: TypeAlias = Annotated[
    VariableCollectionCreate | VariableCollectionDelete | VariableCollectionUpdate, Field(discriminator="action")
]
"""A collection to create, change or delete."""

VariableComposedColor: TypeAlias = ColorWithVariableOpacity | VariableColorWithOpacity
"""A color and its opacity, at least one of them from a variable."""

VariableModeChange: TypeAlias = Annotated[
    VariableModeCreate | VariableModeDelete | VariableModeUpdate, Field(discriminator="action")
]
"""A mode to create, rename or delete."""

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

VariableValue: TypeAlias = (
    bool
    | Annotated[float, BeforeValidator(not_bool), WrapValidator(whole_if_whole)]
    | str
    | inputs.paints.RGB
    | inputs.paints.RGBA
    | VariableAlias
    | VariableComposedColor
    | None
)
"""A value of the variable's type, or an alias of another variable of that type. Colors count from 0 to 1. In an
extension null takes the parent's value back."""
