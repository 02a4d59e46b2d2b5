"""Figma's description as the sandbox reads it: which operations there are, what each accepts, who may call it.

Documents are read when they are first needed. A `Place` is (document, pointer); going deeper follows `$ref`s into
other documents, so nothing here depends on how the description is split.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from importlib.resources.abc import Traversable
from typing import Any, Literal

import yaml
from jsonschema import Draft202012Validator, validators
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from figwright.json_pointer import steps, written
from figwright_figma.spec import ROOT, spec_folder

ErrorShape = Literal["err", "message"]
"""`{status, err}` or `{error: true, status, message}`."""

_extend: Any = validators.extend
Validator: Any = _extend(Draft202012Validator, {"oneOf": Draft202012Validator.VALIDATORS["anyOf"]})
"""JSON Schema 2020-12, but `oneOf` is satisfied by any: Figma writes it for shapes that contain each other."""

_METHODS = ("get", "put", "post", "delete", "patch")
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_BASE = "file:///"


@dataclass(frozen=True, slots=True)
class Place:
    """A spot in the description. `place / key` is the spot below, with `$ref`s followed."""

    description: Description = field(repr=False)
    document: str
    pointer: tuple[str, ...] = ()

    @property
    def value(self) -> Any:
        node: Any = self.description.document(self.document)
        for key in self.pointer:
            node = node[int(key)] if isinstance(node, list) else node[key]
        return node

    @property
    def uri(self) -> str:
        return f"{_BASE}{self.document}#{written(self.pointer)}"

    def __truediv__(self, key: str | int) -> Place:
        return Place(self.description, self.document, (*self.pointer, str(key))).followed()

    def __contains__(self, key: str) -> bool:
        return isinstance(self.value, dict) and key in self.value

    def followed(self) -> Place:
        """This place, or the one that its `$ref` names."""
        place = self
        while isinstance(place.value, dict) and isinstance(ref := place.value.get("$ref"), str):
            file, _, pointer = ref.partition("#")
            document = _beside(place.document, file) if file else place.document
            place = Place(self.description, document, steps(pointer))
        return place


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    where: str
    required: bool
    schema: Mapping[str, Any]
    """Flat: parameters have simple types."""
    validator: Any


@dataclass(frozen=True)
class Operation:
    """One operation of the description."""

    id: str
    method: str
    path: str
    place: Place = field(repr=False)

    @cached_property
    def security(self) -> dict[str, tuple[str, ...]]:
        """Security scheme to its scopes, any one of which is enough."""
        schemes: dict[str, tuple[str, ...]] = {}
        for requirement in self.place.value.get("security", []):
            schemes |= {name: tuple(scopes) for name, scopes in requirement.items()}
        return schemes

    @cached_property
    def parameters(self) -> tuple[Parameter, ...]:
        return tuple(self._parameters())

    def _parameters(self) -> Iterator[Parameter]:
        if "parameters" not in self.place:
            return
        listed = self.place / "parameters"
        for index in range(len(listed.value)):
            parameter = listed / index
            schema = parameter / "schema"
            value = parameter.value
            required = bool(value.get("required"))
            validator = self.place.description.validator(schema)
            yield Parameter(value["name"], value["in"], required, schema.value, validator)

    @cached_property
    def body(self) -> Any:
        """What the JSON body must look like; None where the operation takes none."""
        if "requestBody" not in self.place:
            return None
        return self.place.description.validator(self.place / "requestBody" / "content" / "application/json" / "schema")

    @property
    def body_required(self) -> bool:
        return bool((self.place / "requestBody").value.get("required"))

    @cached_property
    def answer(self) -> Any:
        """What a 200 looks like; None where the description does not say."""
        response = self.place / "responses" / "200"
        if "content" not in response:
            return None
        return self.place.description.validator(response / "content" / "application/json" / "schema")

    @cached_property
    def error_shapes(self) -> dict[int, ErrorShape]:
        """Each declared error status and how its body is written."""
        responses = self.place / "responses"
        shapes: dict[int, ErrorShape] = {}
        for status in responses.value:
            if int(status) >= 400:
                schema = responses / status / "content" / "application/json" / "schema"
                shapes[int(status)] = "err" if "err" in _properties(schema) else "message"
        return shapes


class Description:
    """The whole description in one folder."""

    def __init__(self, folder: Traversable) -> None:
        self._folder = folder
        self._documents: dict[str, Any] = {}
        self._registry: Registry[Any] = Registry(retrieve=self._retrieve)  # type: ignore[call-arg]

    def document(self, name: str) -> Any:
        if name not in self._documents:
            self._documents[name] = yaml.load((self._folder / name).read_bytes(), Loader=_LOADER)  # noqa: S506 - safe
        return self._documents[name]

    @cached_property
    def operations(self) -> dict[str, Operation]:
        """Every operation by its id."""
        found = {}
        paths = Place(self, ROOT) / "paths"
        for path in paths.value:
            item = paths / path
            for method in _METHODS:
                if method in item:
                    place = item / method
                    name = place.value["operationId"]
                    found[name] = Operation(name, method.upper(), path, place)
        return found

    @cached_property
    def scopes(self) -> dict[str, dict[str, str]]:
        """Security scheme to every scope that it knows, with what the scope allows."""
        schemes = Place(self, ROOT) / "components" / "securitySchemes"
        flows = {name: (schemes / name).value.get("flows", {}) for name in schemes.value}
        return {
            name: {scope: text for flow in each.values() for scope, text in flow["scopes"].items()}
            for name, each in flows.items()
        }

    def validator(self, place: Place) -> Any:
        return Validator({"$ref": place.uri}, registry=self._registry)

    def _retrieve(self, uri: str) -> Resource[Any]:
        return DRAFT202012.create_resource(self.document(uri.removeprefix(_BASE)))


@lru_cache
def description() -> Description:
    """Figma's description, read once per process."""
    return Description(spec_folder())


def _beside(document: str, file: str) -> str:
    steps = [*document.split("/")[:-1], *file.split("/")]
    resolved: list[str] = []
    for step in steps:
        if step == "..":
            resolved.pop()
        elif step != ".":
            resolved.append(step)
    return "/".join(resolved)


def _properties(schema: Place) -> set[str]:
    names = set(schema.value.get("properties", {}))
    for index in range(len(schema.value.get("allOf", []))):
        names |= _properties(schema / "allOf" / index)
    return names
