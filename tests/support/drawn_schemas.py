"""Small random schemas over what OpenAPI and JSON Schema can say of a request."""

from __future__ import annotations

from random import Random

from support.descriptions import UNSENT, Schema

NAMES = [
    "id", "a", "b", "c", "class", "x[y]", "é", "$f", "0", "a.b", "A-B", "self", "type", "b c", "per%cent", "q+q", "_x",
    "from", "__y", "k:v", "model_config", "items", "Any", "properties", "required", "$ref", "get", "say \"it\"", "it's",
    "back\\slash", "None", "account", "n" * 70, "oneOf", "await", "tool_input", "default",
]  # fmt: skip
TEXTS = ["a", "b c", "é", "50%", "1+1", "a,b", "a|b", "x.y", "p=q&r", "x;y", "true", "7", "null", "/", "😀", "a#b?", "",
         " c"]  # fmt: skip
REF = "#/components/schemas/"


class Schemas:
    """Draws the components of one description, and schemas that refer to them."""

    def __init__(self, seed: int, version: str) -> None:
        self.rng, self.version = Random(seed), version
        self.schemas: dict[str, Schema] = {}
        self.later = version >= "3.1"
        self.tags: dict[str, str] = {}
        """By the name of a schema, the value of its `kind` that a discriminator knows it by."""
        self.children: dict[str, list[str]] = {}
        """Of a schema with a discriminator and no options: the schemas that are built on it."""

    def add_components(self) -> None:
        for name in ("Leaf", "Pair", "Tree", "Base", "Some", "Animal", "Pet"):
            self.schemas[name] = {"type": "string"}
        inside: Schema = {"$ref": f"{REF}Tree"}
        self.schemas |= {"Leaf": self.scalar(), "Pair": self.object(1), "Base": {**self.object(1), "type": "object"}}
        if self.later and self.chance(50):
            self.schemas["Leaf"]["$anchor"] = "leaf"
        tree: Schema = {"type": "object", "required": ["value"]}
        if self.later and self.chance(50):
            tree["$dynamicAnchor"], inside = "node", {"$dynamicRef": "#node"}
        tree["properties"] = {"value": self.scalar(), "kids": {"type": "array", "maxItems": 2, "items": inside}}
        self.schemas["Tree"] = tree
        self._add_animals()
        self._add_pets()
        self.schemas["Some"] = self.schema(1)

    def _add_animals(self) -> None:
        """Options with a discriminator; by a mapping, or by their names."""
        mapped = self.chance(50)
        self.tags |= {"Cat": "c-1" if mapped else "Cat", "Dog": "d-1" if mapped else "Dog"}
        for name in ("Cat", "Dog"):
            kind: Schema = {"type": "string", "enum": [self.tags[name]]} if self.chance(50) else {"type": "string"}
            own = {f"of{name}": self.scalar(), **({"tree": {"$ref": f"{REF}Tree"}} if self.chance(30) else {})}
            self.schemas[name] = {
                "type": "object", "required": ["kind", f"of{name}"], "properties": {"kind": kind, **own},
            }  # fmt: skip
        discriminator: Schema = {"propertyName": "kind"}
        if mapped:
            discriminator["mapping"] = {self.tags[name]: f"{REF}{name}" for name in ("Cat", "Dog")}
        options = [{"$ref": f"{REF}{name}"} for name in ("Cat", "Dog")]
        self.schemas["Animal"] = {"oneOf": options, "discriminator": discriminator}

    def _add_pets(self) -> None:
        """A parent whose discriminator tells its children apart, which it does not name."""
        mapped = self.chance(50)
        self.children["Pet"] = ["PetBird", "PetFish"]
        self.tags |= {name: name[3:].lower() if mapped else name for name in self.children["Pet"]}
        kind: Schema = {"type": "string"}
        if self.chance(30):
            kind["enum"] = [self.tags[name] for name in self.children["Pet"]]
        discriminator: Schema = {"propertyName": "kind"}
        if mapped:
            discriminator["mapping"] = {self.tags[name]: f"{REF}{name}" for name in self.children["Pet"]}
        properties = {"kind": kind, "name": self.scalar()}
        self.schemas["Pet"] = {
            "type": "object", "required": ["kind"], "properties": properties, "discriminator": discriminator,
        }  # fmt: skip
        for name in self.children["Pet"]:
            own = {"type": "object", "properties": {f"of{name}": self.scalar()}}
            if self.chance(50):
                own["required"] = [f"of{name}"]
            self.schemas[name] = {"allOf": [{"$ref": f"{REF}Pet"}, own]}

    def chance(self, percent: int) -> bool:
        return self.rng.randrange(100) < percent

    def names(self, count: int) -> list[str]:
        return self.rng.sample(NAMES, count)

    def reference(self) -> Schema:
        name = self.rng.choice(list(self.schemas))
        target = self.schemas[name]
        if "$anchor" in target and self.chance(50):
            return {"$ref": f"#{target['$anchor']}"}
        if "$dynamicAnchor" in target and self.chance(50):
            return {"$dynamicRef": f"#{target['$dynamicAnchor']}"}
        return {"$ref": f"{REF}{name}"}

    def schema(self, depth: int) -> Schema:
        """Any schema."""
        kind = self.rng.randrange(16)
        if depth <= 0 or kind < 3:
            return self.scalar()
        if kind == 3:
            return self.reference()
        if kind == 4:
            return self._null(self._list(depth))
        if kind == 5:
            return self._map(depth)
        if kind == 6:
            return self._values()
        if kind == 7:
            return self._union(depth)
        if kind == 8 and self.later:
            return {"type": "integer", "not": {"enum": [3, 4]}}
        return self.object(depth) if kind < 12 else self.composed(depth, self.rng.randrange(5, 12))

    def _null(self, schema: Schema) -> Schema:
        if not self.chance(25):
            return schema
        if not self.later:
            return {**schema, "nullable": True}
        if self.chance(50):
            return {"anyOf": [schema, {"type": "null"}]}
        return {**schema, "type": [schema["type"], "null"]}

    def count(self, what: str) -> Schema:
        found: Schema = {}
        if self.chance(20):
            found[f"min{what}"] = 1
        if self.chance(20):
            found[f"max{what}"] = 3
        return found

    def scalar(self) -> Schema:
        match self.rng.randrange(11):
            case 0:
                return {"type": "integer", **self._bounds()}
            case 1:
                return {"type": "number", **self._bounds()}
            case 2:
                return {"type": "boolean"}
            case 3 | 4:
                return {"type": "string", "enum": self.rng.sample(TEXTS, 3)}
            case 5:
                return {"type": "string", "pattern": "^[a-z]{1,4}$"}
            case 6:
                return {"type": "string", "format": self.rng.choice(["date", "uuid", "date-time", "int32", "hue"])}
            case 7:
                return {"type": "integer", "format": "int32"}
            case 8:
                return {"type": "integer", "enum": [1, 2, 30]}
            case 9:
                return {"type": "number", "multipleOf": 0.01, "default": 0.25}
        return {"type": "string", **self.count("Length"), **({"default": "d"} if self.chance(20) else {})}

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
        values = self.rng.choice([
            [1, 2.5], [{"a": 1}, {"a": 2}], ["x", 1, True], [[1], [2]], ["x", None], [0, False], ["", "x"], [None, 7],
        ])  # fmt: skip
        if self.later and self.chance(40):
            return {"const": values[0]}
        return {"enum": values}

    def _list(self, depth: int) -> Schema:
        if self.later and self.chance(15):
            first = [self.scalar(), self.scalar()]
            found: Schema = {"type": "array", "prefixItems": first, "items": self.rng.choice([False, True, {}])}
            return {**found, "minItems": 2} if self.chance(50) else found
        if self.later and self.chance(15):
            more = self.rng.choice([{}, {"maxContains": 1}, {"minContains": 2}])
            return {"type": "array", "items": {"enum": [1, "x", 7]}, "contains": {"const": 7}, **more}
        if self.later and self.chance(8):
            return {"type": "array", "items": True}
        unique = {"uniqueItems": True} if self.chance(30) else {}
        return {"type": "array", "items": self.schema(depth - 1), **self.count("Items"), **unique}

    def _map(self, depth: int) -> Schema:
        found: Schema = {"type": "object", "additionalProperties": self.schema(depth - 1)}
        if self.later and self.chance(20):
            found = {"type": "object", "patternProperties": {"^x": self.schema(0)}, "additionalProperties": False}
        elif self.later and self.chance(20):
            found["propertyNames"] = {"pattern": "^[a-z]+$"}
        elif self.chance(20):
            found["additionalProperties"] = True
        if self.chance(15) and "patternProperties" not in found and "propertyNames" not in found:
            found["required"] = ["x"]
        return {**found, **self.count("Properties")}

    def object(self, depth: int) -> Schema:
        names = sorted(self.names(self.rng.randrange(1, 4)))
        properties = {name: self.schema(depth - 1) for name in names}
        for name in names:
            if self.chance(10) and isinstance(properties[name].get("type"), str):
                properties[name] = self._null(properties[name])
        found: Schema = {"type": "object", "properties": properties}
        required = [name for name in names if self.chance(35)]
        if self.chance(15):
            held: Schema = {"$ref": f"{REF}Leaf"} if self.later else {"type": "string"}
            properties[f"{UNSENT}Made"] = {**held, "readOnly": True}
            required += [f"{UNSENT}Made"] if self.chance(60) else []
        if self.chance(10):
            properties["secret"] = {"type": "string", "writeOnly": True}
        if self.later and self.chance(10):
            properties["free"] = self.rng.choice([True, {}])  # type: ignore[assignment]
            properties["never"] = False  # type: ignore[assignment]
        if self.chance(5):
            required.append("undescribed")
        if required:
            found["required"] = required
        return {**found, **self._beside(names)}

    def _beside(self, names: list[str]) -> Schema:
        """What an object may say beside its properties."""
        found: Schema = {}
        if self.chance(25):
            found["additionalProperties"] = self.rng.choice([False, True, self.scalar()])
        if self.chance(10):
            found["minProperties"] = 1
        if self.later and self.chance(20) and len(names) > 1:
            found |= self.rng.choice([
                {"dependentRequired": {names[0]: [names[1]]}},
                {"if": {"required": [names[1]]}, "then": {"required": [names[0]]}},
                {"if": {"required": [names[1]]}, "else": {"required": [names[0]]}},
                {"dependentSchemas": {names[0]: {"required": [names[1]]}}},
                {"not": {"required": [names[0], names[1]]}},
            ])  # fmt: skip
        return found

    def _union(self, depth: int) -> Schema:
        key = self.rng.choice(["oneOf", "anyOf"])
        kinds: list[Schema] = [
            {"type": "string", "minLength": 1}, {"type": "integer", "minimum": 0}, {"type": "boolean"},
            {"type": "array", "items": self.scalar()}, self.object(depth - 1), self.tagged("p"), self.tagged("q"),
        ]  # fmt: skip
        return {key: self.rng.sample(kinds, self.rng.randrange(2, 4))}

    def tagged(self, tag: str) -> Schema:
        kind: Schema = {"const": tag} if self.later else {"type": "string", "enum": [tag]}
        return {
            "type": "object", "required": ["kind"], "properties": {"kind": kind, f"of_{tag}": self.scalar()},
        }  # fmt: skip

    def composed(self, depth: int, kind: int) -> Schema:
        base: Schema = {"$ref": f"{REF}Base"}
        own = self.object(depth)
        names = [name for name in own["properties"] if name in NAMES]
        match kind:
            case 5:
                return {"allOf": [base, own]}
            case 6:
                demands: Schema = {"required": [*names[:1], *(n for n in own["properties"] if n.startswith(UNSENT))]}
                return {"allOf": [own, demands]}
            case 7:
                return {"oneOf": [self.tagged("p"), self.tagged("q")], **own}
            case 8:
                return {**own, "anyOf": [{"required": [name]} for name in names]}
            case 9:
                options: Schema = {"oneOf": [self.tagged("p"), self.tagged("q")]}
                return {"type": "object", **options, "additionalProperties": False} if self.chance(50) else options
            case 10 if self.later:
                plain = {key: each for key, each in own.items() if key in ("type", "properties", "required")}
                return {"allOf": [self.tagged("p"), plain], "unevaluatedProperties": False}
        return {"allOf": [{"oneOf": [self.tagged("p"), self.tagged("q")]}, own]}
