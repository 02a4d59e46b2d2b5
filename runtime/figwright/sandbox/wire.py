"""Requests as values: what stands in path, query, headers, cookies and body, held against the description.

A text can mean several values; it means the first that the schema takes.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from typing import Any
from urllib.parse import parse_qsl, unquote

from figwright.connector import NOT_GIVEN

from .description import KINDS, Body, Description, Operation, Parameter, Schema
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
        own, loose = self._texts(operation, parameter, sent)
        if not own and not loose:
            empty: tuple[Any, ...] = ([], {})
            nothing = [each for each in empty if self._description.fits(parameter.schema, each)]
            if parameter.required and not (nothing and parameter.style != "json"):
                raise Refusal(400, f"The {where} is missing.")
            return nothing[0] if parameter.required else NOT_GIVEN
        if parameter.may_be_empty and own == [(parameter.name, "")]:
            return ""
        others = {each.name for each in operation.parameters if each.place == parameter.place}
        unclaimed = [pair for pair in loose if pair[0] not in others]
        candidates = [*self._values(parameter, own, loose), *self._values(parameter, own, unclaimed)]
        if sum(each.place == parameter.place and _takes_any(each) for each in operation.parameters) > 1:
            fitting = [pair for pair in unclaimed if self._fits_member(parameter.schema, *pair)]
            candidates += self._values(parameter, own, fitting)  # whose the others are, nobody can tell
        for value in candidates:
            if self._description.fits(parameter.schema, value):
                return value
        if not own and not parameter.required and parameter.style != "deepObject":
            return NOT_GIVEN  # what is loose is somebody else's
        read = candidates or [_plain(parameter, (own or loose)[0][1])]
        raise Refusal(400, f"The {where} is not as it must be: {self._wrong(parameter.schema, read[0])}.")

    def _texts(self, operation: Operation, parameter: Parameter, sent: Sent) -> tuple[Pairs, Pairs]:
        """What comes under a parameter's name, and what may be members of it; a path's is still encoded."""
        if parameter.place == "path":
            return [(parameter.name, sent.path[parameter.name])], []
        if parameter.place == "header":
            text = sent.headers.get(parameter.name.lower())
            return [] if text is None else [(parameter.name, text)], []
        pairs = (
            [pair for pair in sent.query if pair not in sent.fixed] if parameter.place == "query" else _cookies(sent)
        )
        others = {each.name for each in operation.parameters if each.place == parameter.place}
        others -= self._members(parameter.schema) - {parameter.name}
        own = [(name, text) for name, text in pairs if name == parameter.name]
        return own, _loose(parameter, pairs, lambda name: name not in others)

    def _values(self, parameter: Parameter, own: Pairs, loose: Pairs) -> Iterator[Any]:
        """What the texts of a parameter can mean, by the kinds of values that it takes.

        `own` come under its name, `loose` may be the members of an object.
        """
        schema = parameter.schema
        if parameter.style == "json":
            yield from _json(_plain(parameter, own[0][1]))
            return
        for kind in self._description.kinds(schema):
            if kind == "array":
                for items in _items(parameter, own) if own else ():
                    yield [self._scalar(self._below(schema, "items"), each) for each in items]
            elif kind == "object":
                for members in _members(parameter, own, loose):
                    yield from self._object(schema, members)
            elif parameter.style != "deepObject" and len(own) == 1:
                yield from (each for each in _scalars(_plain(parameter, own[0][1])) if _is(kind, each))

    def _fits_member(self, schema: Schema, name: str, text: str) -> bool:
        wanted = self._property(schema, name)
        return name in self._members(schema) or self._description.fits(wanted, self._scalar(wanted, text))

    def _object(self, schema: Schema, members: Iterable[tuple[list[str], str]]) -> Iterator[Any]:
        """The object of these members, each with its keys from the outside in."""
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
        media, wanted = _bare(sent.headers.get("content-type", "")), _bare(body.media)
        is_form = wanted in (_FORM, _MULTIPART)
        if not sent.body and (not media or _is_json(wanted) or is_form):
            if body.required and not (is_form and self._description.fits(body.schema, self._form(body, wanted, []))):
                raise Refusal(400, "The body is missing.")
            return NOT_GIVEN
        if media != wanted and not (_is_json(media) and _is_json(wanted)):
            raise Refusal(415, f"The body is {media or 'of no media type'}, and must be {wanted}.")
        if not (_is_json(wanted) or is_form):
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
        return self._form(body, media, pairs)

    def _form(self, body: Body, media: str, pairs: Pairs) -> dict[str, Any]:
        """The values of a form. A property without an encoding is repeated, or JSON where it is an object."""
        found: dict[str, Any] = {}
        left = list(pairs)
        names = [name for each in self._description.parts(body.schema) for name in each.get("properties", {})]
        required = {name for each in self._description.parts(body.schema) for name in each.get("required", ())}
        for name in dict.fromkeys([*names, *(name for name, _ in pairs)]):
            encoding, schema = body.encoding.get(name, {}), self._property(body.schema, name)
            style = encoding.get("style", "form")
            explode = encoding.get("explode", style == "form")
            parameter = Parameter(name, "query", False, schema, style, explode)
            own = [(each, text) for each, text in left if each == name]
            members = set() if media == _MULTIPART else self._members(schema) - {*names}  # whose parts are JSON
            loose = _loose(parameter, left, members.__contains__)
            if not own and not loose:
                told = self._description.kinds(schema) != list(KINDS)  # a file's schema says nothing
                empty: tuple[Any, ...] = ([], {}) if name in required and told else ()  # which send nothing
                fitting = [each for each in empty if self._description.fits(schema, each)]
                found |= {name: fitting[0]} if fitting else {}
                continue
            left = [pair for pair in left if pair not in own and pair not in loose]
            found[name] = self._property_of_form(parameter, own, loose)
        return found

    def _property_of_form(self, parameter: Parameter, own: Pairs, loose: Pairs) -> Any:
        schema = parameter.schema
        read = [value for _, text in own for value in _json(text)]
        values = [*self._values(parameter, own, loose), *read[:1], read, *(text for _, text in own)]
        return next((each for each in values if self._description.fits(schema, each)), (own or loose)[0][1])

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


def _loose(parameter: Parameter, pairs: Pairs, is_member: Callable[[str], bool]) -> Pairs:
    if parameter.style == "deepObject":
        return [pair for pair in pairs if pair[0].startswith(f"{parameter.name}[")]
    if _takes_any(parameter):
        return [pair for pair in pairs if is_member(pair[0])]
    return []


def _takes_any(parameter: Parameter) -> bool:
    """Whether the members of an object may come under names of their own."""
    return parameter.explode and parameter.style != "deepObject" and _may_be_object(parameter.schema)


def _may_be_object(schema: Schema) -> bool:
    return "object" in json.dumps(schema) or "$ref" in json.dumps(schema) or schema in ({}, True)


def _items(parameter: Parameter, own: Pairs) -> Iterator[list[str]]:
    """The items of a list; those of a header with and without the blanks around them."""
    text = own[0][1]
    if parameter.place == "path":
        yield [unquote(each) for each in _path_items(parameter, text)]
    elif parameter.place == "header":
        yield text.split(",")
        yield [each.strip() for each in text.split(",")]
    elif parameter.explode or len(own) > 1 or not parameter.style:
        yield [each for _, each in own]
    else:
        yield text.split(_BETWEEN.get(parameter.style, ","))


def _path_items(parameter: Parameter, text: str) -> list[str]:
    if parameter.style == "matrix":
        name = f"{text.partition('=')[0]}="
        return text.removeprefix(name).split(name if parameter.explode else ",")
    text = text.removeprefix(".") if parameter.style == "label" else text
    return text.split("." if parameter.style == "label" and parameter.explode else ",")


def _members(parameter: Parameter, own: Pairs, loose: Pairs) -> Iterator[list[tuple[list[str], str]]]:
    """The members of an object, each with its keys from the outside in; nothing where the texts are no object."""
    if parameter.style == "deepObject":
        if loose and not own:
            named = ((name[len(parameter.name) :], text) for name, text in loose)
            yield [(re.findall(r"\[([^\]]*(?:\][^\[]+)?)\]", name) or [name], text) for name, text in named]
    elif parameter.place == "path" and parameter.style == "matrix" and parameter.explode:
        each = [part.partition("=") for part in own[0][1].removeprefix(";").split(";")]
        yield [([unquote(key)], unquote(text)) for key, _, text in each]
    elif parameter.place in ("query", "cookie") and parameter.explode:
        yield [([key], text) for key, text in [*own, *loose]]
    elif own:
        decode = unquote if parameter.place == "path" else str
        for items in [_path_items(parameter, own[0][1])] if parameter.place == "path" else _items(parameter, own):
            yield [([decode(key)], decode(text)) for key, text in _paired(items, parameter.explode)]


def _paired(items: list[str], explode: bool) -> Pairs:
    if explode:
        return [(key, text) for key, _, text in (item.partition("=") for item in items)]
    return list(zip(items[::2], items[1::2], strict=len(items) % 2 == 0))


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
        if content.strip().endswith(b"--"):  # a form of nothing
            return
        raise Refusal(400, "The body is not a form with parts.")
    for part in message.iter_parts():
        name = str(part.get_param("name", header="content-disposition") or "").replace("%22", '"')
        yield name, (part.get_payload(decode=True) or b"").decode("utf-8", "replace")


def _bare(media: str) -> str:
    return media.partition(";")[0].strip().lower()


def _is_json(media: str) -> bool:
    return media.endswith(("/json", "+json"))
