"""Requests as values: what stands in path, query, headers, cookies and body, held against the description.

A text can mean several values; it means the first that the schema takes.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from typing import Any
from urllib.parse import parse_qsl, unquote

from figwright.connector import NOT_GIVEN

from .description import Body, Description, Operation, Parameter, Schema
from .refusals import Refusal

_FORM, _MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data"
_BETWEEN = {"spaceDelimited": " ", "pipeDelimited": "|"}
Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class Sent:
    """A request as it was sent."""

    path: Mapping[str, str]
    """The parts of the path, percent-encoded."""
    query: Pairs
    headers: Mapping[str, str]
    """By name in lower case."""
    body: bytes
    fixed: frozenset[tuple[str, str]] = field(default=frozenset())


class Reader:
    """Reads the requests of a description. Refuses with 400 what it does not allow."""

    def __init__(self, description: Description) -> None:
        self._description = description

    def read(self, operation: Operation, sent: Sent) -> dict[str, Any]:
        """What was given, by its name; the properties of the body after all else."""
        found: dict[str, Any] = {}
        for parameter in operation.parameters:
            value = self._parameter(operation, parameter, sent)
            if value is not NOT_GIVEN:
                found[parameter.name] = value
        body = self._body(operation.body, sent) if operation.body else NOT_GIVEN
        if isinstance(body, dict):
            found |= body
        return found

    def _parameter(self, operation: Operation, parameter: Parameter, sent: Sent) -> Any:
        where = f"{parameter.place} parameter {parameter.name!r}"
        texts = list(_texts(operation, parameter, sent))
        if not texts:
            empty: tuple[Any, ...] = ([], {})
            nothing = [each for each in empty if self._description.fits(parameter.schema, each)]
            if parameter.required and not (nothing and parameter.style != "json"):
                raise Refusal(400, f"The {where} is missing.")
            return nothing[0] if parameter.required else NOT_GIVEN
        if parameter.may_be_empty and texts == [("", "")]:
            return ""
        candidates = list(self._values(parameter, texts))
        for value in candidates:
            if self._description.fits(parameter.schema, value):
                return value
        if not candidates:
            raise Refusal(400, f"The {where} cannot be read: {texts[0][1]!r}.")
        raise Refusal(400, f"The {where} is not as it must be: {self._wrong(parameter.schema, candidates[0])}.")

    def _values(self, parameter: Parameter, texts: Pairs) -> Iterator[Any]:
        """What the texts of a parameter can mean, by the kinds of values that it takes."""
        schema, text = parameter.schema, texts[0][1]
        if parameter.style == "json":
            yield from _json(text)
            return
        for kind in self._description.kinds(schema):
            if kind == "array":
                yield [self._scalar(self._below(schema, "items"), each) for each in _items(parameter, texts)]
            elif kind == "object":
                yield from self._object(schema, _members(parameter, texts))
            elif parameter.style != "deepObject" and len(texts) == 1:
                plain = _plain(parameter, text)
                yield from (each for each in _scalars(plain) if _is(kind, each))

    def _object(self, schema: Schema, members: list[tuple[list[str], str]] | None) -> Iterator[Any]:
        """The object of these members, each with its keys from the outside in."""
        if members is None:
            return
        found: dict[str, Any] = {}
        for keys, text in members:
            here: Any = found
            for key in keys[:-1]:
                here = here.setdefault(key, {})
                if not isinstance(here, dict):
                    return
            here[keys[-1]] = text
        yield self._typed(schema, found)

    def _typed(self, schema: Schema, value: Any) -> Any:
        """Texts inside lists and objects as the values that they are to be."""
        if not isinstance(value, dict):
            return self._scalar(schema, value)
        kinds = self._description.kinds(schema)
        if "array" in kinds and list(value) == [str(at) for at in range(len(value))]:
            return [self._typed(self._below(schema, "items"), each) for each in value.values()]
        return {key: self._typed(self._property(schema, key), each) for key, each in value.items()}

    def _scalar(self, schema: Schema, text: str) -> Any:
        return next((each for each in _scalars(text) if self._description.fits(schema, each)), text)

    def _below(self, schema: Schema, key: str) -> Schema:
        return next((each[key] for each in self._description.parts(schema) if key in each), True)

    def _property(self, schema: Schema, name: str) -> Schema:
        named = [
            each["properties"][name] for each in self._description.parts(schema) if name in each.get("properties", {})
        ]
        return (
            {"allOf": named}
            if len(named) == 1
            else {"anyOf": named}
            if named
            else self._below(schema, "additionalProperties")
        )

    def _body(self, body: Body, sent: Sent) -> Any:
        media = _bare(sent.headers.get("content-type", ""))
        if not sent.body:
            if body.required and not (
                _bare(body.media) in (_FORM, _MULTIPART) and self._description.fits(body.schema, {})
            ):
                raise Refusal(400, "The body is missing.")
            return NOT_GIVEN
        wanted = _bare(body.media)
        if media != wanted and not (_is_json(media) and _is_json(wanted)):
            raise Refusal(415, f"The body is {media or 'of no media type'}, and must be {wanted}.")
        if not (_is_json(wanted) or wanted in (_FORM, _MULTIPART)):
            return NOT_GIVEN
        value = self._content(body, wanted, sent)
        if self._description.error(body.schema, value) is not None:
            raise Refusal(400, f"The body is not as it must be: {self._wrong(body.schema, value)}.")
        return value

    def _content(self, body: Body, media: str, sent: Sent) -> Any:
        if _is_json(media):
            for value in _json(sent.body):
                return value
            raise Refusal(400, "The body is not valid JSON.")
        if media == _FORM:
            try:
                pairs = parse_qsl(sent.body.decode(), keep_blank_values=True)
            except ValueError:
                raise Refusal(400, "The body is not a form.") from None
        else:
            pairs = list(_parts(sent.headers["content-type"], sent.body))
        return self._form(body, pairs)

    def _form(self, body: Body, pairs: Pairs) -> dict[str, Any]:
        """The values of a form. A property without an encoding is repeated, or JSON where it is an object."""
        found: dict[str, Any] = {}
        left = list(pairs)
        names = [name for each in self._description.parts(body.schema) for name in each.get("properties", {})]
        for name in dict.fromkeys([*names, *(name for name, _ in pairs)]):
            told, schema = body.encoding.get(name, {}), self._property(body.schema, name)
            style, explode = told.get("style", "form"), told.get("explode", told.get("style", "form") == "form")
            parameter = Parameter(name, "query", False, schema, style, explode)
            texts = list(_in_query(parameter, left, self._members(schema)))
            if not texts:
                continue
            left = [pair for pair in left if pair not in texts]
            read = [value for _, text in texts[:1] for value in _json(text) if isinstance(value, dict | list)]
            if (lists := [list(_json(text)) for _, text in texts]) and "array" in self._description.kinds(schema):
                read += [[value for each in lists for value in each]]
            values = [*self._values(parameter, texts), *read, *(text for _, text in texts[:1])]
            found[name] = next((each for each in values if self._description.fits(schema, each)), values[0])
        return found

    def _members(self, schema: Schema) -> set[str]:
        return {name for each in self._description.parts(schema) for name in each.get("properties", {})}

    def _wrong(self, schema: Schema, value: Any) -> str:
        error = self._description.error(schema, value)
        if error is None:
            return "it fits none of its forms"
        where = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in error.absolute_path).lstrip(
            "."
        )
        return f"{where}: {error.message}"[:300] if where else error.message[:300]


def _texts(operation: Operation, parameter: Parameter, sent: Sent) -> Iterable[tuple[str, str]]:
    """What belongs to a parameter, by the names that it is sent under; a path's is still encoded."""
    if parameter.place == "path":
        return [(parameter.name, sent.path[parameter.name])]
    if parameter.place == "header":
        text = sent.headers.get(parameter.name.lower())
        return [] if text is None else [(parameter.name, text)]
    pairs = [pair for pair in sent.query if pair not in sent.fixed] if parameter.place == "query" else _cookies(sent)
    others = {each.name for each in operation.parameters if each.place == parameter.place and each is not parameter}
    return _in_query(parameter, pairs, None, others)


def _in_query(
    parameter: Parameter, pairs: Pairs, members: set[str] | None, others: Iterable[str] = ()
) -> Iterator[tuple[str, str]]:
    own = [(name, text) for name, text in pairs if name == parameter.name]
    if parameter.style == "deepObject":
        yield from (pair for pair in pairs if pair[0].startswith(f"{parameter.name}["))
    elif own:
        yield from own
    elif parameter.explode and parameter.style == "form" and _may_be_object(parameter.schema):
        taken = set(others)
        yield from (pair for pair in pairs if (pair[0] in members if members is not None else pair[0] not in taken))


def _may_be_object(schema: Schema) -> bool:
    return "object" in json.dumps(schema) or "$ref" in json.dumps(schema) or schema in ({}, True)


def _items(parameter: Parameter, texts: Pairs) -> list[str]:
    """The items of a list."""
    text = texts[0][1]
    if parameter.place == "path":
        return [unquote(each) for each in _path_items(parameter, text)]
    if parameter.place == "header":
        return [each.strip() for each in text.split(",")]
    if parameter.explode or len(texts) > 1 or not parameter.style:
        return [each for _, each in texts]
    return text.split(_BETWEEN.get(parameter.style, ","))


def _path_items(parameter: Parameter, text: str) -> list[str]:
    if parameter.style == "matrix":
        name = f";{_matrix_name(text)}="
        return text.removeprefix(name).split(name if parameter.explode else ",")
    text = text.removeprefix(".") if parameter.style == "label" else text
    return text.split("." if parameter.style == "label" and parameter.explode else ",")


def _matrix_name(text: str) -> str:
    return text.removeprefix(";").partition("=")[0]


def _members(parameter: Parameter, texts: Pairs) -> list[tuple[list[str], str]] | None:
    """The members of an object; None where the texts are no object."""
    if parameter.style == "deepObject":
        return [
            (re.findall(r"\[([^\]]*(?:\][^\[]+)?)\]", name[len(parameter.name) :]) or [name], text)
            for name, text in texts
        ]
    if parameter.place == "path" and parameter.style == "matrix" and parameter.explode:
        each = [part.partition("=") for part in texts[0][1].removeprefix(";").split(";")]
        return [([unquote(key)], unquote(text)) for key, _, text in each]
    if parameter.place in ("query", "cookie") and parameter.explode:
        return [([key], text) for key, text in texts]
    items = _items(parameter, texts) if parameter.place != "path" else _path_items(parameter, texts[0][1])
    if parameter.explode:
        found = [item.partition("=") for item in items]
        if not all(sign for _, sign, _ in found):
            return None
        split = [(key, text) for key, _, text in found]
    elif len(items) % 2:
        return None
    else:
        split = list(zip(items[::2], items[1::2], strict=True))
    decode = unquote if parameter.place == "path" else str
    return [([decode(key)], decode(text)) for key, text in split]


def _plain(parameter: Parameter, text: str) -> str:
    """The text of a value that is neither list nor object."""
    if parameter.place != "path":
        return text
    if parameter.style == "matrix":
        text = text.partition("=")[2]
    return unquote(text.removeprefix(".") if parameter.style == "label" else text)


def _scalars(text: str) -> Iterator[Any]:
    """What a text can mean: itself, or a number, true or false, nothing."""
    yield text
    for read in (int, float):
        try:
            number = read(text)
        except (ValueError, OverflowError):
            continue
        if isinstance(number, int) or math.isfinite(number):
            yield number
    yield from (value for name, value in (("true", True), ("false", False), ("null", None), ("", None)) if text == name)


def _is(kind: str, value: Any) -> bool:
    if isinstance(value, bool) or value is None:
        return kind == ("null" if value is None else "boolean")
    kinds: dict[type, tuple[str, ...]] = {str: ("string",), int: ("integer", "number"), float: ("number", "integer")}
    return kind in kinds[type(value)]


def _json(text: str | bytes) -> Iterator[Any]:
    try:
        yield json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        return


def _no_constant(name: str) -> None:
    raise ValueError(name)


def _cookies(sent: Sent) -> Pairs:
    each = (part.partition("=") for part in sent.headers.get("cookie", "").split("; ") if part)
    return [(name, unquote(text)) for name, _, text in each]


def _parts(media: str, content: bytes) -> Iterator[tuple[str, str]]:
    """The parts of a form with files, each as text."""
    message: Any = message_from_bytes(f"Content-Type: {media}\r\n\r\n".encode() + content, policy=policy.HTTP)
    if not message.is_multipart():
        raise Refusal(400, "The body is not a form with parts.")
    for part in message.iter_parts():
        name = str(part.get_param("name", header="content-disposition") or "").replace("%22", '"')
        yield name, (part.get_payload(decode=True) or b"").decode("utf-8", "replace")


def _bare(media: str) -> str:
    return media.partition(";")[0].strip().lower()


def _is_json(media: str) -> bool:
    return media.endswith(("/json", "+json"))
