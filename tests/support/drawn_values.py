"""Values that mostly fit a drawn schema, and values that mostly do not."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from jsonschema import Draft202012Validator

from support.descriptions import UNSENT, Description, Schema
from support.drawn_schemas import REF, TEXTS, Schemas

_NUMBERS = (int, float)
"""They are read as texts where a pattern is made for digits."""


class Values(Schemas):
    """Whoever draws a value holds it against the schema."""

    def __init__(self, seed: int, version: str) -> None:
        super().__init__(seed, version)
        self._valid: dict[str, Draft202012Validator] = {}

    def value(self, schema: Any, depth: int = 0, *, part: bool = False) -> Any:
        """`part`: the schema is one of those that hold together for the same value."""
        rng = self.rng
        if schema is True or schema == {}:
            return rng.choice([1, "t", [2], {"deep": {"n": 1.5}}, False])
        if (reference := schema.get("$ref") or schema.get("$dynamicRef")) is not None:
            return self._referred(reference, depth, part)
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            return rng.choice(schema["enum"])
        kinds = schema.get("type")
        if (schema.get("nullable") or isinstance(kinds, list)) and self.chance(30):
            return None
        found: Any = {}
        told = False
        for each in schema.get("allOf", ()):
            found, told = _merged(found, self.value(each, depth, part=True), told)
        for key in ("oneOf", "anyOf"):
            if key in schema:
                chosen = rng.choice(schema[key])
                demands = set(chosen) == {"required"}
                drawn = self.value({"type": "object", **chosen}, depth) if demands else self._fitting(chosen, depth)
                found, told = _merged(found, drawn, told)
                for name in chosen["required"] if demands and isinstance(found, dict) else ():
                    found[name] = self.value(schema["properties"][name], depth + 1)
        kind = kinds[0] if isinstance(kinds, list) else kinds
        if kind is None and ("required" in schema or told):
            return found
        return self._of_kind(kind, schema, depth, found)

    def _referred(self, reference: str, depth: int, part: bool) -> Any:
        name = self.target(reference)
        if name in self.children and not part:
            return self._fitting({"$ref": f"{REF}{self.rng.choice(self.children[name])}"}, depth)
        found = self.value(self.schemas[name], depth + 1)
        if name in self.tags and isinstance(found, dict):
            found["kind"] = self.tags[name]
        return found

    def _fitting(self, schema: Schema, depth: int) -> Any:
        """A value that fits one option: no object of another, which to the letter may have any names."""
        key = json.dumps(schema)
        if key not in self._valid:
            self._valid[key] = Description(self.version, [], self.schemas).validator(schema)
        drawn = (self.value(schema, depth) for _ in range(5))
        return next(filter(self._valid[key].is_valid, drawn), None)  # where none does, whoever asked drops it

    def target(self, reference: str) -> str:
        if "/" in reference:
            return reference.rpartition("/")[2]
        return "Leaf" if reference == "#leaf" else "Tree"

    def _of_kind(self, kind: str | None, schema: Schema, depth: int, found: Any) -> Any:
        rng = self.rng
        match kind:
            case "null":
                return None
            case "boolean":
                return rng.choice([True, False])
            case "integer":
                step = schema.get("multipleOf", 1)
                return rng.choice([rng.randrange(-5, 60) * step, 0, 1, 2**31 - 1, 10**25 if step == 1 else 0])
            case "number":
                step = schema.get("multipleOf")
                numbers = [5, 0.1, -0.0, 1e22, 2.5, 10, 1e-7, 2**53 + 1]
                return rng.randrange(0, 10) * step if step else rng.choice(numbers)
            case "string":
                return self._text(schema)
            case "array":
                first = [self.value(each, depth + 1) for each in schema.get("prefixItems", ())]
                if first:
                    return first[: rng.randrange(len(first) + 1)] if self.chance(30) else first
                return [self.value(schema["items"], depth + 1) for _ in range(rng.randrange(0, 1 if depth > 3 else 4))]
            case "object":
                return {**found, **self._members(schema, depth)} if isinstance(found, dict) else found
        return found

    def _members(self, schema: Schema, depth: int) -> Schema:
        found = {}
        for name, each in sorted(schema.get("properties", {}).items()):
            wanted = name in schema.get("required", ())
            if each is not False and not name.startswith(UNSENT) and (wanted or self.chance(70 if depth < 3 else 10)):
                found[name] = self.value(each, depth + 1)
        more = schema.get("additionalProperties", False)
        for name in set(schema.get("required", ())) & {"undescribed", "x"} - schema.get("properties", {}).keys():
            found[name] = self.value(True if more is False else more, depth + 1)
        if isinstance(more, dict) or more is True:
            for name in self.rng.sample(["x", "y z", "w"], self.rng.randrange(3)):
                found[name] = self.value(more, depth + 1) if isinstance(more, dict) else self.rng.choice([1, "t", None])
        for pattern, each in schema.get("patternProperties", {}).items():
            found[pattern.strip("^") + "1"] = self.value(each, depth + 1)
        return found

    def _text(self, schema: Schema) -> str:
        form = schema.get("format")
        known = {"date": ["2026-02-28"], "uuid": ["12345678-1234-1234-1234-123456789abc"],
                 "date-time": ["2026-02-28T23:59:59Z", "2026-02-28T23:59:59.5+02:00"]}  # fmt: skip
        if form in known:
            return self.rng.choice(known[form])
        if "pattern" in schema:
            return self.rng.choice(["a", "abcd", "zz"])
        return self.rng.choice(TEXTS)

    def mutants(self, value: Any) -> Iterator[Any]:
        """The value with one thing changed somewhere: another type, no longer there, too large."""
        for other in ({"zz": 1}, ["zz"], "some words", True, 1.5, 10**6, -(10**6), "x" * 60):
            same = type(other) is type(value)
            if (
                isinstance(value, str | int | float)
                if same
                else not (isinstance(value, str) and type(other) in _NUMBERS)
            ):
                yield other
        if isinstance(value, Mapping):
            for key, each in value.items():
                yield {name: other for name, other in value.items() if name != key}
                yield from ({**value, key: other} for other in self.mutants(each))
            yield {**value, "zz": {"zz": 1}}
        if isinstance(value, list) and value:
            yield value * 2
            yield from ([*value[1:], other] for other in self.mutants(value[0]))


def _merged(found: Any, more: Any, told: bool) -> tuple[Any, bool]:
    return ({**found, **more}, True) if isinstance(found, dict) and isinstance(more, dict) else (more, True)
