"""The structure of a part of a description without a sentence of it: a person writes what stands there anew.

Where it said something, `unwritten.UNWRITTEN` stands. Titles, examples, links and extensions are left out. What it
refers to is referred to in ours, or copied.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from figwright_codegen.openapi.description import Source, Spec, is_reference
from figwright_codegen.openapi.structure import KINDS
from figwright_codegen.tools.unwritten import UNWRITTEN

_WORDS = ("description", "summary")
_LEFT_OUT = frozenset({"$comment", "example", "examples", "externalDocs", "links", "title", "xml"})
_ALWAYS = {"operation": ("summary", "description"), "parameter": ("description",), "response": ("description",)}
"""What a person writes of each, whether or not the reference says something."""
Refer = Callable[[Source, str], str | None]
"""What a `$ref` in ours names, for something of a kind that the reference refers to; None where it is copied."""


class Copier:
    def __init__(self, spec: Spec, refer: Refer, *, modern: bool) -> None:
        """`modern`: ours is of OpenAPI 3.1 or later, which says some things of 3.0 in other ways."""
        self._spec, self._refer = spec, refer
        self._translates = modern and spec.ignores_siblings

    def copied(self, source: Source, kind: str) -> Any:
        """The structure of an object of a kind (`openapi.structure`)."""
        if not isinstance(source.value, dict):
            return copy.deepcopy(source.value)
        if is_reference(source):
            return self._referred(source, kind)
        made = dict.fromkeys(_ALWAYS.get(kind, ()), UNWRITTEN)
        for key in source.value:
            if key in _WORDS:
                made.setdefault(key, UNWRITTEN)
            elif key not in _LEFT_OUT and not key.startswith("x-"):
                made[key] = self._below(source / key, KINDS.get(kind, {}).get(key, ""))
        return _translated(made) if self._translates and kind == "schema" else made

    def _below(self, source: Source, kind: str) -> Any:
        if source.pointer[-1] == "servers":
            return [server_without_words(each.value) for each in source.each()]
        if source.pointer[-1] == "discriminator":
            return self._discriminator(source)
        if kind[:1] == "[":
            return [self.copied(each, kind[1:-1]) for each in source.each()]
        if kind[:1] == "{" and isinstance(source.value, dict):
            return {key: self.copied(source / key, kind[1:-1]) for key in source.value}
        return self.copied(source, kind) if kind else copy.deepcopy(source.value)

    def _referred(self, source: Source, kind: str) -> Any:
        target = self._spec.target(source)
        if target is None:
            return {}
        named = self._refer(target, kind)
        if named is None:
            return self.copied(target, kind)
        beside = {} if self._spec.ignores_siblings or kind != "schema" else self._beside(source)
        made = {**beside, "$ref": named}
        if self._translates and source.flag("nullable"):
            return {"oneOf": [made, {"type": "null"}]}
        return made

    def _beside(self, source: Source) -> dict[str, Any]:
        kept = {key: each for key, each in source.value.items() if key != "$ref"}
        found: dict[str, Any] = self.copied(Source(source.document, source.pointer, kept), "schema")
        return found

    def _discriminator(self, source: Source) -> Any:
        made = copy.deepcopy(source.value)
        for value, named in (source / "mapping").items():
            text = str(named.value)
            pointer = text if "/" in text or "#" in text else f"#/components/schemas/{text}"
            target = self._spec.target(Source(named.document, (*named.pointer, "$ref"), {"$ref": pointer}))
            if target and (ours := self._refer(target, "schema")):
                made["mapping"][value] = ours
        return made


def server_without_words(server: Any) -> Any:
    """A server's address and its variables."""
    if not isinstance(server, dict):
        return server
    kept = {key: copy.deepcopy(each) for key, each in server.items() if key in ("url", "variables")}
    for variable in kept.get("variables", {}).values():
        variable.pop("description", None)
    return kept


def _translated(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema of OpenAPI 3.0 as 3.1 says it: null is a type, an exclusive bound a number."""
    for bound in ("minimum", "maximum"):
        exclusive = f"exclusive{bound.capitalize()}"
        if isinstance(schema.get(exclusive), bool) and schema.pop(exclusive) and bound in schema:
            schema[exclusive] = schema.pop(bound)
    if schema.pop("nullable", False) is not True:
        return schema
    if isinstance(schema.get("type"), str):
        schema["type"] = [schema["type"], "null"]
        if isinstance(schema.get("enum"), list) and None not in schema["enum"]:
            schema["enum"] = [*schema["enum"], None]
        return schema
    return {"oneOf": [schema, {"type": "null"}]} if schema.keys() - {"description"} else schema
