"""JSON Schemas (2020-12) of a tool's input and output, in what every model API understands.

Inputs are closed and carry each description; `oneOf`, lists of types and references to elsewhere never occur. Outputs
are a lenient sketch: nothing is demanded, no enum is closed, and a recursive part is cut to what its objects share.
"""

from __future__ import annotations

from typing import Any

from figwright_codegen.inputs import Input
from figwright_codegen.ir import (
    Field,
    ListOf,
    Literal,
    MapOf,
    Record,
    Scalar,
    Type,
    Union,
    is_recursive,
    records,
    resolved,
)
from figwright_codegen.linking import Tool

_FORMATS = frozenset({"date", "date-time", "email", "uri"})
_DEEPEST = 6
"""Levels of an output's objects; below, an object is only said to be one."""

Schema = dict[str, Any]


def input_schema(tool: Tool) -> Schema:
    """What a model may pass: no ignored and no hidden inputs."""
    shown = [each for each in tool.inputs if not each.hidden]
    shared = _Inputs()
    properties = {each.name: _described(shared.input(each), each.field) for each in shown}
    schema = _closed(properties, [each.name for each in shown if each.field.required])
    if shared.defs:
        schema["$defs"] = dict(sorted(shared.defs.items()))
    return schema


class _Inputs:
    """Input types as schemas. A record that contains itself becomes a definition, every other is written out."""

    def __init__(self) -> None:
        self.defs: dict[str, Schema] = {}
        self._open: list[Record] = []

    def input(self, each: Input) -> Schema:
        if each.joined and not isinstance(resolved(each.field.type), ListOf):
            return {"type": "array", "items": {"type": "string"}}
        return self._of(each.field.type)

    def _of(self, type_: Type) -> Schema:
        found = resolved(type_)
        match found:
            case Record():
                return self._record(found)
            case Literal():
                return _literal(found)
            case ListOf():
                return {"type": "array", "items": self._of(found.item), **dict(found.bounds)}
            case MapOf():
                return {"type": "object", "additionalProperties": self._of(found.value)}
            case Union():
                return {"anyOf": [self._of(option) for option in found.options]}
            case Scalar():
                return _scalar(found)
        raise TypeError(found)

    def _record(self, record: Record) -> Schema:
        reference = {"$ref": f"#/$defs/{record.name}"}
        if record in self._open:
            self.defs.setdefault(record.name, {})
        if record.name in self.defs:
            return reference
        self._open.append(record)
        fields = sorted(record.fields.values(), key=lambda field: (not field.required, field.name))
        properties = {field.name: _described(self._of(field.type), field) for field in fields}
        schema = _closed(properties, [field.name for field in fields if field.required])
        if record.open:
            del schema["additionalProperties"]
        self._open.pop()
        if record.name in self.defs:
            self.defs[record.name] = schema
            return reference
        return schema


def _closed(properties: Schema, required: list[str]) -> Schema:
    schema: Schema = {"type": "object", "properties": properties}
    if required:
        schema["required"] = required
    return {**schema, "additionalProperties": False}


def _described(schema: Schema, field: Field) -> Schema:
    text = " ".join(field.description.split())
    if field.deprecated:
        text = f"{text} Deprecated.".strip()
    more = {"description": text} if text else {}
    if field.default is not None:
        more["default"] = field.default
    return {**schema, **more}


def _literal(literal: Literal) -> Schema:
    kinds = {bool: "boolean", int: "integer", str: "string"}
    found = {kinds[type(value)] for value in literal.values}
    schema: Schema = {"type": found.pop()} if len(found) == 1 else {}
    return {**schema, "enum": list(literal.values)}


def _scalar(scalar: Scalar) -> Schema:
    if scalar.kind == "any":
        return {}
    schema: Schema = {"type": scalar.kind, **dict(scalar.bounds)}
    if scalar.pattern:
        schema["pattern"] = scalar.pattern
    if scalar.format in _FORMATS:
        schema["format"] = scalar.format
    return schema


def output_schema(tool: Tool) -> Schema:
    """What comes back, without what is redacted."""
    if tool.result is None:
        return {"type": "object", "description": "Nothing."}
    redacted = {tuple(pointer.split("/")[1:]) for pointer in tool.entry.redact}
    schema = _Outputs(redacted).of(tool.result, ())
    return schema if schema.get("type") == "object" else {"type": "object", **schema}


class _Outputs:
    def __init__(self, redacted: set[tuple[str, ...]]) -> None:
        self._redacted = redacted

    def of(self, type_: Type, path: tuple[str, ...], depth: int = 0) -> Schema:
        found = resolved(type_)
        parts = records(found) if isinstance(found, Union) else None
        if parts and any(is_recursive(record) for record in parts):
            return _cut(parts)
        match found:
            case Record():
                return self._record(found, path, depth)
            case Literal():
                return _open_literal(found)
            case ListOf():
                return {"type": "array", "items": self.of(found.item, (*path, "*"), depth)}
            case MapOf():
                return {"type": "object", "additionalProperties": self.of(found.value, (*path, "*"), depth)}
            case Union():
                return _any_of([self.of(option, path, depth) for option in found.options])
            case Scalar():
                return _scalar(found)
        raise TypeError(found)

    def _record(self, record: Record, path: tuple[str, ...], depth: int) -> Schema:
        if is_recursive(record):
            return _cut([record])
        if depth == _DEEPEST:
            return {"type": "object"}
        properties = {
            name: _described(
                self.of(field.type, (*path, name), depth + 1), Field(name, field.type, False, field.description)
            )
            for name, field in sorted(record.fields.items())
            if (*path, name) not in self._redacted
        }
        return {"type": "object", "properties": properties}


def _open_literal(literal: Literal) -> Schema:
    schema = _literal(literal)
    return {"type": schema["type"], "examples": schema["enum"]} if "type" in schema else {}


def _any_of(schemas: list[Schema]) -> Schema:
    distinct = [schema for index, schema in enumerate(schemas) if schema not in schemas[:index]]
    return distinct[0] if len(distinct) == 1 else {"anyOf": distinct}


def _cut(parts: list[Record]) -> Schema:
    """One small object in place of the recursive ones: the scalars that all of them always have."""
    shared = set.intersection(*({name for name, field in part.fields.items() if field.required} for part in parts))
    properties: Schema = {}
    for name in sorted(shared):
        types = [resolved(part.fields[name].type) for part in parts]
        if all(isinstance(type_, Literal) for type_ in types):
            properties[name] = {"type": "string"}
        elif isinstance(types[0], Scalar) and all(type_ == types[0] for type_ in types):
            properties[name] = _scalar(types[0])
    names = ", ".join(sorted(part.name for part in parts))
    text = f"A tree: {names}." if len(parts) < 4 else f"A tree of {len(parts)} kinds of objects."
    return {"type": "object", "description": text, "properties": properties}
