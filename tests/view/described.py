"""Nodes as Figma's description has them: every key of every schema, with a value that is not its default."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import yaml

SCHEMAS = Path(__file__).parents[2] / "spec" / "figma" / "schemas"


@cache
def read(file: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.load((SCHEMAS / file).read_text("utf-8"), yaml.CSafeLoader)
    return found


class Schema:
    """A schema and the file that its references start from."""

    def __init__(self, body: dict[str, Any], file: str = "nodes.yaml") -> None:
        while "$ref" in body:
            place, name = body["$ref"].split("#/")
            file = place.rpartition("/")[2] or file
            body = read(file)[name]
        self.body, self.file = body, file

    def at(self, body: Any) -> Schema:
        return Schema(body, self.file)

    def alternatives(self) -> list[Schema]:
        found = [self.at(each) for word in ("oneOf", "anyOf") for each in self.body.get(word, ())]
        return [one for each in found for one in each.alternatives() if one.body.get("type") != "null"] or [self]

    def properties(self) -> dict[str, Schema]:
        found: dict[str, Schema] = {}
        for part in self.body.get("allOf", ()):
            found |= self.at(part).properties()
        return found | {name: self.at(each) for name, each in self.body.get("properties", {}).items()}


def node_types() -> dict[str, Schema]:
    """Each type of node with its schema."""
    mapping = read("nodes.yaml")["Node"]["discriminator"]["mapping"]
    return {kind: Schema({"$ref": reference}) for kind, reference in mapping.items()}


def values(schema: Schema, numbers: Iterator[int], within: frozenset[str] = frozenset()) -> list[Any]:
    """Values that between them have every key of a schema and of each of its alternatives.

    Nothing is `within` another of its name: actions hold conditions, which hold actions.
    """
    several = schema.alternatives()
    if len(several) > 1:
        return [value for one in several for value in values(one, numbers, within)]
    schema, body = several[0], several[0].body
    if "const" in body:
        return [body["const"]]
    if "enum" in body:
        return [next(each for each in reversed(body["enum"]) if each != body.get("default"))]
    if (properties := schema.properties()) or body.get("additionalProperties"):
        return objects(schema, properties, numbers, within)
    kind = body.get("type", "string")
    kind = next(each for each in kind if each != "null") if isinstance(kind, list) else kind
    if kind == "array":
        inside = values(schema.at(body["items"]), numbers, within)
        return [[*inside, *(inside * body.get("minItems", 0))[: max(0, body.get("minItems", 0) - len(inside))]]]
    number = next(numbers)
    real = 0.5 if body.get("maximum") == 1 else number % 50 + 0.25
    return [{"boolean": True, "number": real, "integer": number}.get(kind, f"w{number}")]


def objects(schema: Schema, properties: dict[str, Schema], numbers: Iterator[int], within: frozenset[str]) -> list[Any]:
    columns = {name: values(each, numbers, within | {name}) for name, each in properties.items() if name not in within}
    if isinstance(more := schema.body.get("additionalProperties"), dict):
        columns[f"k{next(numbers)}"] = values(schema.at(more), numbers, within)
    rows = max(map(len, columns.values()), default=1)
    return [{name: column[row % len(column)] for name, column in columns.items() if column} for row in range(rows)]


def node(kind: str) -> dict[str, Any]:
    """A node of that type with every key that its schema knows, and nothing inside."""
    schema, numbers = node_types()[kind], count(1)
    found = {
        name: values(each, numbers, frozenset((name,)))[0]
        for name, each in schema.properties().items()
        if name not in ("children", "type")
    }
    return {**found, "type": kind, "id": "1:1", "name": "described"}
