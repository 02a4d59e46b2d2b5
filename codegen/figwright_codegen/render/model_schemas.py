"""A tool as each model API wants it, from one plain schema.

The lenient form is what all of them read: no composition at the root, no list of types, no patterns (the validator has
them; the description says where an id comes from), kinds of objects merged into one that says what each kind needs. The
strict forms say the same in the fewer words that grammars of OpenAI and Anthropic are made from.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, NamedTuple, Self

from figwright_codegen.tools.link import Tool

Schema = dict[str, Any]


class _Dialect(NamedTuple):
    """What a strict mode makes a grammar of."""

    keywords: frozenset[str]
    formats: frozenset[str]
    all_required: bool
    """What may be left out is null instead."""
    typed_enums: bool


_FORMATS = frozenset({"date-time", "time", "date", "duration", "email", "hostname", "ipv4", "ipv6", "uuid"})
_KEYWORDS = frozenset({
    "$defs", "$ref", "additionalProperties", "anyOf", "description", "enum", "format", "items", "minItems",
    "properties", "required", "type",
})  # fmt: skip
_OPENAI = _Dialect(_KEYWORDS | {"maxItems", "maximum", "minimum"}, _FORMATS, all_required=True, typed_enums=True)
_ANTHROPIC = _Dialect(_KEYWORDS, _FORMATS | {"uri"}, all_required=False, typed_enums=False)
_SAID = {
    "default": "Default {}.",
    "minimum": "At least {}.",
    "maximum": "At most {}.",
    "minLength": "At least {} characters.",
    "maxLength": "At most {} characters.",
    "minItems": "At least {} items.",
    "maxItems": "At most {} items.",
}
"""How a description tells what a keyword would."""
_UNSAID = frozenset({"pattern", "examples"})
_EVIDENT = (("default", False), ("minItems", 1), ("minimum", 0), ("minimum", 1))
"""What a model takes for granted; the validator has it all the same."""
_NOT_GIVEN = {"type": "string", "enum": ["(not given)"]}
"""What a strict call says for what it leaves out where null is a value of its own (`connector.NOT_GIVEN`)."""
_MANY = 5
"""Columns of rows that are worth choosing from."""
_TELLING = 5
"""Words of a description that says more than the name beside it."""
_WORD = re.compile(r"\w+")
_FILLING = frozenset({"Give", "or"})


class NotStrictError(ValueError):
    """A schema that no strict form can express."""


def input_view(schema: Schema, needed: Collection[str] = ()) -> Schema:
    """An input schema as every model reads it. It must pass what is `needed`, which hidden inputs could stand for."""
    properties = schema["properties"]
    required = [name for name in properties if name in needed or name in schema.get("required", ())]
    found = {"type": "object", "properties": {name: properties[name] for name in [*required, *properties]}}
    if required:
        found["required"] = required
    return _lenient({**found, **{key: value for key, value in schema.items() if key not in found}})


def _renamed(schema: Schema, names: Mapping[str, str]) -> Schema:
    found = {**schema, "properties": {names.get(name, name): each for name, each in schema["properties"].items()}}
    return {**found, "required": [names[name] for name in schema["required"]]} if "required" in schema else found


def _lenient(schema: Schema) -> Schema:
    """A schema without what takes more room than it tells."""
    if "anyOf" in schema:
        rest = _telling({key: value for key, value in schema.items() if key != "anyOf" and key not in _UNSAID})
        return _joined(_either([_lenient(option) for option in schema["anyOf"]]), rest)
    kept = {key: value for key, value in schema.items() if key not in _UNSAID and (key, value) not in _EVIDENT}
    return _inside(_telling(kept), _lenient)


def _telling(schema: Schema) -> Schema:
    """A schema without a description that says no more than the name beside it."""
    if len(schema.get("description", "").split()) < _TELLING:
        return {key: value for key, value in schema.items() if key != "description"}
    return schema


def _inside(schema: Schema, change: Callable[[Schema], Schema]) -> Schema:
    """The schema with `change` made to all that it consists of."""
    found = dict(schema)
    for key in ("properties", "$defs"):
        if key in found:
            found[key] = {name: change(each) for name, each in found[key].items()}
    for key in ("items", "additionalProperties"):
        if isinstance(found.get(key), dict):
            found[key] = change(found[key])
    if "anyOf" in found:
        found["anyOf"] = [change(option) for option in found["anyOf"]]
    return found


def _joined(schema: Schema, rest: Schema) -> Schema:
    """A schema and what stood beside the union that it was: the outer description, and the inner one's news."""
    outer, inner = rest.get("description", ""), schema.get("description", "")
    news = set(_WORD.findall(inner)) - set(_WORD.findall(outer)) - _FILLING
    texts = [text for text in (outer, inner if news else "") if text]
    return {**schema, **rest, **({"description": " ".join(texts)} if texts else {})}


def _either(options: Sequence[Schema]) -> Schema:
    """One of these: objects as one object, enums of a type as one enum, what is the same once."""
    flat = [inner for option in options for inner in (option["anyOf"] if set(option) == {"anyOf"} else [option])]
    objects = [option for option in flat if "properties" in option]
    enums = [option for option in flat if "enum" in option]
    rest: list[Schema] = []
    for option in flat:
        if option not in rest and option not in objects and option not in enums:
            rest.append(option)
    for type_ in dict.fromkeys(option.get("type") for option in enums):
        same = [option for option in enums if option.get("type") == type_]
        values = {json.dumps(value, sort_keys=True): value for option in same for value in option["enum"]}
        rest.append({**same[0], "enum": list(values.values())})
    if objects:
        rest.append(_one_object(objects))
    return rest[0] if len(rest) == 1 else {"anyOf": rest}


def _one_object(kinds: Sequence[Schema]) -> Schema:
    """An object with what any kind may have. What only some kinds demand, its description says."""
    first = kinds[0]
    if all(kind == first for kind in kinds):
        return first
    demanded = [kind.get("required", []) for kind in kinds]
    always = [name for name in demanded[0] if all(name in each for each in demanded)]
    tag = next((name for name in always if all(len(k["properties"][name].get("enum", "ab")) == 1 for k in kinds)), "")
    names = [*always, *sorted({name for kind in kinds for name in kind["properties"]} - set(always))]
    properties = {name: _one_property(name, kinds, tag) for name in names}
    merged: Schema = {"type": "object", "properties": properties}
    if always:
        merged["required"] = always
    if all(kind.get("additionalProperties") is False for kind in kinds):
        merged["additionalProperties"] = False
    text = _needs(kinds, tag, always)
    return {**merged, "description": text} if text else merged


def _one_property(name: str, kinds: Sequence[Schema], tag: str) -> Schema:
    """A property that several kinds of an object have, its descriptions told apart by the kind."""
    having = [kind for kind in kinds if name in kind["properties"]]
    found = [kind["properties"][name] for kind in having]
    texts: dict[str, list[str]] = {}
    for kind, each in zip(having, found, strict=True):
        if each.get("description"):
            texts.setdefault(each["description"], []).append(kind["properties"][tag]["enum"][0] if tag else "")
    bare = [{key: value for key, value in each.items() if key not in ("description", "default")} for each in found]
    schema = _either(bare)
    if tag and name != tag and any(len(tags) < len(having) for tags in texts.values()):
        text = " ".join(f"{', '.join(map(str, tags))}: {text}" for text, tags in texts.items())
    else:
        text = next(iter(texts), "")
    defaults = [each.get("default") for each in found]
    same = {"default": defaults[0]} if defaults[0] is not None and all(d == defaults[0] for d in defaults) else {}
    return _joined({**schema, **same}, {"description": text} if text else {})


def _needs(kinds: Sequence[Schema], tag: str, always: Sequence[str]) -> str:
    sets = [[name for name in kind.get("required", []) if name not in always] for kind in kinds]
    if tag:
        named = [(kind["properties"][tag]["enum"][0], each) for kind, each in zip(kinds, sets, strict=True)]
        return " ".join(f"{value} needs {', '.join(each)}." for value, each in named if each)
    least = [each for each in sets if not any(set(other) < set(each) for other in sets)]
    told = list(dict.fromkeys(", ".join(sorted(each)) for each in least))
    return f"Give {'; or '.join(told)}." if len(told) > 1 else ""


def openai_strict(schema: Schema) -> Schema:
    """The form of OpenAI's strict mode: all is required, and what may be left out may be null instead.

    An object with free keys becomes a list of pairs. Raises NotStrictError for what has no type, or free keys beside
    others.
    """
    return _strict_input(schema, _OPENAI)


def anthropic_strict(schema: Schema) -> Schema:
    """The form of Anthropic's strict mode. Raises NotStrictError as OpenAI's does, and for what contains itself."""
    if "$defs" in schema:
        raise NotStrictError("it contains itself")
    return _strict_input(schema, _ANTHROPIC)


def _strict_input(schema: Schema, dialect: _Dialect) -> Schema:
    """An input is an object of inputs, never a list of pairs."""
    if schema.get("additionalProperties"):
        raise NotStrictError("it takes inputs that have no name")
    return _strict(schema, dialect)


def _strict(schema: Schema, dialect: _Dialect) -> Schema:
    if not schema.keys() & {"type", "anyOf", "enum", "$ref"}:
        raise NotStrictError("a part has no type")
    kept, said = {}, []
    for key, value in schema.items():
        if key == "format" and value not in dialect.formats:
            said.append(f"A {value}.")
        elif key == "minItems" and value > 1 and "maxItems" not in dialect.keywords:
            said.append(_SAID[key].format(value))
        elif key == "type" and "enum" in schema and not dialect.typed_enums:
            continue
        elif key in dialect.keywords:
            kept[key] = value
        elif key in _SAID:
            said.append(_SAID[key].format(json.dumps(value)))
    found = _inside(kept, lambda inner: _strict(inner, dialect))
    if found.get("type") == "object":
        found = _closed(found, dialect)
    if said:
        found["description"] = " ".join([*([found["description"]] if "description" in found else []), *said])
    if "$ref" in found and len(found) > 1:
        found["anyOf"] = [{"$ref": found.pop("$ref")}]
    return found


def _closed(schema: Schema, dialect: _Dialect) -> Schema:
    values = schema.get("additionalProperties", False)
    if values is True or (values and schema.get("properties")):
        raise NotStrictError("an object takes more than is named")
    if values:
        pair = {"key": {"type": "string"}, "value": values}
        item = {"type": "object", "properties": pair, "required": ["key", "value"], "additionalProperties": False}
        words = {"description": schema["description"]} if "description" in schema else {}
        return {"type": "array", "items": item, **words}
    properties, required = schema.get("properties", {}), schema.get("required", [])
    if dialect.all_required:
        properties = {name: each if name in required else _or_null(each) for name, each in properties.items()}
        required = list(properties)
    more = {"required": required} if required or dialect.all_required else {}
    return {**schema, "properties": properties, **more, "additionalProperties": False}


def _or_null(schema: Schema) -> Schema:
    beside = {key: schema[key] for key in ("description",) if key in schema}
    bare = {key: value for key, value in schema.items() if key not in beside}
    options = bare["anyOf"] if set(bare) == {"anyOf"} else [bare]
    return {"anyOf": [*options, _NOT_GIVEN if {"type": "null"} in options else {"type": "null"}], **beside}


class ToolView(NamedTuple):
    """What the views tell of one tool."""

    name: str
    title: str
    description: str
    input: Schema
    output: Schema | None
    """None where it says too little to be worth publishing: a host would check every tree against it, and show a model
    its JSON in place of pictures."""
    hints: Collection[str]

    @classmethod
    def of(cls, tool: Tool, input_: Schema, output: Schema) -> Self:
        """The views of a tool, from its plain schemas."""
        entry = tool.entry
        description = " ".join(entry.description.split())
        needed = [name for name, each in entry.inputs.items() if each.required == "for_models"]
        seen = _renamed(input_view(input_, needed), {each.name: each.model_name for each in tool.inputs})
        if "read_only" in entry.hints:
            for name, part in _shapings(entry.views, output).items():
                seen["properties"].setdefault(name, part)
        told = entry.view or entry.downloads or tool.operation.result.reads != "json"
        return cls(tool.name, entry.title, description, seen, None if told else _as_object(output), entry.hints)


def _as_object(output: Schema) -> Schema:
    """What MCP takes for an output, an object: anything else as `result`."""
    if output.get("type") == "object":
        return output
    return {"type": "object", "properties": {"result": output}, "required": ["result"]}


def _shapings(views: Sequence[str], output: Schema) -> dict[str, Schema]:
    """What a model may ask of the answer's text, which no provider sees: how to show a tree, which part of rows."""
    fields = {"fields": {"type": "array", "items": {"type": "string"}}}
    offset = {"offset": {"type": "integer", "minimum": 0}}
    if views:
        view = {"type": "string", "enum": list(views), "default": views[0], "description": "How much of it to show."}
        room = {"type": "integer", "minimum": 1, "description": "Room for the answer."}
        return {"view": view, **fields, **offset, "max_tokens": room}
    return {**fields, **offset} if _columns(output, 2) >= _MANY else {}


def _columns(schema: Schema, depth: int) -> int:
    """How many columns the rows have that come back, in a list or a map; 0 for none."""
    below = schema.get("properties", {}).values() if depth else ()
    rows = [schema.get(each) for each in ("items", "additionalProperties")]
    here = [len(each.get("properties", ())) for each in rows if isinstance(each, dict)]
    return max([0, *here, *(_columns(each, depth - 1) for each in below)])


def view_files(tools: Sequence[ToolView]) -> dict[str, str]:
    """Each view's file by its name: an array with a line for each tool, so that a change is seen as a line."""
    views = {
        "openai": _openai,
        "openai_strict": _openai_in_strict_mode,
        "anthropic": _anthropic,
        "anthropic_strict": _anthropic_in_strict_mode,
        "gemini": _gemini,
        "mcp": _mcp,
    }
    return {f"{name}.json": _lines([view(tool) for tool in tools]) for name, view in views.items()}


def _lines(tools: Sequence[Schema]) -> str:
    lines = [json.dumps(tool, separators=(",", ":")) for tool in tools]
    return "[\n" + ",\n".join(lines) + "\n]\n"


def _openai(tool: ToolView) -> Schema:
    return {
        "type": "function",
        "name": tool.name,
        "description": tool.description,
        "parameters": tool.input,
        "strict": False,
    }


def _openai_in_strict_mode(tool: ToolView) -> Schema:
    try:
        return {**_openai(tool), "parameters": openai_strict(tool.input), "strict": True}
    except NotStrictError:
        return _openai(tool)


def _anthropic(tool: ToolView) -> Schema:
    return {"name": tool.name, "description": tool.description, "input_schema": tool.input}


def _anthropic_in_strict_mode(tool: ToolView) -> Schema:
    try:
        return {**_anthropic(tool), "input_schema": anthropic_strict(tool.input), "strict": True}
    except NotStrictError:
        return _anthropic(tool)


def _gemini(tool: ToolView) -> Schema:
    return {"name": tool.name, "description": tool.description, "parameters_json_schema": tool.input}


def _mcp(tool: ToolView) -> Schema:
    hints = {
        "readOnlyHint": "read_only" in tool.hints,
        "destructiveHint": "destructive" in tool.hints,
        "idempotentHint": "idempotent" in tool.hints,
        "openWorldHint": True,
    }
    return {
        "name": tool.name,
        "title": tool.title,
        "description": tool.description,
        "inputSchema": _said(tool.input),
        **({"outputSchema": _said(tool.output)} if tool.output else {}),
        "annotations": hints,
    }


def _said(schema: Schema) -> Schema:
    """The schema without `{}` where a word or nothing says as well that anything may stand: hosts' lints warn of it."""
    found = _inside(schema, _said)
    if found.get("additionalProperties") == {}:
        found["additionalProperties"] = True
    if found.get("items") == {}:
        del found["items"]
    return found
