# Written by `figwright generate`. Change the description or the manifest, and generate again.
"""What tools take: variables."""

from __future__ import annotations

from typing import Annotated, Any, Literal, NotRequired, TypeAlias

from pydantic import BeforeValidator, Field, with_config
from typing_extensions import TypedDict

from figma_tools import inputs
from figwright.connector import not_bool


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
    """The part after /design/ or /file/ in the file's URL. A branch key works too."""


@with_config(extra="forbid")
class FigmaFileVariablesPublishedGetInput(TypedDict):
    """What `figma_file_variables_published_get` takes."""

    file_key: inputs.identifiers.FileKey
    """The part after /design/ or /file/ in the file's URL. It must be the main file's, not a branch's."""


@with_config(extra="forbid")
class FigmaFileVariablesUpdateInput(TypedDict):
    """What `figma_file_variables_update` takes."""

    file_key: inputs.identifiers.FileKey
    """The part after /design/ or /file/ in the file's URL. A branch key works too."""
    schema_version: NotRequired[Any]
    """Accepted and ignored."""
    tool_version: NotRequired[Any]
    """Accepted and ignored."""
    variableCollections: NotRequired[list[VariableCollectionChange]]
    """Collections to create, change or delete."""
    variableModeValues: NotRequired[list[VariableModeValue]]
    """Values to set, each for one variable in one mode."""
    variableModes: NotRequired[list[VariableModeChange]]
    """Modes of collections to create, rename or delete."""
    variables: NotRequired[list[VariableChange]]
    """Variables to create, change or delete."""


@with_config(extra="forbid")
class VariableAlias(TypedDict):
    """A reference to another variable, whose value counts."""

    id: str
    """The other variable's id, such as VariableID:1:2."""
    type: Literal["VARIABLE_ALIAS"]


@with_config(extra="forbid")
class VariableCodeSyntax(TypedDict):
    """How the variable is written in code, shown in Dev Mode."""

    ANDROID: NotRequired[str]
    """For Android."""
    WEB: NotRequired[str]
    """For the web, such as var(--color-primary)."""
    iOS: NotRequired[str]
    """For iOS."""


@with_config(extra="forbid")
class VariableCollectionCreate(TypedDict):
    """A collection to create. It begins with one mode."""

    action: Literal["CREATE"]
    hiddenFromPublishing: NotRequired[bool]
    """Whether it stays out of the library."""
    id: NotRequired[str]
    """A temporary id of your choice, to name the collection elsewhere in this request."""
    initialModeId: NotRequired[str]
    """A temporary id of your choice for the first mode, to name it elsewhere in this request."""
    initialModeIdToParentModeIdMapping: NotRequired[dict[str, str]]
    """For an extension, a temporary id of your choice for each mode that it takes over, with the parent's mode id."""
    name: str
    """The collection's name."""
    parentVariableCollectionId: NotRequired[str]
    """To extend another collection, its id."""


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
    """Whether it stays out of the library."""
    id: str
    """The collection's id."""
    name: NotRequired[str]
    """The collection's name."""


@with_config(extra="forbid", allow_inf_nan=False)
class VariableColorWithOpacity(TypedDict):
    """A color from a variable, with an opacity of its own or from another variable."""

    color: VariableAlias
    opacity: Annotated[float, BeforeValidator(not_bool)] | VariableAlias
    """0 (transparent) to 1 (opaque), or a variable that holds it."""


@with_config(extra="forbid")
class VariableCreate(TypedDict):
    """A variable to create. It begins with a default value in every mode."""

    action: Literal["CREATE"]
    codeSyntax: NotRequired[VariableCodeSyntax]
    description: NotRequired[str]
    """What the variable is for."""
    hiddenFromPublishing: NotRequired[bool]
    """Whether it stays out of the library."""
    id: NotRequired[str]
    """A temporary id of your choice, to name the variable elsewhere in this request."""
    name: str
    """Unique within the collection, without the characters . { and }. Slashes make groups."""
    resolvedType: inputs.prototyping.VariableResolvedDataType
    """The type of its values, which cannot change later."""
    scopes: NotRequired[list[VariableScope]]
    """Where the editor offers it."""
    variableCollectionId: str
    """The collection to put it in, by id or temporary id. A collection holds up to 5000."""


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
    """A temporary id of your choice, to name the mode elsewhere in this request."""
    name: Annotated[str, Field(max_length=40)]
    """Up to 40 characters."""
    variableCollectionId: str
    """The collection, by id or temporary id. It holds up to 40 modes and must not be an extension."""


@with_config(extra="forbid")
class VariableModeDelete(TypedDict):
    """A mode to delete."""

    action: Literal["DELETE"]
    id: str
    """The mode's id. In an extension it can be deleted only once the parent's mode is gone."""


@with_config(extra="forbid")
class VariableModeUpdate(TypedDict):
    """A mode to rename."""

    action: Literal["UPDATE"]
    id: str
    """The mode's id."""
    name: NotRequired[Annotated[str, Field(max_length=40)]]
    """Up to 40 characters."""
    variableCollectionId: str
    """The collection that the mode belongs to. It must not be an extension."""


@with_config(extra="forbid", allow_inf_nan=False)
class VariableModeValue(TypedDict):
    """The value that a variable gets in one mode."""

    modeId: str
    """A mode of the variable's collection, by id or temporary id."""
    value: VariableValue
    variableId: str
    """The variable, by id or temporary id."""


@with_config(extra="forbid")
class VariableUpdate(TypedDict):
    """What to change about a variable. What is left out stays."""

    action: Literal["UPDATE"]
    codeSyntax: NotRequired[VariableCodeSyntax]
    description: NotRequired[str]
    """What the variable is for."""
    hiddenFromPublishing: NotRequired[bool]
    """Whether it stays out of the library."""
    id: str
    """The variable's id."""
    name: NotRequired[str]
    """Unique within the collection, without the characters . { and }. Slashes make groups."""
    scopes: NotRequired[list[VariableScope]]
    """Where the editor offers it."""


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
    | Annotated[float, BeforeValidator(not_bool)]
    | str
    | inputs.paints.RGB
    | inputs.paints.RGBA
    | VariableAlias
    | VariableComposedColor
    | None
)
"""A value of the variable's type, or an alias of another variable of that type. Colors count from 0 to 1. In an
extension null takes the parent's value back."""
