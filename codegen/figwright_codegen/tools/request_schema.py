"""What a description asserts of a request beyond what Python types say, as the JSON Schema (2020-12) that is checked.

Types are for people and lenient in places; this is the description to the letter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from figwright_codegen.manifest.models import ToolEntry
from figwright_codegen.openapi.description import Source, Spec, is_reference
from figwright_codegen.openapi.operations import Operation
from figwright_codegen.tools.written_schema import FORMATS, IN_PLACE, MANY, NAMED, ONE, Writer, one_way
from figwright_codegen.types.allof import BRANCHES, is_literal, kinds, leaves_of, required
from figwright_codegen.types.discriminators import options_of

_UNTYPED = frozenset({
    "$anchor", "$dynamicRef", "contains", "dependencies", "dependentRequired", "dependentSchemas", "else", "if",
    "maxContains", "maxProperties", "minContains", "minProperties", "not", "patternProperties", "prefixItems",
    "propertyNames", "then", "unevaluatedItems", "unevaluatedProperties", "uniqueItems",
})  # fmt: skip
"""Keywords that no type says."""
_BOUNDING = frozenset({
    "exclusiveMaximum", "exclusiveMinimum", "maxItems", "maxLength", "maximum", "minItems", "minLength", "minimum",
    "multipleOf", "required",
})  # fmt: skip
"""Keywords that a type says where there is one."""


def request_schema(spec: Spec, operation: Operation, entry: ToolEntry) -> dict[str, Any] | None:
    """The JSON Schema of path, query, headers, cookies and body together; None where types say all of it."""
    body = operation.body
    retyped = {each.api_name or name for name, each in entry.inputs.items() if each.type or each.schema_}
    parameters = [each for each in operation.parameters if each.name not in retyped]
    roots = [each.schema for each in parameters]
    checked = body.schema if body and body.kind in ("json", "form", "multipart") else None
    alone = not entry.body and checked is not None
    demands = body is not None and not body.required and alone and _demands(spec, body.schema)
    demands = demands or bool(alone and checked and options_of(spec, checked))
    if not (_needs_check(spec, roots) or demands or (checked and _needs_check(spec, [checked], whole=alone))):
        return None
    writer = Writer(spec)
    places: dict[str, Any] = {}
    for each in parameters:
        known = places.setdefault(each.place, {"properties": {}})
        known["properties"][each.name] = writer.schema(each.schema)
    if checked:
        places["body"] = writer.schema(checked)
    schema: dict[str, Any] = {"properties": dict(sorted(places.items()))}
    return {**schema, "$defs": dict(sorted(writer.definitions.items()))} if writer.definitions else schema


def _demands(spec: Spec, schema: Source) -> bool:
    return bool(required(leaves_of(spec, [schema])))


def _needs_check(spec: Spec, roots: Iterable[Source], *, whole: bool = False) -> bool:
    """Whether anything below asserts what types do not say. `whole`: the roots' properties are inputs of their own."""
    roots = list(roots)
    leaves = leaves_of(spec, roots) if whole else []
    if any(key in leaf for leaf in leaves for key in BRANCHES) or any(map(_types_others, leaves)):
        return True
    return any(_asserts(each) or _is_untyped(spec, each) for each in _below(spec, roots))


def impossible(spec: Spec, roots: Iterable[Source]) -> Iterator[tuple[Source, str]]:
    """Objects below that take no properties but their own, each with a name that is demanded and is none of these."""
    for source in _below(spec, roots):
        leaves = leaves_of(spec, [source])
        demanded = required(leaves) - one_way(spec, leaves)
        for leaf in leaves if demanded else ():
            named, others = (leaf / "properties").value or {}, (leaf / "patternProperties").value
            if (leaf / "additionalProperties").value is not False or others:
                continue
            if named or not any(branch in leaf for branch in BRANCHES):  # else it closes its options
                yield from ((leaf, name) for name in sorted(demanded - named.keys()))


def _types_others(source: Source) -> bool:
    """Whether an object says of what type the properties are that it does not name."""
    return isinstance((source / "additionalProperties").value, dict)


def _is_untyped(spec: Spec, source: Source) -> bool:
    """Whether a schema bounds a value, and says nothing of its type."""
    if "type" in source or source.pointer[-2:-1] == ("allOf",):
        return False
    leaves = leaves_of(spec, [source])
    return any(_BOUNDING & leaf.value.keys() for leaf in leaves) and not kinds(leaves)


def _asserts(source: Source) -> bool:
    value: Mapping[str, Any] = source.value
    listed = [value["const"]] if "const" in value else value.get("enum", [])
    empty = value.get("additionalProperties") is False and not value.get("properties")
    return (
        bool(_UNTYPED & value.keys())
        or value.get("format") in FORMATS
        or not is_literal(listed)
        or bool(not value.get("properties") and value.get("required") and "additionalProperties" in value)
        or bool(value.get("type") == "object" and value.get("required") and not value.get("properties")
                and not any(key in value for key in IN_PLACE))
        or empty
        or bool(value.get("properties") and _types_others(source))
        or any(isinstance(value.get(key), bool) for key in ("items",))
        or any(each.value is False for key in MANY for each in (source / key).each())
        or False in [each for each in (value.get("properties") or {}).values() if isinstance(each, bool)]
        or any(set(branch.value or ()) <= {"required"} for key in BRANCHES for branch in (source / key).each()
               if isinstance(branch.value, dict))
    )  # fmt: skip


def _below(spec: Spec, roots: Iterable[Source]) -> Iterator[Source]:
    """All schemas that some lead to, each once."""
    seen: set[object] = set()
    pending = list(roots)
    while pending:
        source = pending.pop()
        if source.key in seen or not isinstance(source.value, dict):
            continue
        seen.add(source.key)
        yield source
        pending += [source / key for key in ONE if key in source]
        pending += [each for key in MANY for each in (source / key).each()]
        pending += [each for key in NAMED for each in (source / key).values()]
        if is_reference(source):
            pending += [spec.resolve(source), *(option.source for option in options_of(spec, source))]
