"""JSON Schemas (2020-12) of a tool's input and output, in what every model API understands.

Inputs are closed and carry each description; `oneOf`, lists of types and references to elsewhere never occur. Outputs
are a lenient sketch: nothing is demanded, no enum is closed, and a recursive part is cut to what its objects share.
"""

from __future__ import annotations

import json
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
_LONGEST = 2500
"""Characters that a part of an output may take before it is cut."""

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
        found = resolved(each.field.type)
        if not each.joined:
            return self._of(each.field.type)
        item = found.item if isinstance(found, ListOf) else each.field.type  # what fits the text, fits each item
        return {"type": "array", "items": self._of(item), "minItems": 1}

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
    more: Schema = {"description": text} if text else {}
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
    schema = _Outputs({tuple(pointer.split("/")[1:]) for pointer in tool.entry.redact}).of(tool.result, ())
    return schema if schema.get("type") == "object" else {"type": "object", **schema}


class _Outputs:
    """Result types as schemas; a part that is recursive or would be long is cut down to its scalars."""

    def __init__(self, redacted: set[tuple[str, ...]]) -> None:
        self._redacted = redacted
        self._open: list[Record] = []

    def of(self, type_: Type, path: tuple[str, ...]) -> Schema:
        found = resolved(type_)
        match found:
            case Record():
                return self._record(found, path)
            case Literal():
                return _open_literal(found)
            case ListOf():
                return {"type": "array", "items": self.of(found.item, (*path, "*"))}
            case MapOf():
                return {"type": "object", "additionalProperties": self.of(found.value, (*path, "*"))}
            case Union():
                return self._union(found, path)
            case Scalar():
                return _scalar(found)
        raise TypeError(found)

    def _union(self, union: Union, path: tuple[str, ...]) -> Schema:
        objects = records(union)
        if objects and any(is_recursive(each) for each in objects):
            return self._cut(objects, path)
        options = [self.of(option, path) for option in union.options]
        distinct = [option for index, option in enumerate(options) if option not in options[:index]]
        schema = distinct[0] if len(distinct) == 1 else {"anyOf": distinct}
        return self._cut(objects, path) if objects and _is_long(schema) else schema

    def _record(self, record: Record, path: tuple[str, ...]) -> Schema:
        if is_recursive(record):
            return self._cut([record], path)
        properties = {}
        for name, field in sorted(record.fields.items()):
            if (*path, name) not in self._redacted:
                words = Field(name, field.type, field.required, field.description)
                properties[name] = _described(self.of(field.type, (*path, name)), words)
        schema = {"type": "object", "properties": properties}
        return self._cut([record], path) if path and _is_long(schema) else schema

    def _cut(self, parts: list[Record], path: tuple[str, ...]) -> Schema:
        """One small object in place of some: the scalars that all of them have."""
        properties: Schema = {}
        for name in sorted(set.intersection(*(set(part.fields) for part in parts))):
            if (*path, name) in self._redacted:
                continue
            types = [resolved(part.fields[name].type) for part in parts]
            if all(isinstance(each, Literal) for each in types):
                properties[name] = {"type": "string"}
            elif isinstance(types[0], Scalar) and types[0].kind != "any" and all(each == types[0] for each in types):
                properties[name] = _scalar(types[0])
        kinds = f", one of {len(parts)} kinds" if len(parts) > 1 else ""
        schema = {"type": "object", "description": f"Shown in part{kinds}."}
        return {**schema, "properties": properties} if properties else schema


def _is_long(schema: Schema) -> bool:
    return len(json.dumps(schema)) > _LONGEST


def _open_literal(literal: Literal) -> Schema:
    schema = _literal(literal)
    return {"type": schema["type"], "examples": schema["enum"]} if "type" in schema else {}
