"""The operations that tools stand on, as one description of their own that travels with the package.

It is OpenAPI 3.1 in one file, to the letter and without words: what a request must be and what an answer is, so that a
sandbox can hold the one against it and make the other. Examples are the description's own.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from figwright_codegen.openapi.description import Source, Spec
from figwright_codegen.openapi.media_types import FORM, MULTIPART, is_json
from figwright_codegen.openapi.operations import Operation, Wanted
from figwright_codegen.tools.written_schema import Use, Writer, by_name

FILE = "openapi.json"
_SCHEMAS = "#/components/schemas/"
_SENT = Use(below=_SCHEMAS, ending=".sent", tells=False)
_ANSWERED = Use(below=_SCHEMAS, answers=True, tells=False)
_LARGEST_EXAMPLE = 20_000
"""Characters of JSON; beyond it an example is left out, and one is made of the schema."""


def described(spec: Spec, title: str, operations: Iterable[Operation]) -> dict[str, Any]:
    """These operations as OpenAPI 3.1, in an order that the description's does not change."""
    definitions: dict[str, Any] = {}
    sent, answered = Writer(spec, _SENT, definitions), Writer(spec, _ANSWERED, definitions)
    paths: dict[str, dict[str, Any]] = {}
    for each in sorted(operations, key=lambda each: (each.path, each.method)):
        paths.setdefault(each.path, {})[each.method.lower()] = _operation(spec, each, sent, answered)
    components = {"components": {"schemas": dict(sorted(definitions.items()))}} if definitions else {}
    return {"openapi": "3.1.0", "info": {"title": title, "version": ""}, "paths": paths, **components}


def written(description: Mapping[str, Any]) -> str:
    """The description as a file, each operation and each schema on a line of its own."""

    def lines(value: Mapping[str, Any], depth: int, margin: str) -> str:
        inner = f"{margin} "
        each = (f"{inner}{json.dumps(key)}: {one(key, part, depth, inner)}" for key, part in value.items())
        return "{\n" + ",\n".join(each) + f"\n{margin}}}"

    def one(key: str, part: Any, depth: int, margin: str) -> str:
        down = depth - 1 if depth else {"paths": 2, "components": 2}.get(key, 0)
        return lines(part, down, margin) if down and part else json.dumps(part)

    return f"{lines(description, 0, '')}\n"


def _operation(spec: Spec, operation: Operation, sent: Writer, answered: Writer) -> dict[str, Any]:
    found: dict[str, Any] = {"operationId": operation.id}
    if operation.parameters:
        ordered = sorted(operation.parameters, key=lambda each: (each.place, each.name))
        found["parameters"] = [_parameter(each, sent) for each in ordered]
    if operation.body:
        body = operation.body
        content: dict[str, Any] = {"schema": sent.schema(body.schema)}
        if body.media.partition(";")[0].strip().lower() in (FORM, MULTIPART) and body.encoding.value:
            content["encoding"] = {name: _encoding(each) for name, each in body.encoding.items()}
        found["requestBody"] = {"required": body.required, "content": {body.media: content}}
    responses = ((status, spec.resolve(each)) for status, each in (operation.source / "responses").items())
    told = {status: dict(_content(spec, each, answered)) for status, each in responses if not status.startswith("3")}
    found["responses"] = {
        status: {"description": "", **({"content": content} if content else {})} for status, content in told.items()
    }
    return found


def _parameter(wanted: Wanted, writer: Writer) -> dict[str, Any]:
    schema = writer.schema(wanted.schema)
    found: dict[str, Any] = {"name": wanted.name, "in": wanted.place, "required": wanted.required}
    if wanted.source.flag("allowEmptyValue"):
        found["allowEmptyValue"] = True
    if wanted.style == "json":
        return {**found, "content": {"application/json": {"schema": schema}}}
    return {**found, "style": wanted.style, "explode": wanted.explode, "schema": schema}


def _encoding(encoding: Source) -> dict[str, Any]:
    keys = ("contentType", "explode", "style")
    return {key: (encoding / key).value for key in keys if key in encoding}


def _content(spec: Spec, response: Source, writer: Writer) -> Iterator[tuple[str, dict[str, Any]]]:
    """What an answer holds in the form that says most: JSON, or else the first."""
    contents = {media: spec.resolve(content) for media, content in (response / "content").items()}
    media = next((media for media in contents if is_json(media)), next(iter(contents), ""))
    if not media:
        return
    content = contents[media]
    found: dict[str, Any] = {"schema": writer.schema(content / "schema")} if "schema" in content else {}
    for example in _examples(spec, content):
        found["example"] = by_name(example)
        break
    yield media, found


def _examples(spec: Spec, content: Source) -> Iterator[Any]:
    told = [(content / "example").value] if "example" in content else []
    named = (spec.resolve(each) for each in (content / "examples").values())
    told += [(each / key).value for each in named for key in ("dataValue", "value") if key in each]
    for each in told:
        try:
            if len(json.dumps(each, allow_nan=False)) <= _LARGEST_EXAMPLE:
                yield each
        except (TypeError, ValueError):  # what YAML knows and JSON does not
            continue
