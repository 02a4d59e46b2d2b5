"""A tool's input as every model reads it, made from its plain schema when it is first asked for.

No composition at the root, no list of types, no patterns (the validator has them; the description says where an id
comes from), kinds of objects merged into one that says what each kind needs.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from figwright.connector import Tool
from figwright.schemas.stored import Schema, kept, stored

_UNSAID = frozenset({"pattern", "examples"})
_EVIDENT: dict[str, tuple[object, ...]] = {"default": (False,), "minItems": (1,), "minimum": (0, 1)}
"""What a model takes for granted; the validator has it all the same."""
_TELLING = 5
"""Words of a description that says more than the name beside it."""
_WORD = re.compile(r"\w+")
_FILLING = frozenset({"Give", "or"})


@kept
def model_input(package: str, tool: Tool[Any]) -> Schema:
    """What a model may pass to a tool of a package: shared by all who ask, so not to be changed."""
    schema = model_form(stored(package, tool.input_schema, tool.name), tool.needed)
    if tool.model_names:
        schema = _renamed(schema, tool.model_names)
    for name, part in _shapings(tool).items():
        if name not in tool.renamed_inputs:
            schema["properties"].setdefault(name, part)
    return schema


def model_form(schema: Schema, needed: Collection[str] = ()) -> Schema:
    """An input schema as every model reads it. It must pass what is `needed`, which hidden inputs could stand for."""
    properties = schema["properties"]
    required = [name for name in properties if name in needed or name in schema.get("required", ())]
    found = {"type": "object", "properties": {name: properties[name] for name in [*required, *properties]}}
    if required:
        found["required"] = required
    return _lenient({**found, **{key: value for key, value in schema.items() if key not in found}})


def _shapings(tool: Tool[Any]) -> dict[str, Schema]:
    """What a model may ask of the answer's text, which no provider sees: how to show a tree, which part of rows."""
    if not (tool.read_only and (tool.views or tool.rows)):
        return {}
    part: dict[str, Schema] = {
        "fields": {"type": "array", "items": {"type": "string"}},
        "offset": {"type": "integer", "minimum": 0},
    }
    if not tool.views:
        return part
    views = {"type": "string", "enum": list(tool.views), "default": tool.views[0]}
    room = {"type": "integer", "minimum": 1, "description": "Room for the answer."}
    found = {"view": {**views, "description": "How much of it to show."}, **part, "max_tokens": room}
    if tool.compared:
        found["since"] = {"type": "string", "description": "A version's id: answers what changed since, by two calls."}
    return found


def _renamed(schema: Schema, names: Mapping[str, str]) -> Schema:
    found = {**schema, "properties": {names.get(name, name): each for name, each in schema["properties"].items()}}
    if "required" in found:
        found["required"] = [names.get(name, name) for name in found["required"]]
    return found


def _lenient(schema: Schema) -> Schema:
    """A schema without what takes more room than it tells."""
    if "anyOf" in schema:
        rest = _telling({key: value for key, value in schema.items() if key != "anyOf" and key not in _UNSAID})
        return _joined(_either([_lenient(option) for option in schema["anyOf"]]), rest)
    kept = {key: each for key, each in schema.items() if key not in _UNSAID and each not in _EVIDENT.get(key, ())}
    return inside(_telling(kept), _lenient)


def _telling(found: Schema) -> Schema:
    """Without a description that says no more than the name beside it."""
    if len(found.get("description", "").split()) < _TELLING:
        found.pop("description", None)
    return found


def inside(found: Schema, change: Callable[[Schema], Schema]) -> Schema:
    """The schema itself, with `change` made to all that it consists of."""
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
    merged["additionalProperties"] = any(kind.get("additionalProperties") is not False for kind in kinds)
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
