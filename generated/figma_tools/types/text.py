# Written by `figwright generate`. Change the description or the manifest, and generate again.
"""What tools return: text."""

from __future__ import annotations

from typing import Literal, NotRequired, TypeAlias

from typing_extensions import TypedDict

from figma_tools import types


class BaseTypeStyle(TypedDict):
    """Formatting that any text can have."""

    fills: NotRequired[list[types.paints.Paint]]
    """Paints of the characters, where they differ from the fills of the layer."""
    fontFamily: NotRequired[str]
    """Family of the font, such as Inter."""
    fontPostScriptName: NotRequired[str | None]
    """Full name of the font, such as Inter-Bold. Null where unknown."""
    fontSize: NotRequired[float]
    """Size in pixels."""
    fontStyle: NotRequired[str]
    """Name of the style within the family, such as Semi Bold Italic."""
    fontWeight: NotRequired[float]
    """Weight as in CSS, such as 400 for regular and 700 for bold."""
    hyperlink: NotRequired[Hyperlink]
    """Where the text leads when clicked."""
    italic: NotRequired[bool]
    letterSpacing: NotRequired[float]
    """Extra space after each character in pixels; negative values tighten."""
    opentypeFlags: NotRequired[dict[str, int]]
    """OpenType features by tag, 1 where switched on and 0 where off. Small caps are found in textCase."""
    semanticItalic: NotRequired[Literal["ITALIC", "NORMAL"]]
    """Italics that were set on top of a shared text style, or taken away from it."""
    semanticWeight: NotRequired[Literal["BOLD", "NORMAL"]]
    """Bold that was set on top of a shared text style, or taken away from it."""
    textAlignHorizontal: NotRequired[TextAlignHorizontal]
    textAlignVertical: NotRequired[TextAlignVertical]
    textCase: NotRequired[TextCase]
    """How capitals are changed for display. Absent where the text is shown as written."""


class Hyperlink(TypedDict):
    """Where linked text leads."""

    nodeID: NotRequired[str]
    """Present for NODE."""
    type: Literal["URL", "NODE"]
    """URL for a web address, given in url; NODE for a layer of this file, given in nodeID."""
    url: NotRequired[str]
    """Present for URL."""


class TextPathTypeStyle(BaseTypeStyle):
    """Formatting of text along a path."""

    boundVariables: NotRequired[TextPathTypeStyleBoundVariables]
    """The variables that set these values."""
    isOverrideOverTextStyle: NotRequired[bool]
    """True where something was changed on top of a shared text style. If so, semanticWeight, semanticItalic and
    hyperlink are those changes."""


class TextPathTypeStyleBoundVariables(TypedDict):
    """The variables that set these values."""

    fontFamily: NotRequired[types.variables.VariableAlias]
    fontSize: NotRequired[types.variables.VariableAlias]
    fontStyle: NotRequired[types.variables.VariableAlias]
    fontWeight: NotRequired[types.variables.VariableAlias]
    letterSpacing: NotRequired[types.variables.VariableAlias]


class TypeStyle(BaseTypeStyle):
    """Formatting of text."""

    boundVariables: NotRequired[TypeStyleBoundVariables]
    """The variables that set these values."""
    inheritFillStyleId: NotRequired[str]
    """Id of the shared fill style of this stretch of text. Real answers hold it though Figma does not document it."""
    inheritTextStyleId: NotRequired[str]
    """Id of the shared text style of this stretch of text. Real answers hold it though Figma does not document it."""
    isOverrideOverTextStyle: NotRequired[bool]
    """True where something was changed on top of a shared text style. If so, semanticWeight, semanticItalic, hyperlink
    and textDecoration are those changes."""
    lineHeightPercent: NotRequired[float]
    """Line height as a percentage of the normal height of the font. Use the other two forms. Deprecated."""
    lineHeightPercentFontSize: NotRequired[float]
    """Line height as a percentage of the font size. Absent where lineHeightPercent is 100."""
    lineHeightPx: NotRequired[float]
    """Line height in pixels."""
    lineHeightUnit: NotRequired[Literal["PIXELS", "FONT_SIZE_%", "INTRINSIC_%"]]
    """How the line height was given. INTRINSIC_% means the normal height of the font, FONT_SIZE_% a percentage of the
    font size."""
    listSpacing: NotRequired[float]
    """Space between the items of a list in pixels."""
    maxLines: NotRequired[int]
    """Number of lines after which the text is cut off. Of use only with textTruncation ENDING."""
    paragraphIndent: NotRequired[float]
    """Indent of the first line of a paragraph in pixels."""
    paragraphSpacing: NotRequired[float]
    """Space between paragraphs in pixels."""
    textAutoResize: NotRequired[Literal["NONE", "WIDTH_AND_HEIGHT", "HEIGHT", "TRUNCATE"]]
    """How the box follows the text. NONE keeps its size, HEIGHT grows downwards, WIDTH_AND_HEIGHT both ways. TRUNCATE
    is an old way to say textTruncation ENDING."""
    textDecoration: NotRequired[Literal["NONE", "STRIKETHROUGH", "UNDERLINE"]]
    textTruncation: NotRequired[Literal["DISABLED", "ENDING"]]
    """ENDING where text that does not fit is cut off with an ellipsis."""


class TypeStyleBoundVariables(TypedDict):
    """The variables that set these values."""

    fontFamily: NotRequired[types.variables.VariableAlias]
    fontSize: NotRequired[types.variables.VariableAlias]
    fontStyle: NotRequired[types.variables.VariableAlias]
    fontWeight: NotRequired[types.variables.VariableAlias]
    letterSpacing: NotRequired[types.variables.VariableAlias]
    lineHeight: NotRequired[types.variables.VariableAlias]
    paragraphIndent: NotRequired[types.variables.VariableAlias]
    paragraphSpacing: NotRequired[types.variables.VariableAlias]


LineType: TypeAlias = Literal["NONE", "ORDERED", "UNORDERED"]
"""Kind of list a line of text belongs to. ORDERED is numbered, UNORDERED has bullets, NONE is no list."""

TextAlignHorizontal: TypeAlias = Literal["LEFT", "RIGHT", "CENTER", "JUSTIFIED"]
"""Horizontal place of the text in its box."""

TextAlignVertical: TypeAlias = Literal["TOP", "CENTER", "BOTTOM"]
"""Vertical place of the text in its box."""

TextCase: TypeAlias = Literal["ORIGINAL", "UPPER", "LOWER", "TITLE", "SMALL_CAPS", "SMALL_CAPS_FORCED"]
"""How capitals are changed for display. TITLE capitalises each word. SMALL_CAPS turns lower case into small capitals,
SMALL_CAPS_FORCED upper case too."""
