"""What a tool call hands back, and which tools can be called."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Generic, NamedTuple, Unpack

from typing_extensions import TypeVar

from figwright.connector import Tool
from figwright.errors import InvalidToolInputError, RefusedError
from figwright.redaction.escaping import make_visible
from figwright.rendering.answer import Answer, Text
from figwright.rendering.pictures import Picture
from figwright.rendering.render import render
from figwright.rendering.shape import Shape, Shaping, shape_for
from figwright.rendering.token_count import estimate_tokens

T = TypeVar("T", default=Any)


class Origin(NamedTuple):
    """The call behind a result: what its text needs to name the next one, and what downloads from it need."""

    tool: Tool[Any] | None = None
    tool_input: Mapping[str, object] = {}
    shape: Shape = Shape()
    connection: str = ""
    addresses: tuple[str, ...] = ()
    """Of the endpoint, without a query: as it was called, and where the provider itself has it."""
    next_page: str = ""
    """What came in the header that links to the next page, where the tool has one."""
    before: Any = None
    """The data of the earlier version, where the call asked what changed since."""


@dataclass(frozen=True, slots=True, eq=False)
class ToolResult(Mapping[str, Any], Generic[T]):
    """One result: `data` is the JSON that the provider sent (P10), and `result["key"]` reads from it.

    `text` is the same for a model, within the call's budget; `truncated` says whether it leaves out what would not fit.
    Where `data` is not an object, the mapping is empty.
    """

    tool: str
    data: T
    origin: Origin | None = field(default=None, repr=False)
    pictures: tuple[Picture, ...] = ()
    """Where the call asked for them (`show`): `text` says what they show, in the same order."""
    request_id: str = ""
    """How the provider names the request, for its support; "" where it did not say."""
    remark: str = ""
    """What is left of the provider's limit, as estimated, where that is little: `text` begins with it."""
    version: str = ""
    """The version of the subject that the answer shows, where the provider has versions and said which."""
    from_cache: bool = False
    """Whether the answer was held here; its account proved less than half a minute ago that it may read it."""
    _rendered: list[Text] = field(default_factory=list, init=False, repr=False)

    @property
    def text(self) -> str:
        return self._text().text

    @property
    def truncated(self) -> bool:
        return self._text().truncated

    def render(self, **shaping: Unpack[Shaping]) -> Text:
        """The same data in another shape, without another call. Raises InvalidToolInputError if it is not one."""
        tool, tool_input, asked, _, addresses, page, before = self.origin or Origin()
        shape = shape_for(tool, shaping, asked)
        if shape.since != asked.since:
            raise InvalidToolInputError(self.tool, {"since": "takes a call of its own: execute_tool(..., since=...)"})
        remark = "" if shape.form == "json" else self.remark
        room = shape_for(None, _beside(remark, shape), shape) if remark else shape
        found = render(Answer(self.tool, self.data, room, tool, tool_input, addresses, page, before))
        whole = f"{remark}\n{found.text}"
        return Text(shape.clip(whole), found.truncated or not shape.fits(whole)) if remark else found

    def noted(self, note: str, pictures: tuple[Picture, ...] = (), *, alone: bool = False) -> ToolResult[T]:
        """The same with pictures, and with a note before its text, or alone, within the same budget."""
        shape = (self.origin or Origin()).shape
        note = make_visible(note)
        found = replace(self, pictures=pictures)
        text = Text("") if alone else self.render(**_beside(note, shape))
        whole = f"{note}\n{text.text}".rstrip()
        found._rendered.append(Text(shape.clip(whole), text.truncated or not shape.fits(whole)))
        return found

    def _text(self) -> Text:
        if not self._rendered:
            self._rendered.append(self.render())
        return self._rendered[0]

    def __getitem__(self, key: str) -> Any:
        if not isinstance(self.data, dict):
            raise KeyError(key)
        return self.data[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.data) if isinstance(self.data, dict) else iter(())

    def __len__(self) -> int:
        return len(self.data) if isinstance(self.data, dict) else 0

    def __bool__(self) -> bool:
        return True


def _beside(note: str, shape: Shape) -> Shaping:
    """The room that a note leaves."""
    return {
        "max_tokens": max(shape.max_tokens - estimate_tokens(note) - 1, 1),
        "max_characters": max(shape.max_characters - len(note) - 1, 1),
    }


@dataclass(frozen=True, slots=True)
class ToolList(Sequence[Tool[Any]]):
    """The tools that an account can call now; `refused` maps the others to the error that a call would raise."""

    tools: tuple[Tool[Any], ...]
    refused: Mapping[str, RefusedError] = field(default_factory=dict)

    def __getitem__(self, index: Any) -> Any:
        return self.tools[index]

    def __len__(self) -> int:
        return len(self.tools)

    def __iter__(self) -> Iterator[Tool[Any]]:
        return iter(self.tools)
