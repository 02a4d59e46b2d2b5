"""Small random descriptions over all that OpenAPI and JSON Schema know of a request, with values that fit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from random import Random
from typing import Any

from support.descriptions import UNSENT, Description, Operation, Schema

_NUMBERS = (int, float)
"""They are read as texts where a pattern is made for digits."""
NAMES = [
    "id", "a", "b", "c", "class", "x[y]", "é", "$f", "0", "a.b", "A-B", "self", "type", "b c", "per%cent", "q+q", "_x",
    "from", "__y", "k:v", "model_config", "items", "Any",
]  # fmt: skip
TEXTS = ["a", "b c", "é", "50%", "1+1", "a,b", "a|b", "x.y", "p=q&r", "x;y", "true", "7", "null", "/", "😀", "a#b?"]
STYLES = {
    "path": ["simple", "label", "matrix"],
    "query": ["form", "spaceDelimited", "pipeDelimited", "deepObject"],
    "header": ["simple"],
    "cookie": ["form"],
}


class Drawing:
    """Draws one description, and values for what it describes."""

    def __init__(self, seed: int, version: str) -> None:
        self.rng, self.version = Random(seed), version
        self.schemas: dict[str, Schema] = {}
        self.later = version >= "3.1"

    def description(self, count: int) -> Description:
        for name in ("Leaf", "Pair", "Tree", "Base", "Some"):
            self.schemas[name] = {"type": "string"}
        self.schemas |= {
            "Leaf": self._scalar(),
            "Pair": self._object(1),
            "Base": {**self._object(1), "type": "object"},
            "Tree": {
                "type": "object", "required": ["value"],
                "properties": {"value": self._scalar(), "kids": {"type": "array", "maxItems": 2,
                                                                 "items": {"$ref": "#/components/schemas/Tree"}}},
            },
        }  # fmt: skip
        self.schemas["Some"] = self.schema(1)
        return Description(self.version, [self._operation(index) for index in range(count)], self.schemas)

    def chance(self, percent: int) -> bool:
        return self.rng.randrange(100) < percent

    def _operation(self, index: int) -> Operation:
        method = self.rng.choice(["get", "post", "patch", "put", "delete"])
        path, name = f"/o{index}", f"op_{index}"
        operation = Operation(name, path, method, self.rng.choice(["", "", "/base"]), public=self.chance(20))
        for each in self._names(self.rng.randrange(4)):
            place = self.rng.choice(list(STYLES))
            if place in ("header", "cookie") and not (each.isascii() and each.isalnum()):
                each = f"X-Head-{len(operation.parameters)}"
            if place == "path":
                operation.path += self.rng.choice(["/{", "/v:{", "/{"]) + each + "}"
            operation.parameters.append(self._parameter(each, place))
        if method in ("post", "patch", "put") and self.chance(85):
            self._add_body(operation)
        return operation

    def _names(self, count: int) -> list[str]:
        return self.rng.sample(NAMES, count)

    def _parameter(self, name: str, place: str) -> Schema:
        found: Schema = {"name": name, "in": place}
        if place == "path" or self.chance(30):
            found["required"] = True
        if self.chance(10):
            return {**found, "content": {"application/json": {"schema": self.schema(1)}}}
        if self.chance(60):
            found["style"] = self.rng.choice(STYLES[place])
        if self.chance(60):
            found["explode"] = self.chance(50)
        return {**found, "schema": self._flat(found.get("style", ""))}

    def _flat(self, style: str) -> Schema:
        """A scalar, or a list or an object of them: what a style can write."""
        kind = self.rng.randrange(5) if style != "deepObject" else 4
        if kind < 2:
            return self._scalar()
        if kind == 2:
            return {"type": "array", "items": self._scalar(), **self._count("Items")}
        names = sorted(self._names(2))
        found: Schema = {"type": "object", "properties": {name: self._scalar() for name in names}}
        if self.chance(30):
            found["required"] = names[:1]
        if self.chance(20):
            found = {"type": "object", "additionalProperties": self._scalar()}
        return found if kind == 4 or self.chance(50) else {"$ref": "#/components/schemas/Leaf"}

    def _add_body(self, operation: Operation) -> None:
        media = self.rng.choice(
            ["application/json"] * 5
            + ["application/merge-patch+json", "application/x-www-form-urlencoded", "multipart/form-data", "text/plain",
               "application/octet-stream"]
        )  # fmt: skip
        operation.media, operation.required_body = media, self.chance(60)
        if media in ("text/plain", "application/octet-stream"):
            operation.body = {"schema": {"type": "string"}}
        elif media.endswith("json"):
            operation.whole = self.chance(25)
            schema = self.schema(2) if operation.whole else self._body()
            operation.body = {"schema": schema}
        else:
            properties = {name: self._flat("") for name in sorted(self._names(self.rng.randrange(1, 4)))}
            encoding: Schema = {}
            for name in properties:
                if media.startswith("application/x") and self.chance(40):
                    style = self.rng.choice(STYLES["query"][:3])
                    encoding[name] = {"style": style, "explode": self.chance(50)}
            schema = {"type": "object", "properties": properties}
            if self.chance(40):
                schema["required"] = list(properties)[:1]
            operation.body = {"schema": schema, **({"encoding": encoding} if encoding else {})}

    def _body(self) -> Schema:
        kind = self.rng.randrange(10)
        if kind < 5:
            return self._object(2)
        return self._composed(2, kind)

    def schema(self, depth: int) -> Schema:
        """Any schema."""
        kind = self.rng.randrange(15)
        if depth <= 0 or kind < 3:
            return self._scalar()
        if kind == 3:
            return {"$ref": f"#/components/schemas/{self.rng.choice(list(self.schemas))}"}
        if kind == 4:
            unique = {"uniqueItems": True} if self.chance(30) else {}
            return self._null({"type": "array", "items": self.schema(depth - 1), **self._count("Items"), **unique})
        if kind == 5:
            return self._map(depth)
        if kind == 6:
            return self._values()
        if kind == 7:
            return self._union(depth)
        if kind == 8 and self.later:
            return {"type": "integer", "not": {"enum": [3, 4]}}
        return self._object(depth) if kind < 12 else self._composed(depth, self.rng.randrange(5, 10))

    def _null(self, schema: Schema) -> Schema:
        if not self.chance(25):
            return schema
        if not self.later:
            return {**schema, "nullable": True}
        if self.chance(50):
            return {"anyOf": [schema, {"type": "null"}]}
        return {**schema, "type": [schema["type"], "null"]}

    def _count(self, what: str) -> Schema:
        found: Schema = {}
        if self.chance(20):
            found[f"min{what}"] = 1
        if self.chance(20):
            found[f"max{what}"] = 3
        return found

    def _scalar(self) -> Schema:
        match self.rng.randrange(9):
            case 0:
                return {"type": "integer", **self._bounds()}
            case 1:
                return {"type": "number", **self._bounds()}
            case 2:
                return {"type": "boolean"}
            case 3:
                return {"type": "string", "enum": self.rng.sample(TEXTS, 3)}
            case 4:
                return {"type": "string", "pattern": "^[a-z]{1,4}$"}
            case 5:
                return {"type": "string", "format": self.rng.choice(["date", "uuid", "date-time", "int32", "hue"])}
            case 6:
                return {"type": "integer", "format": "int32"}
            case 7:
                return {"type": "integer", "enum": [1, 2, 30]}
        return {"type": "string", **self._count("Length")}

    def _bounds(self) -> Schema:
        found: Schema = {}
        if self.chance(30):
            found["minimum"] = self.rng.randrange(-3, 3)
            if self.chance(30):
                found = {"exclusiveMinimum": found["minimum"]} if self.later else {**found, "exclusiveMinimum": True}
        if self.chance(30):
            found["maximum"] = self.rng.randrange(5, 50)
        if self.chance(15):
            found["multipleOf"] = self.rng.choice([2, 5])
        return found

    def _values(self) -> Schema:
        values = self.rng.choice([[1, 2.5], [{"a": 1}, {"a": 2}], ["x", 1, True], [[1], [2]], ["x", None], [0, False]])
        if self.later and self.chance(40):
            return {"const": values[0]}
        return {"enum": values}

    def _map(self, depth: int) -> Schema:
        found: Schema = {"type": "object", "additionalProperties": self.schema(depth - 1)}
        if self.later and self.chance(20):
            found = {"type": "object", "patternProperties": {"^x": self.schema(0)}, "additionalProperties": False}
        elif self.later and self.chance(20):
            found["propertyNames"] = {"pattern": "^[a-z]+$"}
        elif self.chance(20):
            found["additionalProperties"] = True
        return {**found, **self._count("Properties")}

    def _object(self, depth: int) -> Schema:
        names = sorted(self._names(self.rng.randrange(1, 4)))
        properties = {name: self.schema(depth - 1) for name in names}
        for name in names:
            if self.chance(10) and "type" in properties[name]:
                properties[name] = self._null(properties[name])
        found: Schema = {"type": "object", "properties": properties}
        required = [name for name in names if self.chance(35)]
        if self.chance(15):
            held: Schema = {"$ref": "#/components/schemas/Leaf"} if self.later else {"type": "string"}
            properties[f"{UNSENT}Made"] = {**held, "readOnly": True}
            required += [f"{UNSENT}Made"] if self.chance(60) else []
        if required:
            found["required"] = required
        if self.chance(25):
            found["additionalProperties"] = self.rng.choice([False, True, self._scalar()])
        if self.chance(10):
            found["minProperties"] = 1
        if self.later and self.chance(10) and len(names) > 1:
            found["dependentRequired"] = {names[0]: [names[1]]}
        if self.later and self.chance(10) and len(names) > 1:
            found |= {"if": {"required": [names[1]]}, "then": {"required": [names[0]]}}
        return found

    def _union(self, depth: int) -> Schema:
        key = self.rng.choice(["oneOf", "anyOf"])
        kinds: list[Schema] = [
            {"type": "string", "minLength": 1}, {"type": "integer", "minimum": 0}, {"type": "boolean"},
            {"type": "array", "items": self._scalar()}, self._object(depth - 1), self._tagged("p"), self._tagged("q"),
        ]  # fmt: skip
        return {key: self.rng.sample(kinds, self.rng.randrange(2, 4))}

    def _tagged(self, tag: str) -> Schema:
        kind: Schema = {"const": tag} if self.later else {"type": "string", "enum": [tag]}
        return {
            "type": "object", "required": ["kind"], "properties": {"kind": kind, f"of_{tag}": self._scalar()},
        }  # fmt: skip

    def _composed(self, depth: int, kind: int) -> Schema:
        base: Schema = {"$ref": "#/components/schemas/Base"}
        own = self._object(depth)
        names = [name for name in own["properties"] if not name.startswith(UNSENT)]
        match kind:
            case 5:
                return {"allOf": [base, own]}
            case 6:
                demands: Schema = {"required": [*names[:1], *(n for n in own["properties"] if n.startswith(UNSENT))]}
                return {"allOf": [own, demands]}
            case 7:
                return {"oneOf": [self._tagged("p"), self._tagged("q")], **own}
            case 8:
                return {**own, "anyOf": [{"required": [name]} for name in names]}
        return {"allOf": [{"oneOf": [self._tagged("p"), self._tagged("q")]}, own]}

    def value(self, schema: Schema, depth: int = 0) -> Any:
        """A value that mostly fits; who draws it holds it against the schema."""
        rng = self.rng
        if "$ref" in schema:
            return self.value(self.schemas[schema["$ref"].rpartition("/")[2]], depth + 1)
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            return rng.choice(schema["enum"])
        kinds = schema.get("type")
        if (schema.get("nullable") or isinstance(kinds, list)) and self.chance(30):
            return None
        found: Any = {}
        told = False
        for part in schema.get("allOf", ()):
            found, told = _merged(found, self.value(part, depth), told)
        for key in ("oneOf", "anyOf"):
            if key in schema:
                options = schema[key]
                chosen = rng.choice(options)
                found, told = _merged(found, self.value({"type": "object", **chosen} if set(chosen) == {"required"} else
                                                        chosen, depth), told)  # fmt: skip
                for name in chosen.get("required", ()) if set(chosen) == {"required"} else ():
                    found[name] = self.value(schema["properties"][name], depth + 1)
        kind = kinds[0] if isinstance(kinds, list) else kinds
        if kind is None and ("required" in schema or told):
            return found
        return self._of_kind(kind, schema, depth, found)

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
                return [self.value(schema["items"], depth + 1) for _ in range(rng.randrange(0, 1 if depth > 3 else 4))]
            case "object":
                return {**found, **self._members(schema, depth)}
        return found

    def _members(self, schema: Schema, depth: int) -> Schema:
        found = {}
        for name, each in sorted(schema.get("properties", {}).items()):
            wanted = name in schema.get("required", ())
            if not name.startswith(UNSENT) and (wanted or self.chance(70 if depth < 3 else 10)):
                found[name] = self.value(each, depth + 1)
        more = schema.get("additionalProperties", False)
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
