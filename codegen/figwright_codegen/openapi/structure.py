"""What stands where in an OpenAPI description: which keys hold schemas, which hold names, which hold anything.

From the Object definitions of OpenAPI 3.0 to 3.2 and the applicators of JSON Schema 2020-12. Below a key that is not
listed anything may stand, and nothing is a reference: an example, an extension, a default.
"""

from __future__ import annotations

from collections.abc import Iterator

from figwright_codegen.sources.source import Source

_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")
_LISTED = ("allOf", "anyOf", "oneOf", "prefixItems")
_NAMED = ("properties", "patternProperties", "$defs", "definitions", "dependentSchemas")
_SINGLE = (
    "additionalItems", "additionalProperties", "contains", "contentSchema", "else", "if", "items", "not",
    "propertyNames", "then", "unevaluatedItems", "unevaluatedProperties",
)  # fmt: skip
_HOLDER = {"schema": "schema", "content": "{media}", "examples": "{example}"}
KINDS: dict[str, dict[str, str]] = {
    "description": {"paths": "{path}", "webhooks": "{path}", "components": "components"},
    "components": {
        "schemas": "{schema}",
        "responses": "{response}",
        "parameters": "{parameter}",
        "requestBodies": "{body}",
        "headers": "{header}",
        "securitySchemes": "{scheme}",
        "callbacks": "{callback}",
        "pathItems": "{path}",
        "mediaTypes": "{media}",
        "examples": "{example}",
        "links": "{link}",
    },
    "path": {
        "parameters": "[parameter]",
        "additionalOperations": "{operation}",
        **dict.fromkeys(_METHODS, "operation"),
    },
    "operation": {
        "parameters": "[parameter]",
        "requestBody": "body",
        "responses": "{response}",
        "callbacks": "{callback}",
    },
    "parameter": _HOLDER,
    "header": _HOLDER,
    "body": {"content": "{media}"},
    "response": {"content": "{media}", "headers": "{header}", "links": "{link}"},
    "media": {"schema": "schema", "itemSchema": "schema", "encoding": "{encoding}", "examples": "{example}"},
    "encoding": {"headers": "{header}"},
    "schema": {
        **dict.fromkeys(_LISTED, "[schema]"),
        **dict.fromkeys(_NAMED, "{schema}"),
        **dict.fromkeys(_SINGLE, "schema"),
    },
}
"""Of each kind of object, what stands below its keys: `[kind]` a list, `{kind}` names of them."""


def below(source: Source, kind: str) -> Iterator[tuple[Source, str]]:
    """What stands directly below an object of a kind, and of which kind that is."""
    if not isinstance(source.value, dict):
        return
    if kind == "callback":
        yield from ((each, "path") for each in source.values())
        return
    for key, inner in KINDS.get(kind, {}).items():
        if key not in source.value:
            continue
        if inner[0] not in "{[":
            yield source / key, inner
            continue
        named = inner[0] == "{"
        for each in (source / key).values() if named else (source / key).each():
            if not (named and kind in ("description", "operation") and str(each.pointer[-1]).startswith("x-")):
                yield each, inner[1:-1]
