"""What a schema is called: `GetFileResponse/properties/branches/items` is `GetFileResponseBranch`.

Every name follows from where the schema stands, or from the title of an option; none from a count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from figwright_codegen.identifiers import Code, class_name, module_name, singular, words
from figwright_codegen.openapi.description import Document, Source, Spec, is_reference
from figwright_codegen.types.allof import constants, leaves_of

_NAMED = {"$defs", "definitions", "parameters", "patternProperties", "properties", "requestBodies", "schemas"}
"""Keys whose value maps names to things."""
_SILENT = {"allOf", "callbacks", "content", "dependentSchemas", "paths"}
"""Keys whose own key below says nothing, such as a media type."""
_ITEMS = {"additionalProperties", "items", "prefixItems"}
_BRANCHES = {"oneOf", "anyOf"}
_COMPONENTS = ("components", "schemas")
_CONTAINER = re.compile(r"Body|Response[0-9]*")


def standing_name(spec: Spec, schema: Source, *, whole: bool = False) -> Code:
    """The name of the schema at a place, after the named schema or the operation that it stands in.

    The title of an option is its name; `whole`: what it stands in comes before it all the same.
    """
    at = Source(schema.document, (), schema.document.data)
    alone = not schema.pointer or str(schema.pointer[0]) in {"properties", *_ITEMS, *_BRANCHES, "allOf"}
    parts = [_worded(schema.file.stem)] if alone else []
    steps, path = iter(schema.pointer), ""
    for step in steps:
        key, at = str(step), at / step
        if key in _NAMED or key in _SILENT or key in _BRANCHES or key == "responses":
            below = next(steps, None)
            if below is None:
                break
            inner = at / below
            path = str(below) if key == "paths" else path
            if key in _BRANCHES:
                title = inner.text("title")
                own = _worded(title) or variant_name(spec, at, int(below))
                parts = [title] if title and not whole else [*parts, own]
            elif key == "responses":
                parts.append(_response(str(below), at) if parts else _worded(str(below)))
            elif key in _NAMED:
                parts.append(_worded(inner.text("name") if isinstance(at.value, list) else str(below)))
            at = inner
        elif key in _ITEMS:
            below = next(steps, None) if key == "prefixItems" else None
            parts, at = _item(parts, below), at if below is None else at / below
        elif "operationId" in at:
            parts = [_worded(at.text("operationId"))]
        elif key == "requestBody":
            parts.append("Body")
        elif not parts and not key.startswith("/") and key != "components":
            parts.append(_worded(f"{key} {path}"))
    name = class_name("".join(parts))
    if len(schema.pointer) > 1 and schema.pointer[:-1] != _COMPONENTS and name in _components(spec, schema.document):
        name = class_name(f"{name}{'Item' if schema.pointer[-1] in _ITEMS else 'Part'}")
    return name


def _item(parts: list[str], place: str | int | None) -> list[str]:
    """What stands in a list is called as one of it, and never as the list where that has a name of its own.

    `place`: where it stands, in a list whose items differ.
    """
    which = "" if place is None else str(int(place) + 1)
    if len(parts) > 1 and not _CONTAINER.fullmatch(parts[-1]):
        return [*parts[:-1], singular(parts[-1]) + which]
    return [*parts, f"Item{which}"]


def _components(spec: Spec, document: Document) -> frozenset[str]:
    """The names of the schemas that a file names, which are nobody else's."""
    if document.file not in spec.names:
        root = Source(document, (), document.data)
        own = [name for name, _ in (root / "components" / "schemas").items()]
        own += [] if document is spec.root.document else [name for name, _ in root.items()]
        spec.names[document.file] = frozenset(class_name(name) for name in own)
    return spec.names[document.file]


def _response(status: str, responses: Source) -> str:
    """The first success is the response; every other status has its number in its name."""
    good = [each for each, _ in responses.items() if each.startswith("2")]
    return "Response" if status in good[:1] or status == "default" else f"Response{status}"


def module_of(spec: Spec, source: Source) -> Code:
    """The module of a schema's type: named as the file that the schema stands in, `models` for the root."""
    return Code("models") if source.file == spec.root.file else module_name(source.file.stem)


def variant_name(spec: Spec, options: Source, index: int) -> str:
    """What tells one option of a union from the others: its own name, its tag, or a property that only it has so."""
    option = options / index
    if is_reference(option):
        return _worded(str((spec.resolve(option).pointer or [option.file.stem])[-1]))
    own = dict(_properties(spec, option))
    others = [dict(_properties(spec, other)) for other in options.each() if other.key != option.key]
    names = sorted(own, key=lambda name: (name != "type", name))
    for name in names:
        values = _constants(own[name])
        theirs = [value for other in others if name in other for value in _constants(other[name])]
        if values and not any(value in values for value in theirs):
            return "".join(word.capitalize() for word in words(str(values[0])))
    for name in names:
        if not any(name in other for other in others):
            return f"With{_worded(name)}"
    for name in names:
        target = own[name].text("$ref")
        if target and not any(name in other and other[name].text("$ref") == target for other in others):
            return f"With{_worded(str(spec.resolve(own[name]).pointer[-1]))}{_worded(name)}"
    return _worded(option.text("type") or "object")


def _properties(spec: Spec, schema: Source) -> Iterator[tuple[str, Source]]:
    for leaf in leaves_of(spec, [schema]):
        yield from (leaf / "properties").items()


def _constants(schema: Source) -> list[str]:
    found = constants([schema]) if isinstance(schema.value, dict) else []
    return [value for value in found or [] if isinstance(value, str)]


def _worded(text: str) -> str:
    return class_name(text).removesuffix("_") if words(text) else ""
