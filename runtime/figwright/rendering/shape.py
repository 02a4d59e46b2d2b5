"""How the text of a result is to look, as a caller asks for it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from importlib import import_module
from typing import Any, Literal, NamedTuple, TypedDict, get_args

from figwright.connector import Tool
from figwright.errors import InvalidToolInputError
from figwright.inputs.coercion import is_unset, whole_number
from figwright.rendering.token_count import estimate_tokens

FormName = Literal["", "tree", "rows", "yaml", "json"]
ViewName = Literal["", "layout", "outline", "full", "tokens", "paths", "threads", "open"]
"""What a connector's views may be called, from what is there to all that the provider says of it."""
FORMS: tuple[FormName, ...] = get_args(FormName)
MAX_TOKENS = 25_000
MAX_CHARACTERS = 50_000
"""Of a text, unless the client or the call sets other bounds."""


class Shaping(TypedDict, total=False):
    """How `.text` is to look; every part is optional."""

    view: ViewName
    """One of the tool's views, where it has some."""
    fields: Sequence[str]
    """Which columns, keys or terms to show."""
    form: FormName
    """`tree`, `rows`, `yaml` or `json`; what does not fit the data gives way to the shortest."""
    max_tokens: int
    max_characters: int
    depth: int
    """How many levels of a tree to show."""
    offset: int
    """How many rows to leave out at the start."""
    since: str
    """An earlier version, where the tool compares versions: what changed since it, for one call more."""


class Shape(NamedTuple):
    """How `.text` will look."""

    view: str = ""
    fields: tuple[str, ...] | None = None
    form: str = ""
    max_tokens: int = MAX_TOKENS
    max_characters: int = MAX_CHARACTERS
    depth: int | None = None
    offset: int = 0
    since: str = ""

    def fits(self, text: str) -> bool:
        return len(text) <= self.max_characters and (
            len(text) * 4 <= self.max_tokens or estimate_tokens(text) <= self.max_tokens
        )

    def clip(self, text: str) -> str:
        """As much of the start as fits beside a word about the cut; of JSON the word alone, so that it stays JSON."""
        if self.fits(text):
            return text
        # characters are the tighter bound where a call sets them, too
        more = "max_tokens" if self.max_characters >= 2 * self.max_tokens else "max_tokens and max_characters"
        if self.form == "json":
            return next(filter(self.fits, (f'{{"cut":"Cut to fit; raise {more}."}}',)), "{}")
        note = next((note for note in (f"\nCut to fit; raise {more}.", "[cut]") if self.fits(note)), "")
        low, high = 0, min(len(text), self.max_characters)
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if self.fits(text[:middle] + note) else (low, middle - 1)
        while low and not self.fits(text[:low] + note):
            low -= 1
        return text[:low] + note


def shape_of(
    tool: str, given: Mapping[str, Any], default: Shape, views: Sequence[str] = (), *, compares: bool = False
) -> Shape:
    """The shape with what is `given` on top. Raises InvalidToolInputError naming each part that cannot be."""
    faults = {name: "no such part of a shape" for name in given if name not in Shape._fields}
    values = {
        name: value for name, value in given.items() if value is not None and not is_unset(value) and name not in faults
    }
    for name, least in (("max_tokens", 1), ("max_characters", 1), ("depth", 0), ("offset", 0)):
        value = whole_number(values.get(name, least))
        if type(value) is not int or value < least:
            faults[name] = f"a whole number from {least} up is wanted"
        elif name in values:
            values[name] = value
    if values.get("form", "") not in FORMS:
        faults["form"] = f"one of {', '.join(FORMS[1:])} is wanted"
    if "view" in values and values["view"] not in views:
        faults["view"] = f"one of {', '.join(views)} is wanted" if views else "this tool has no views; leave it out"
    fields = values.get("fields")
    if isinstance(fields, str) and fields.lstrip().startswith("["):
        with suppress(ValueError, RecursionError):
            fields = json.loads(fields)
    if isinstance(fields, str):
        values["fields"] = tuple(part for part in re.split(r"[\s,]+", fields) if part) or None
    elif fields is not None:
        if isinstance(fields, Sequence) and all(isinstance(field, str) for field in fields):
            values["fields"] = tuple(fields) or None
        else:
            faults["fields"] = "a list of names is wanted"
    faults |= _faulty_version(values, compares)
    if faults:
        raise InvalidToolInputError(tool, faults)
    if (
        "max_tokens" in values and "max_characters" not in values
    ):  # who wants more room is not stopped by the other bound
        values["max_characters"] = max(default.max_characters, 2 * values["max_tokens"])
    return default._replace(**values)


def _faulty_version(values: dict[str, Any], compares: bool) -> dict[str, str]:
    """What is wrong with `since`, which becomes a text."""
    if "since" not in values:
        return {}
    if not compares:
        return {"since": "this tool compares no versions; leave it out"}
    since, values["since"] = values["since"], str(values["since"])
    return {} if type(since) in (str, int) else {"since": "a version's id is wanted"}


def shape_for(tool: Tool[Any] | None, given: Mapping[str, Any], default: Shape) -> Shape:
    """The shape of one call, checked against the tool's views."""
    if not given:
        return default
    views: Sequence[str] = ()
    if tool is not None and tool.view and given.get("view") is not None:
        views = import_module(tool.view.partition(":")[0]).VIEWS
    compares = tool is not None and bool(tool.compared)
    return shape_of(tool.name if tool else "The request", given, default, views, compares=compares)
