"""Small random descriptions over all that OpenAPI and JSON Schema know of a request, with values that fit."""

from __future__ import annotations

from support.descriptions import SCHEMES, Description, Operation, Schema
from support.drawn_schemas import REF
from support.drawn_values import Values

STYLES = {
    "path": ["simple", "label", "matrix"],
    "query": ["form", "spaceDelimited", "pipeDelimited", "deepObject"],
    "header": ["simple"],
    "cookie": ["form"],
}
_WITHOUT_BODY = ("get", "delete")
_BINARY: Schema = {"type": "string", "format": "binary"}


class Drawing(Values):
    """Draws one description, and values for what it describes."""

    def description(self, count: int) -> Description:
        self.add_components()
        base = self.rng.choice(["", "", "", "/root"])
        operations = [self._operation(index, base) for index in range(count)]
        return Description(self.version, operations, self.schemas, base)

    def _operation(self, index: int, base: str) -> Operation:
        method = self.rng.choice(["get", "post", "patch", "put", "delete"])
        operation = Operation(f"op_{index}", f"/o{index}", method, base)
        if self.chance(30):
            operation.base, operation.server_of = self.rng.choice(["", "/base"]), self.rng.choice(["path", "operation"])
        operation.security = self._security()
        for name in self.names(self.rng.randrange(4)):
            self._add_parameter(operation, name, self.rng.choice(list(STYLES)))
            if self.chance(15):
                self._add_parameter(operation, name, self.rng.choice(list(STYLES)))
        if self.chance(8):
            taken = self.rng.choice([("header", "x-key"), ("query", "api_key"), ("cookie", "sid")])
            self._add_parameter(operation, taken[1], taken[0])
        if self.chance(8):
            operation.fixed = [("fixed", "1 2")]
        if self.chance(8):
            constant = {"name": "X-Version", "in": "header", "required": True}
            operation.parameters.append({**constant, "schema": {"type": "string", "enum": ["2026-01"]}})
        if method not in _WITHOUT_BODY and self.chance(85):
            self._add_body(operation)
        return operation

    def _security(self) -> list[dict[str, list[str]]] | None:
        """Ways to be authorised; None where the whole description's hold."""
        if self.chance(60):
            return None
        ways: list[dict[str, list[str]]] = [{name: []} for name in self.rng.sample(list(SCHEMES), 2)]
        if self.chance(30):
            return [ways[0] | ways[1]]
        if self.chance(20):
            return [ways[0], {}]
        return ways[: self.rng.randrange(3)]

    def _add_parameter(self, operation: Operation, name: str, place: str) -> None:
        if place in ("header", "cookie") and not (name.isascii() and name.replace("-", "").replace("_", "").isalnum()):
            name = f"X-Head-{len(operation.parameters)}"
        if any((each["name"], each["in"]) == (name, place) for each in operation.parameters):
            return
        if place == "path":
            if any(sign in name for sign in "{}/?#"):
                return
            operation.path += self.rng.choice(["/{", "/v:{", "/{"]) + name + "}"
        operation.parameters.append(self._parameter(name, place))
        if self.chance(10):
            operation.shared.append(operation.parameters[-1])
        elif self.chance(10):  # the operation's own counts
            operation.shared.append({"name": name, "in": place, "required": True, "schema": {"type": "boolean"}})
            operation.overridden.append((place, name))

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
        if place == "query" and self.chance(10):
            found["allowEmptyValue"] = True
        return {**found, "schema": self._flat(found.get("style", ""))}

    def _flat(self, style: str) -> Schema:
        """A scalar, or a list or an object of them: what a style can write."""
        kind = self.rng.randrange(6) if style != "deepObject" else 4
        if kind < 2:
            return self.scalar()
        if kind == 2:
            return {"type": "array", "items": self.scalar(), **self.count("Items")}
        if kind == 5:
            return {"anyOf": [self.scalar(), {"type": "array", "items": self.scalar()}]}
        names = sorted(self.names(2))
        found: Schema = {"type": "object", "properties": {name: self.scalar() for name in names}}
        if self.chance(30):
            found["required"] = names[:1]
        if self.chance(20):
            found = {"type": "object", "additionalProperties": self.scalar()}
        if style == "deepObject" and self.chance(30):
            found["properties"] = {"deep": {"type": "object", "properties": {"in": self.scalar()}},
                                   "many": {"type": "array", "items": self.scalar()}}  # fmt: skip
        return found if kind == 4 or self.chance(50) else {"$ref": f"{REF}Leaf"}

    def _add_body(self, operation: Operation) -> None:
        media = self.rng.choice(
            ["application/json"] * 5
            + ["application/merge-patch+json", "application/json; charset=utf-8", "application/x-www-form-urlencoded",
               "multipart/form-data", "multipart/form-data", "text/plain", "application/octet-stream"]
        )  # fmt: skip
        operation.media, operation.required_body = media, self.chance(60)
        if media in ("text/plain", "application/octet-stream"):
            operation.body = {"schema": {"type": "string"} if media == "text/plain" else _BINARY}
        elif "json" in media:
            operation.whole = self.chance(25)
            operation.body = {"schema": self.schema(2) if operation.whole else self._body()}
        else:
            operation.body = self._form(media)
        if "json" in media and self.chance(15):  # what says more counts
            operation.others = {"multipart/form-data": {"schema": {"type": "object", "properties": {"f": _BINARY}}}}

    def _form(self, media: str) -> Schema:
        properties = {name: self._flat("") for name in sorted(self.names(self.rng.randrange(1, 4)))}
        encoding: Schema = {}
        for name in properties:
            if media.startswith("application/x") and self.chance(40):
                style = self.rng.choice(STYLES["query"][:3])
                encoding[name] = {"style": style, "explode": self.chance(50)}
            elif media.startswith("multipart") and self.chance(30):
                properties[name] = self.rng.choice([_BINARY, {"type": "array", "items": _BINARY}])
                if self.chance(50):
                    encoding[name] = {"contentType": "image/png"}
        schema: Schema = {"type": "object", "properties": properties}
        if self.chance(40):
            schema["required"] = list(properties)[:1]
        return {"schema": schema, **({"encoding": encoding} if encoding else {})}

    def _body(self) -> Schema:
        kind = self.rng.randrange(14)
        if kind < 5:
            return self.object(2)
        if kind > 11:
            return {"$ref": f"{REF}{self.rng.choice(['Animal', 'Pet', 'Cat', 'PetBird', 'Tree'])}"}
        return self.composed(2, kind)
