"""Is it OpenAPI? All files become one document for openapi-pydantic, and each of its complaints gets its line back."""

from __future__ import annotations

from typing import Any

import pydantic
from openapi_pydantic.v3 import v3_0, v3_1

from figwright_codegen.loading import Key, Source, Spec, is_reference

_RAW = ("example", "examples", "default", "enum", "const", "value")
"""Keys below which anything may stand, and nothing is a reference."""


def validate(spec: Spec) -> None:
    """Add a problem for each place where the description breaks OpenAPI 3.0 or 3.1."""
    if spec.root.value is None:
        return
    version = spec.root.text("openapi")
    if not version.startswith(("3.0", "3.1")):
        spec.problems.add(spec.root / "openapi", f"openapi is {version or 'missing'}; 3.0 and 3.1 are understood")
        return
    model: Any = v3_1.OpenAPI if version.startswith("3.1") else v3_0.OpenAPI
    assembly = _Assembly(spec)
    document = assembly.document()
    try:
        model.model_validate(document)
    except pydantic.ValidationError as error:
        _report(spec, assembly, document, error)


class _Assembly:
    """One document out of many files, and where each of its parts came from."""

    def __init__(self, spec: Spec) -> None:
        self._spec = spec
        self.origins: dict[int, Source] = {}
        self._schemas: dict[str, Any] = {}
        self._pending: list[tuple[str, Source]] = []
        self._open: set[Key] = set()

    def document(self) -> dict[str, Any]:
        document: dict[str, Any] = self._copy(self._spec.root, schema=False)
        while self._pending:
            name, source = self._pending.pop()
            self._schemas[name] = self._copy(source, schema=True)
        if self._schemas:
            components = document.setdefault("components", {})
            components["schemas"] = {**components.get("schemas", {}), **self._schemas}
        return document

    def _copy(self, source: Source, *, schema: bool) -> Any:
        if is_reference(source):
            target = self._spec.resolve(source)
            if target.key == source.key:  # broken, and reported
                return source.value
            if schema:
                return {**source.value, "$ref": self._component(target)}
            if target.key in self._open:
                return {}
            source = target
        value = source.value
        if isinstance(value, bool) and schema and "properties" in source.pointer[-2:-1]:
            return {}  # a schema since 3.1, which openapi-pydantic does not know
        if not isinstance(value, dict | list):
            return value
        self._open.add(source.key)
        copy: Any
        if isinstance(value, dict):
            copy = {k: v if k in _RAW else self._copy(source / k, schema=schema or k in ("schema", "schemas"))
                    for k, v in value.items()}  # fmt: skip
        else:
            copy = [self._copy(source / index, schema=schema) for index in range(len(value))]
        self._open.discard(source.key)
        self.origins[id(copy)] = source
        return copy

    def _component(self, target: Source) -> str:
        name = "/".join((target.file.name, *map(str, target.pointer)))
        if name not in self._schemas:
            self._schemas[name] = None
            self._pending.append((name, target))
        return f"#/components/schemas/{name}"


def _report(spec: Spec, assembly: _Assembly, document: Any, error: pydantic.ValidationError) -> None:
    found: dict[Key, tuple[Source, str]] = {}
    for fault in error.errors(include_url=False, include_context=False):
        place, value, missing = spec.root, document, ""
        for step, part in enumerate(fault["loc"]):
            if (isinstance(value, dict) and part in value) or (isinstance(value, list) and isinstance(part, int)):
                place, value = place / part, value[part]  # type: ignore[index]
                place = assembly.origins.get(id(value), place)
            elif part == "Reference" and not (isinstance(value, dict) and "$ref" in value):
                break
            elif step == len(fault["loc"]) - 1 and fault["type"] == "missing":
                missing = str(part)
        else:
            text = f"{missing!r} is missing; OpenAPI demands it" if missing else f"is not OpenAPI: {fault['msg']}"
            found.setdefault(place.key, (place, text))
    for (file, pointer), (place, text) in found.items():
        if not any(other != pointer and other[: len(pointer)] == pointer for f, other in found if f == file):
            spec.problems.add(place, text if "missing" in text else f"{place.pointer[-1]!r} {text}")
