"""What a schema is called by where it stands: `GetFileResponse/properties/branches/items` is `GetFileResponseBranch`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from figwright_codegen.loading import Source, Spec, is_reference
from figwright_codegen.naming import Code, class_name, module_name, singular, words

_NAMED = frozenset(["$defs", "definitions", "parameters", "patternProperties", "properties", "requestBodies", "schemas"])
"""Keys whose value maps names to things."""
_SILENT = frozenset(["allOf", "callbacks", "components", "content", "dependentSchemas", "paths"])
"""Keys whose own key below says nothing, such as a media type."""
_ITEMS = frozenset(["additionalProperties", "items", "prefixItems"])


def standing_name(spec: Spec, source: Source) -> Code:
    """The name of the schema at a place, after the named schema or the operation that it stands in."""
    parts: list[str] = []
    at = Source(source.document, (), source.document.data)
    pointer = list(source.pointer)
    while pointer:
        key, at = str(pointer[0]), at / pointer[0]
        del pointer[0]
        if key in _NAMED and isinstance(at.value, dict) and pointer:
            at = at / pointer[0]
            parts.append(_worded(str(pointer.pop(0))))
        elif key == "responses" and pointer:
            status = str(pointer[0])
            at = at / pointer.pop(0)
            parts.append(f"Response{status if status.isdigit() and status[0] != '2' else ''}" if parts else status)
        elif key in _SILENT and pointer and key != "components":
            at = at / pointer.pop(0)
        elif key in ("oneOf", "anyOf") and pointer:
            parts.append(_worded(variant_name(spec, at, int(pointer[0]))))
            at = at / pointer.pop(0)
        elif key in _ITEMS:
            parts[-1:] = [singular(parts[-1])] if len(parts) > 1 else [*parts, "Item"]
        elif isinstance(at.value, dict) and isinstance(at.value.get("operationId"), str):
            parts = [_worded(at.value["operationId"])]
        elif key == "requestBody":
            parts.append("Body")
        elif not parts and not key.startswith("/") and key not in ("components", "webhooks"):
            parts.append(key if not pointer else _worded(key))
    return class_name("".join(parts))


def module_of(spec: Spec, source: Source) -> Code:
    """The module of a schema's type: named as the file that the schema stands in, `models` for the root."""
    return Code("models") if source.file == spec.root.file else module_name(source.file.stem)


def variant_name(spec: Spec, options: Source, index: int) -> str:
    """What tells one option of a union from the others: its own name, its tag, or a property that only it has so."""
    option = options / index
    if is_reference(option):
        return str(spec.resolve(option).pointer[-1])
    if title := option.text("title"):
        return title
    own = dict(properties(spec, option))
    others = [dict(properties(spec, other)) for other in options.each() if other.key != option.key]
    names = sorted(own, key=lambda name: (name != "type", name))
    for name in names:
        values = _constants(own[name])
        theirs = [_constants(other[name]) if name in other else [] for other in others]
        if values and not any(value in values for value in sum(theirs, [])):
            return "".join(word.capitalize() for word in words(str(values[0])))
    for name in names:
        if not any(name in other for other in others):
            return f"With{_worded(name)}"
    for name in names:
        target = own[name].value.get("$ref") if is_reference(own[name]) else None
        if target and not any(name in other and other[name].value.get("$ref") == target for other in others):
            return f"With{_worded(str(spec.resolve(own[name]).pointer[-1]))}{_worded(name)}"
    kind = option.value.get("type") if isinstance(option.value, dict) else None
    return kind if isinstance(kind, str) else "object"


def properties(spec: Spec, schema: Source) -> Iterator[tuple[str, Source]]:
    """The properties of an object, those of its `allOf` and of what it refers to included."""
    open_, seen = [schema], set()
    while open_:
        schema = spec.resolve(open_.pop())
        if schema.key not in seen:
            seen.add(schema.key)
            open_ += (schema / "allOf").each()
            yield from (schema / "properties").items()


def _constants(schema: Source) -> list[Any]:
    if "const" in schema:
        return [schema.value["const"]]
    values = (schema / "enum").value
    return values if isinstance(values, list) else []


def _worded(text: str) -> str:
    return class_name(text).removesuffix("_") if words(text) else ""
