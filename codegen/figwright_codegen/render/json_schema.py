"""JSON Schemas (2020-12) of a tool's input and output, in what every model API understands.

Inputs are closed and carry each description; `oneOf`, lists of types and references to elsewhere never occur. Outputs
are a lenient sketch: nothing is demanded, no enum is closed, and a recursive part is cut to what its objects share.
"""

from __future__ import annotations

import json
from collections.abc import Container
from typing import Any

from figwright_codegen.json_pointer import steps
from figwright_codegen.tools.inputs import Input
from figwright_codegen.tools.link import Tool
from figwright_codegen.types.ir import (
    Alias,
    Field,
    ListOf,
    Literal,
    MapOf,
    Named,
    Record,
    Scalar,
    Type,
    Union,
    records,
    resolved,
)
from figwright_codegen.types.patterns import is_python

_FORMATS = frozenset({"date", "date-time", "email", "uri"})
_LONGEST = 3000
"""Characters that a part of an output may take before it is cut."""
_DEEPEST = 40
_MANY = 5

Schema = dict[str, Any]


def input_schema(tool: Tool) -> Schema:
    """What a model may pass: no ignored and no hidden inputs."""
    shown = [each for each in tool.inputs if not each.hidden]
    shared = _Inputs()
    properties = {each.name: _described(shared.input(each), each.field) | _examples(each) for each in shown}
    schema = _closed(properties, [each.name for each in shown if each.field.required])
    if tool.open_body:
        schema["additionalProperties"] = shared.of(tool.open_body) or True
    if shared.defs:
        schema["$defs"] = dict(sorted(shared.defs.items()))
    return schema


def _examples(each: Input) -> Schema:
    """What the description gives as an example, in the shape that the input takes."""
    given = each.field.example
    return {} if given is None else {"examples": [[given] if each.joined else given]}


class _Inputs:
    """Input types as schemas. A type that contains itself becomes a definition, every other is written out."""

    def __init__(self) -> None:
        self.defs: dict[str, Schema] = {}
        self._open: list[Record | Alias] = []

    def input(self, each: Input) -> Schema:
        found = resolved(each.field.type)
        if not each.joined:
            return self._of(each.field.type)
        item = found.item if isinstance(found, ListOf) else each.field.type  # what fits the text, fits each item
        return {"type": "array", "items": self._of(item), "minItems": 1}

    def of(self, type_: Type) -> Schema:
        return self._of(type_)

    def _of(self, type_: Type) -> Schema:
        match type_:
            case Named():
                return self._definition(type_.definition)
            case Literal():
                return _literal(type_)
            case ListOf():
                return {"type": "array", "items": self._of(type_.item), **dict(type_.bounds)}
            case MapOf():
                return {"type": "object", "additionalProperties": self._of(type_.value)}
            case Union():
                return {"anyOf": [self._of(option) for option in type_.options]}
            case Scalar():
                return _scalar(type_)

    def _definition(self, definition: Record | Alias) -> Schema:
        name = f"{definition.module}.{definition.name}"
        if definition in self._open:
            self.defs.setdefault(name, {})
        if name in self.defs:
            return {"$ref": f"#/$defs/{name}"}
        if len(self._open) > _DEEPEST:
            return {}
        self._open.append(definition)
        schema = self._record(definition) if isinstance(definition, Record) else self._alias(definition)
        self._open.pop()
        if name in self.defs:
            self.defs[name] = schema
            return {"$ref": f"#/$defs/{name}"}
        return schema

    def _alias(self, alias: Alias) -> Schema:
        """What goes out, or what is read: whoever checks an input by its schema must not refuse what the tool takes."""
        schema = self._of(alias.type)
        return {"anyOf": [schema, {"type": "string", "pattern": alias.reader.pattern}]} if alias.reader else schema

    def _record(self, record: Record) -> Schema:
        fields = sorted(record.fields.values(), key=lambda field: (not field.required, field.name))
        properties = {field.name: _described(self._of(field.type), field) for field in fields}
        schema = _closed(properties, [field.name for field in fields if field.required])
        if record.open:
            schema["additionalProperties"] = True
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
    values = {"enum": [json.loads(value) for value in scalar.values]} if scalar.values else {}
    if scalar.kind == "any":
        return values
    if scalar.kind == "bytes":
        return {"type": "string", "contentEncoding": "base64"}
    bounds = {key: bound for key, bound in scalar.bounds if key != "multipleOf" or isinstance(bound, int)}
    schema: Schema = {"type": scalar.kind, **values, **bounds}  # 0.3 is no multiple of 0.1 to whoever divides floats
    if scalar.pattern and is_python(scalar.pattern):
        schema["pattern"] = scalar.pattern
    if scalar.format in _FORMATS:
        schema["format"] = scalar.format
    return schema


def output_schema(tool: Tool, recursive: Container[Record | Alias]) -> Schema:
    """What comes back, without what is redacted."""
    if tool.operation.result.reads != "json":
        return {"type": "string", "description": f"What was answered, {tool.operation.result.media}."}
    if tool.result is None:
        return {"type": "object", "description": "Nothing."}
    redacted = {steps(pointer) for pointer in tool.entry.redact}
    schema = _Outputs(redacted, recursive).of(tool.result, ())
    options = schema.get("anyOf", [{}])
    return {"type": "object", **schema} if all(each.get("type") == "object" for each in options) else schema


def has_rows(output: Schema) -> bool:
    """Whether what comes back has rows, in a list or a map, of so many columns that it is worth choosing among them."""
    return _columns(output, 2) >= _MANY


def _columns(schema: Schema, depth: int) -> int:
    below = schema.get("properties", {}).values() if depth else ()
    rows = [schema.get(each) for each in ("items", "additionalProperties")]
    here = [len(each.get("properties", ())) for each in rows if isinstance(each, dict)]
    return max([0, *here, *(_columns(each, depth - 1) for each in below)])


class _Outputs:
    """Result types as schemas; a part that is recursive or would be long is cut down to its scalars."""

    def __init__(self, redacted: set[tuple[str, ...]], recursive: Container[Record | Alias]) -> None:
        self._redacted, self._recursive = redacted, recursive
        self._whole: dict[Record, Schema] = {}
        """Schemas of records in which nothing is redacted."""

    def of(self, type_: Type, path: tuple[str, ...], depth: int = 0) -> Schema:
        if depth > _DEEPEST:
            return {}
        match type_:
            case Named(definition=Record() as record):
                return self._record(record, path, depth)
            case Named(definition=Alias() as alias):
                return self.of(alias.type, path, depth + 1)
            case Literal():
                return _open_literal(type_)
            case ListOf():
                return {"type": "array", "items": self.of(type_.item, (*path, "*"), depth + 1)}
            case MapOf():
                return {"type": "object", "additionalProperties": self.of(type_.value, (*path, "*"), depth + 1)}
            case Union():
                return self._union(type_, path, depth)
            case Scalar():
                return _scalar(type_)
        raise TypeError(type_)

    def _union(self, union: Union, path: tuple[str, ...], depth: int) -> Schema:
        objects = records(union)
        if objects and any(each in self._recursive for each in objects):
            return self._cut(objects, path)
        options = [self.of(option, path, depth + 1) for option in union.options]
        distinct = [option for index, option in enumerate(options) if option not in options[:index]]
        schema = distinct[0] if len(distinct) == 1 else {"anyOf": distinct}
        return self._cut(objects, path) if objects and _is_long(schema) else schema

    def _record(self, record: Record, path: tuple[str, ...], depth: int) -> Schema:
        if record in self._recursive:
            return self._cut([record], path)
        if record in self._whole:
            return self._whole[record]
        properties = {}
        for name, field in sorted(record.fields.items()):
            if (*path, name) not in self._redacted:
                words = Field(name, field.type, field.required, field.description)
                properties[name] = _described(self.of(field.type, (*path, name), depth + 1), words)
        schema = {"type": "object", "properties": properties}
        schema = self._cut([record], path) if path and _is_long(schema) else schema
        if not any(each[: len(path)] == path for each in self._redacted):
            self._whole[record] = schema
        return schema

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
