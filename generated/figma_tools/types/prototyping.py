# Written by `figwright generate`. Change the description or the manifest, and generate again.
"""What tools return: prototyping."""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired, TypeAlias

from pydantic import Field
from typing_extensions import TypedDict

from figma_tools import types


class AfterTimeoutTrigger(TypedDict):
    """Time passes without anybody acting."""

    timeout: float
    """How long to wait, in milliseconds."""
    type: Literal["AFTER_TIMEOUT"]


class BackOrCloseAction(TypedDict):
    """Goes back to the screen before, or closes the overlay on top."""

    type: Literal["BACK", "CLOSE"]


class ConditionalAction(TypedDict):
    """Acts depending on a condition."""

    conditionalBlocks: list[ConditionalBlock]
    """The branches. Those of the first block whose condition holds are run."""
    type: Literal["CONDITIONAL"]


class ConditionalBlock(TypedDict):
    """One branch of a condition."""

    actions: list[Action]
    """What happens then."""
    condition: NotRequired[VariableData]
    """What must be true. Absent for the else branch."""


class CubicBezier(TypedDict):
    """An easing curve as in CSS cubic-bezier, given by its two control points."""

    x1: float
    x2: float
    y1: float
    y2: float


class DirectionalTransition(TypedDict):
    """An animation that moves a screen in or out."""

    direction: Literal["LEFT", "RIGHT", "TOP", "BOTTOM"]
    """Side that the movement goes to or comes from."""
    duration: float
    """Length in milliseconds."""
    easing: Easing
    matchLayers: NotRequired[bool]
    """True where layers of the same name are animated from one screen to the other."""
    type: Literal["MOVE_IN", "MOVE_OUT", "PUSH", "SLIDE_IN", "SLIDE_OUT"]


class Easing(TypedDict):
    """Pace of an animation."""

    easingFunctionCubicBezier: NotRequired[CubicBezier]
    """The curve. Present for CUSTOM_CUBIC_BEZIER."""
    easingFunctionSpring: NotRequired[Spring]
    """The spring. Present for CUSTOM_SPRING."""
    type: EasingType


class Expression(TypedDict):
    """A formula over values and variables."""

    expressionArguments: list[VariableData]
    """What it is applied to, in order."""
    expressionFunction: ExpressionFunction
    """The operator."""


class FlowStartingPoint(TypedDict):
    """Where a flow of a prototype begins."""

    name: str
    """Name of the flow."""
    nodeId: str
    """Id of the first frame."""


class Interaction(TypedDict):
    """Something a prototype reacts to, and what it does then."""

    actions: NotRequired[list[Action]]
    """What happens, in this order."""
    trigger: Trigger | None
    """What starts the actions. Null where none is set."""


class MediaPlaybackAction(TypedDict):
    """Plays, pauses or mutes a video."""

    destinationId: str | None
    """Id of the layer with the video. Null means the layer that holds this action."""
    mediaAction: Literal["PLAY", "PAUSE", "TOGGLE_PLAY_PAUSE", "MUTE", "UNMUTE", "TOGGLE_MUTE_UNMUTE"]
    type: Literal["UPDATE_MEDIA_RUNTIME"]


class MediaSkipAction(TypedDict):
    """Jumps forward or back in a video."""

    amountToSkip: float
    """How far to jump, in seconds."""
    destinationId: NotRequired[str | None]
    """Id of the layer with the video. Null means the layer that holds this action."""
    mediaAction: Literal["SKIP_FORWARD", "SKIP_BACKWARD"]
    type: Literal["UPDATE_MEDIA_RUNTIME"]


class MediaSkipToAction(TypedDict):
    """Jumps to a moment of a video."""

    destinationId: NotRequired[str | None]
    """Id of the layer with the video. Null means the layer that holds this action."""
    mediaAction: Literal["SKIP_TO"]
    newTimestamp: float
    """That moment, in seconds from the start."""
    type: Literal["UPDATE_MEDIA_RUNTIME"]


class MouseTrigger(TypedDict):
    """The pointer comes, leaves, goes down or up. What it starts is not undone."""

    delay: float
    """How long to wait before acting, in milliseconds."""
    deprecatedVersion: NotRequired[bool]
    """True where the trigger still behaves as it did before Figma changed it."""
    type: Literal["MOUSE_ENTER", "MOUSE_LEAVE", "MOUSE_UP", "MOUSE_DOWN"]


class NodeAction(TypedDict):
    """Goes to another layer or opens it."""

    destinationId: str | None
    """Id of the layer. Null where none is set or it was deleted."""
    navigation: Navigation
    """How to get there."""
    overlayRelativePosition: NotRequired[types.geometry.Vector]
    """Where the overlay opens, as an offset from this layer in pixels. Only for overlays placed by hand."""
    preserveScrollPosition: NotRequired[bool]
    """True where the new screen takes over how far the old one was scrolled. Both need the same layout."""
    resetInteractiveComponents: NotRequired[bool]
    """True where interactive components return to their first state."""
    resetScrollPosition: NotRequired[bool]
    """True where the destination is shown unscrolled. Both screens need the same layout."""
    resetVideoPosition: NotRequired[bool]
    """True where videos start from the beginning rather than where they stopped."""
    transition: Transition | None
    """The animation. Null for an immediate change."""
    type: Literal["NODE"]


class OnKeyDownTrigger(TypedDict):
    """A key or a controller button goes down."""

    device: Literal["KEYBOARD", "XBOX_ONE", "PS4", "SWITCH_PRO", "UNKNOWN_CONTROLLER"]
    """Where the key is."""
    keyCodes: list[int]
    """Codes of the keys to hold down together. For a keyboard these are JavaScript key codes."""
    type: Literal["ON_KEY_DOWN"]


class OnMediaEndTrigger(TypedDict):
    """A video ends."""

    type: Literal["ON_MEDIA_END"]


class OnMediaHitTrigger(TypedDict):
    """A video reaches a certain moment."""

    mediaHitTime: float
    """That moment, in seconds from the start."""
    type: Literal["ON_MEDIA_HIT"]


class OpenURLAction(TypedDict):
    """Opens a web page."""

    type: Literal["URL"]
    url: str
    """Address to open."""


class PointerTrigger(TypedDict):
    """A click, drag, hover or press. ON_HOVER and ON_PRESS last as long as the pointer stays, then the prototype goes
    back."""

    type: Literal["ON_CLICK", "ON_HOVER", "ON_PRESS", "ON_DRAG"]


class PrototypeDevice(TypedDict):
    """The device that frames a prototype."""

    presetIdentifier: NotRequired[str]
    """Figma's name of the device, such as APPLE_IPHONE_16. Present for PRESET."""
    rotation: Literal["NONE", "CCW_90"]
    """CCW_90 where the device is turned a quarter to the left."""
    size: NotRequired[types.geometry.Size]
    """Size of the screen in pixels. Present for PRESET and CUSTOM."""
    type: Literal["NONE", "PRESET", "CUSTOM", "PRESENTATION"]
    """PRESET is a known device, CUSTOM a size of its own, PRESENTATION a full screen, NONE no frame at all."""


class SetVariableAction(TypedDict):
    """Gives a variable a new value."""

    type: Literal["SET_VARIABLE"]
    variableId: str | None
    """Id of the variable. Null where none is set."""
    variableValue: NotRequired[VariableData]
    """The new value, or how to compute it."""


class SetVariableModeAction(TypedDict):
    """Switches a variable collection to another mode."""

    type: Literal["SET_VARIABLE_MODE"]
    variableCollectionId: NotRequired[str | None]
    """Id of the collection. Null where none is set."""
    variableModeId: NotRequired[str | None]
    """Id of the mode. Null where none is set."""


class SimpleTransition(TypedDict):
    """An animation without direction."""

    duration: float
    """Length in milliseconds."""
    easing: Easing
    type: Literal["DISSOLVE", "SMART_ANIMATE", "SCROLL_ANIMATE"]


class Spring(TypedDict):
    """A spring that drives an animation."""

    damping: float
    mass: float
    stiffness: float


class VariableData(TypedDict):
    """A value, a variable or a formula."""

    resolvedType: NotRequired[VariableResolvedDataType]
    """What it comes to in the end."""
    type: NotRequired[VariableDataType]
    """What value holds."""
    value: NotRequired[
        bool | float | str | Expression | types.paints.RGB | types.paints.RGBA | types.variables.VariableAlias
    ]
    """A plain value, a colour, a reference to a variable, or an expression, as type says."""


EasingType: TypeAlias = Literal[
    "EASE_IN",
    "EASE_OUT",
    "EASE_IN_AND_OUT",
    "LINEAR",
    "EASE_IN_BACK",
    "EASE_OUT_BACK",
    "EASE_IN_AND_OUT_BACK",
    "CUSTOM_CUBIC_BEZIER",
    "GENTLE",
    "QUICK",
    "BOUNCY",
    "SLOW",
    "CUSTOM_SPRING",
]
"""Pace of an animation. The EASE names are as in CSS, with BACK they overshoot. GENTLE, QUICK, BOUNCY and SLOW are
ready-made springs. For the two CUSTOM values the curve stands beside."""

ExpressionFunction: TypeAlias = Literal[
    "ADDITION",
    "SUBTRACTION",
    "MULTIPLICATION",
    "DIVISION",
    "EQUALS",
    "NOT_EQUAL",
    "LESS_THAN",
    "LESS_THAN_OR_EQUAL",
    "GREATER_THAN",
    "GREATER_THAN_OR_EQUAL",
    "AND",
    "OR",
    "VAR_MODE_LOOKUP",
    "NEGATE",
    "NOT",
]
"""Operator of a formula. ADDITION also joins strings. VAR_MODE_LOOKUP reads a variable in a certain mode."""

Navigation: TypeAlias = Literal["NAVIGATE", "SWAP", "OVERLAY", "SCROLL_TO", "CHANGE_TO"]
"""How a NODE action reaches its destination. NAVIGATE replaces the screen and closes overlays. OVERLAY opens on top of
it. SWAP replaces the overlay on top, or the screen without a trace in the history. SCROLL_TO scrolls the screen.
CHANGE_TO switches the instance around this layer to another variant."""

Transition: TypeAlias = Annotated[DirectionalTransition | SimpleTransition, Field(discriminator="type")]
"""Animation between two screens, told apart by type."""

Trigger: TypeAlias = Annotated[
    AfterTimeoutTrigger | MouseTrigger | OnKeyDownTrigger | OnMediaEndTrigger | OnMediaHitTrigger | PointerTrigger,
    Field(discriminator="type"),
]
"""What starts the actions of an interaction, told apart by type."""

UpdateMediaRuntimeAction: TypeAlias = Annotated[
    MediaPlaybackAction | MediaSkipAction | MediaSkipToAction, Field(discriminator="mediaAction")
]
"""Controls a video, told apart by mediaAction."""

VariableDataType: TypeAlias = Literal["BOOLEAN", "FLOAT", "STRING", "COLOR", "VARIABLE_ALIAS", "EXPRESSION"]
"""What a value in a prototype can be given as."""

VariableResolvedDataType: TypeAlias = Literal["BOOLEAN", "FLOAT", "STRING", "COLOR"]
"""What a value comes to once references and formulas are worked out."""

Action: TypeAlias = Annotated[
    BackOrCloseAction
    | ConditionalAction
    | NodeAction
    | OpenURLAction
    | SetVariableAction
    | SetVariableModeAction
    | UpdateMediaRuntimeAction,
    Field(discriminator="type"),
]
"""What an interaction does, told apart by type."""
