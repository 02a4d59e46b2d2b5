"""How lists and objects become the text of a path, a query, a header or a form (OpenAPI's `style` and `explode`).

What a style writes between values is written as it is; in a value it would be read as the end of it, so a value that
holds it is refused. OpenAPI leaves open what `deepObject` makes of what is inside its values: here it is the form that
most servers read, `a[b][c]=1` and `a[b][0]=1`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pydantic_core

from figwright.errors import InvalidToolInputError

_BETWEEN = {"spaceDelimited": " ", "pipeDelimited": "|"}


class Writer:
    """Writes the values of one input."""

    def __init__(self, tool: str, input_: str, style: str, explode: bool) -> None:
        self._tool, self._input, self._style, self._explode = tool, input_, style, explode

    def pairs(self, name: str, value: Any) -> Iterator[tuple[str, str]]:
        """A value as the parameters of a query or a form. Raises InvalidToolInputError for what has no text."""
        if self._style == "json":
            yield name, self._json(value)
        elif value in ([], {}):
            return  # nothing, as RFC 6570 has it (2.3); an empty text would be one item
        elif self._style == "deepObject":
            yield from self._bracketed(name, value)
        elif isinstance(value, list) and (self._explode or not self._style):
            yield from ((name, self.text(each)) for each in value)
        elif isinstance(value, dict) and self._explode:
            yield from ((key, self.text(each)) for key, each in value.items())
        else:
            yield name, self.joined(value)

    def path(self, name: str, value: Any) -> str:
        """A value as it stands in a path: its parts encoded, and what the style writes around them as it is."""
        if self._style == "json":
            return quote(self._json(value), safe="")
        if value in ([], {}):
            raise self._refused("is empty, and a path has no form for that")
        if self._style == "label":
            return f".{self._in_path(value, '.' if self._explode else ',')}"
        if self._style != "matrix":
            return self._in_path(value, ",")
        if self._explode and isinstance(value, dict | list):
            pairs = value.items() if isinstance(value, dict) else ((name, each) for each in value)
            return "".join(f";{quote(key, safe='')}={quote(self.text(each), safe='')}" for key, each in pairs)
        return f";{quote(name, safe='')}={self._in_path(value, ',')}"

    def _in_path(self, value: Any, between: str) -> str:
        if isinstance(value, dict):
            sign = "=" if self._explode else between
            return between.join(f"{self._escaped(key, between)}{sign}{self._escaped(each, between)}"
                                for key, each in value.items())  # fmt: skip
        if isinstance(value, list):
            return between.join(self._escaped(each, between) for each in value)
        return quote(self.text(value), safe="")

    def _escaped(self, value: Any, between: str) -> str:
        text = quote(self.text(value), safe="")
        if between in text and between == ".":
            raise self._refused("holds '.', which ends a value there")
        return text

    def joined(self, value: Any) -> str:
        """A value as one text."""
        if self._style == "json":
            return self._json(value)
        between = _BETWEEN.get(self._style, ",")
        if isinstance(value, list):
            return between.join(self._part(each, between) for each in value)
        if isinstance(value, dict):
            sign = "=" if self._explode else between
            return between.join(f"{self._part(key, between)}{sign}{self._part(each, between)}"
                                for key, each in value.items())  # fmt: skip
        return self.text(value)

    def text(self, value: Any) -> str:
        """A value that is neither list nor object, nor nothing, as it stands in an address or a header."""
        return wire_text(self._tool, self._input, value)

    def _part(self, value: Any, between: str) -> str:
        text = self.text(value)
        if between in text:
            raise self._refused(f"holds {between!r}, which ends a value there")
        return text

    def _bracketed(self, name: str, value: Any) -> Iterator[tuple[str, str]]:
        if isinstance(value, dict | list):
            for key, each in value.items() if isinstance(value, dict) else enumerate(value):
                yield from self._bracketed(f"{name}[{key}]", each)
        elif value is not None:
            yield name, self.text(value)

    def _json(self, value: Any) -> str:
        try:
            return pydantic_core.to_json(value, inf_nan_mode="strings").decode()
        except ValueError as error:
            raise self._refused(f"cannot be sent as JSON ({str(error)[:200]})") from None

    def _refused(self, why: str) -> InvalidToolInputError:
        return InvalidToolInputError(self._tool, {self._input: why})


def wire_text(tool: str, name: str, value: Any) -> str:
    """A value as it stands in a path or query. Raises InvalidToolInputError."""
    if value is None or isinstance(value, dict | list):
        raise InvalidToolInputError(tool, {name: "is a list, an object or nothing, which has no text here"})
    try:
        text = str(value).lower() if isinstance(value, bool) else str(value)
        text.encode()
    except UnicodeEncodeError:
        raise InvalidToolInputError(tool, {name: "holds half a character (a lone surrogate)"}) from None
    except ValueError:
        raise InvalidToolInputError(tool, {name: "is a number of too many digits"}) from None
    if isinstance(value, float) and not math.isfinite(value):
        raise InvalidToolInputError(tool, {name: "is not a finite number"})
    return text
