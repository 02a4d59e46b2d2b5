"""Random descriptions: one clear error, or calls as an independent encoder and validator have them."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from support.descriptions import Description, Operation
from support.drawn import Drawing
from support.encoding import NoFormError, cookies, header, pairs, path_text
from support.workshop import Workshop

from figwright.errors import InvalidToolInputError
from figwright.inputs import validate
from figwright.requests import Outgoing, build_request
from figwright_codegen import GenerationError
from figwright_codegen.problems import Problem

HOME = "https://shop.test"
UNSHRUNK = (Phase.explicit, Phase.reuse, Phase.generate)
"""A seed does not shrink; the one operation that is told is small."""
VERSIONS = st.sampled_from(["3.0.3", "3.1.0"])
Values = dict[tuple[str, str], Any]
"""By place and name; the body under ("body", "")."""


@settings(max_examples=3, deadline=None, phases=UNSHRUNK)
@given(st.integers(0, 2**32), VERSIONS)
def test_calls_of_drawn_descriptions_are_as_openapi_has_them(
    tmp_path_factory: pytest.TempPathFactory, seed: int, version: str
) -> None:
    hold(tmp_path_factory.mktemp("drawn"), seed, version, 5)


@pytest.mark.slow
@settings(max_examples=50, deadline=None, phases=UNSHRUNK)
@given(st.integers(0, 2**32), VERSIONS)
def test_calls_of_many_drawn_descriptions_are_as_openapi_has_them(
    tmp_path_factory: pytest.TempPathFactory, seed: int, version: str
) -> None:
    hold(tmp_path_factory.mktemp("drawn"), seed, version, 40)


def hold(folder: Path, seed: int, version: str, count: int) -> None:
    drawing = Drawing(seed, version)
    drawn = drawing.description(count)
    for index, (workshop, description) in enumerate(_sound(folder, drawn)):
        tools = workshop.module("connector").CONNECTOR.tools
        files = workshop.files()
        for operation in description.operations:
            if operation.name in tools:
                schema = json.loads(files[f"schemas/{operation.name}.input.json"])
                Held(drawing, description, operation, tools[operation.name], schema).hold()
        workshop.close()
        assert index < 2 * count


def _sound(folder: Path, drawn: Description) -> Iterator[tuple[Workshop, Description]]:
    """Packages of all operations that can be generated; the others have one clear error each."""
    workshop = Workshop(folder)
    workshop.spec = workshop.write("openapi.json", json.dumps(drawn.spec(), indent=1, ensure_ascii=False))
    workshop.manifest = workshop.write("tools.yaml", json.dumps(drawn.manifest()))
    found = _problems(workshop)
    if found is not None:
        assert found
        assert all(problem.text and problem.line for problem in found)
        if len(drawn.operations) > 1:
            middle = len(drawn.operations) // 2
            for part, some in (("l", drawn.operations[:middle]), ("r", drawn.operations[middle:])):
                below = folder / part
                below.mkdir()
                yield from _sound(below, drawn.only(some))
        return
    yield workshop, drawn


def _problems(workshop: Workshop) -> tuple[Problem, ...] | None:
    try:
        workshop.generate()
    except GenerationError as error:
        return error.problems
    return None


class Held:
    """One operation held against the encoder and the validator."""

    def __init__(
        self, drawing: Drawing, description: Description, operation: Operation, tool: Any, schema: dict[str, Any]
    ) -> None:
        self.drawing, self.description, self.operation, self.tool = drawing, description, operation, tool
        self.inputs = Draft202012Validator(schema)
        self.schemas: dict[tuple[str, str], Any] = {}
        for each in operation.parameters:
            held = each["content"]["application/json"] if "content" in each else each
            self.schemas[each["in"], each["name"]] = held["schema"]
        if operation.body:
            self.schemas["body", ""] = operation.body["schema"]
        self.strict = {key: description.validator(each) for key, each in self.schemas.items()}
        self.lenient = {key: description.validator(each, lenient=True) for key, each in self.schemas.items()}

    def hold(self) -> None:
        for _ in range(4):
            values = self._values()
            if values is not None:
                self._hold(values)

    def _hold(self, values: Values) -> None:
        inputs = self._as_inputs(values)
        about = f"{json.dumps(self.operation.described())}\n{inputs!r}\n{self.description.schemas}"
        try:
            wanted = Wanted(self.operation, values)
        except NoFormError:
            assert self._refuses(inputs), f"sent what has no form: {about}"
            return
        try:
            made = self._call(inputs)
        except InvalidToolInputError as error:
            if "should be a whole number, not 1e+22" in str(error):
                return  # beyond 2^53 a float no longer says which number it is
            pytest.fail(f"refused what is valid: {error}\n{about}")
        assert wanted.differs(made) == "", f"{made}\n{about}"
        assert self.inputs.is_valid(inputs), f"the model's schema refuses what is valid\n{about}"
        for key, value in values.items():
            for mutant in self.drawing.mutants(value):
                if not self.lenient[key].is_valid(mutant) and self._can_be_input(key, mutant):
                    given = self._as_inputs({**values, key: mutant})
                    assert self._refuses(given), f"sent what is invalid: {given}\n{about}"

    def _refuses(self, inputs: dict[str, Any]) -> bool:
        try:
            self._call(inputs)
        except InvalidToolInputError:
            return True
        return False

    def _call(self, inputs: dict[str, Any]) -> Outgoing:
        return build_request(self.tool, validate(self.tool, inputs), HOME)

    def _values(self) -> Values | None:
        found: Values = {}
        for key, schema in self.schemas.items():
            required = self._is_required(key)
            for _ in range(12):
                value = self.drawing.value(schema)
                if self.strict[key].is_valid(value) and self._can_be_input(key, value):
                    if required or self.drawing.chance(75):
                        found[key] = value
                    break
            else:
                if required:
                    return None
        return found

    def _is_required(self, key: tuple[str, str]) -> bool:
        if key[0] == "body":
            return self.operation.required_body
        return any(each.get("required") for each in self.operation.parameters if (each["in"], each["name"]) == key)

    def _can_be_input(self, key: tuple[str, str], value: Any) -> bool:
        """None and an empty text in a query say that nothing is given."""
        if key == ("body", ""):
            if self._is_spread():
                return isinstance(value, dict) and (bool(value) or self.operation.required_body)
            return value is not None or self._takes_null(key)
        return value is not None and not (isinstance(value, str) and not value.strip())

    def _takes_null(self, key: tuple[str, str]) -> bool:
        return bool(self.strict[key].is_valid(None))

    def _is_spread(self) -> bool:
        return not self.operation.whole and self.operation.media not in ("text/plain", "application/octet-stream")

    def _as_inputs(self, values: Values) -> dict[str, Any]:
        """By the documented rule, one name in several places is several inputs."""
        found: dict[str, Any] = {}
        taken: set[str] = set()
        for each in self.operation.parameters:
            key = each["in"], each["name"]
            name = each["name"] if each["name"] not in taken else f"{each['name']}_in_{each['in']}"
            taken.add(name)
            if key in values:
                found[name] = values[key]
        if ("body", "") in values:
            value = values["body", ""]
            if not self._is_spread():
                name = "payload" if self.operation.whole else "body"
                is_bytes = self.operation.media == "application/octet-stream" and isinstance(value, str)
                found[name] = b64encode(value.encode()).decode() if is_bytes else value
            else:
                found |= {f"{name}_in_body" if name in taken else name: each for name, each in value.items()}
        return found


class Wanted:
    """The request that some values should make."""

    def __init__(self, operation: Operation, values: Values) -> None:
        self.operation = operation
        self.path = (f"/v1{operation.base}" if operation.base else "") + operation.path
        self.query: list[tuple[str, str]] = []
        self.headers: dict[str, str] = {}
        self.cookies: list[tuple[str, str]] = []
        for each in sorted(operation.parameters, key=lambda each: (not each.get("required"), each["name"])):
            if (each["in"], each["name"]) not in values:
                continue
            value = values[each["in"], each["name"]]
            if each.get("required") and value in ([], {}) and "content" not in each:
                raise NoFormError(value)
            match each["in"]:
                case "path":
                    self.path = self.path.replace(f"{{{each['name']}}}", path_text(each, value))
                case "query":
                    self.query += pairs(each, value)
                case "header" if text := header(each, value):
                    self.headers[each["name"]] = text
                case "cookie":
                    self.cookies += cookies(each, value)
        self.body = values.get(("body", ""))
        self.has_body = ("body", "") in values
        if self.body == {} and not operation.required_body and not operation.whole:
            self.has_body = False  # an optional body of which nothing is given
        if not self.has_body and operation.body and operation.required_body:
            self.has_body, self.body = True, {}

        if self.has_body and operation.media == "application/x-www-form-urlencoded":
            encoding = (operation.body or {}).get("encoding", {})
            named = [({"name": name, **encoding.get(name, {})}, each) for name, each in (self.body or {}).items()]
            self.form = [pair for part, each in named for pair in pairs(part, each)]

    def differs(self, made: Outgoing) -> str:
        url = made.url.removeprefix(HOME)
        path, _, query = url.partition("?")
        if [_said(unquote(each), each) for each in path.split("/")] != [
            _said(unquote(each), each) for each in self.path.split("/")
        ]:
            return f"path {path!r} is not {self.path!r}"
        if not _same(parse_qsl(query, keep_blank_values=True, strict_parsing=bool(query)), self.query):
            return f"query {query!r} is not {self.query!r}"
        for name, text in self.headers.items():
            if _said(str(made.headers.get(name))) != _said(text):
                return f"header {name} of {made.headers} is not {text!r}"
        sent = str(made.headers.get("Cookie", ""))
        cookies = [(each.partition("=")[0], unquote(each.partition("=")[2])) for each in sent.split("; ") if each]
        if not _same(cookies, self.cookies):
            return f"cookies {sent!r} are not {self.cookies!r}"
        if not self.has_body:
            return "" if made.body is None else f"body {made.body!r} where there is none"
        return self._differs_body(made)

    def _differs_body(self, made: Outgoing) -> str:
        assert isinstance(made.body, bytes)
        media = self.operation.media
        wanted: Any = self.body
        said = str(made.headers.get("Content-Type", "application/json"))
        if not said.startswith(media):
            return f"the media type {said!r} is not {media!r}"
        if media.endswith("json"):
            return "" if _exact(json.loads(made.body), wanted) else f"body {made.body!r} is not {wanted!r}"
        if media in ("text/plain", "application/octet-stream"):
            return "" if made.body == (wanted if isinstance(wanted, bytes) else wanted.encode()) else f"{made.body!r}"
        if media == "multipart/form-data":
            found, expected = _parts(said, made.body), _multipart(wanted)
            return "" if _same(found, expected) else f"parts {found} are not {expected}"
        found = parse_qsl(made.body.decode(), keep_blank_values=True)
        return "" if _same(found, self.form) else f"form {found} is not {self.form}"


def _multipart(value: dict[str, Any]) -> list[tuple[str, str]]:
    """Each item of a list is a part; objects are JSON (OpenAPI 3.0.3 and 3.1.0, Encoding Object)."""
    flat = [(name, each) for name, value in value.items() for each in (value if isinstance(value, list) else [value])]
    return [(name, each if isinstance(each, str) else json.dumps(each, separators=(",", ":"), ensure_ascii=False))
            for name, each in flat]  # fmt: skip


def _parts(media: str, content: bytes) -> list[tuple[str, str]]:
    message: Any = message_from_bytes(f"Content-Type: {media}\r\n\r\n".encode() + content, policy=policy.HTTP)
    return [
        (str(part.get_param("name", header="content-disposition")), part.get_payload(decode=True).decode())
        for part in message.iter_parts()
    ]


def _same(found: Any, wanted: Any) -> bool:
    """The same pairs; of one name in the same order. Numbers may be written in any way that is the same number."""

    def by_name(listed: Any) -> dict[str, list[Any]]:
        names: dict[str, list[Any]] = {}
        for name, text in listed:
            names.setdefault(name, []).append(_said(text))
        return names

    return by_name(found) == by_name(wanted)


def _said(text: str, plain: str = "") -> Any:
    """What a text says where JSON or a number may be written in several ways; else the text, or `plain` for it."""
    start = text.find("{") if "{" in text else text.find("[")
    try:
        if start >= 0:
            return text[:start], json.dumps(json.loads(text[start:]), sort_keys=True)
        return [float(each) if "e" in each else each for each in text.split(",")] if "e" in text else plain or text
    except ValueError:
        return plain or text


def _exact(one: Any, other: Any) -> bool:
    """Equal as JSON: true is not 1; 5.0 is 5."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_exact(each, other[key]) for key, each in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_exact, one, other))
    return one == other and isinstance(one, bool) == isinstance(other, bool)
