"""Is it OpenAPI? Each part of a description is held against openapi-pydantic's model of it, where it stands.

What these models lack is added here: schemas that are `true` or `false` (since 3.1), and what 3.2 added.
"""

from __future__ import annotations

from typing import Any

import pydantic
from openapi_pydantic.v3 import v3_0, v3_1

from figwright_codegen.openapi.description import Key, Source, Spec, is_description, is_reference

_NAMES = {
    "body": "RequestBody",
    "callback": "Callback",
    "example": "Example",
    "header": "Header",
    "link": "Link",
    "media": "MediaType",
    "operation": "Operation",
    "parameter": "Parameter",
    "path": "PathItem",
    "response": "Response",
    "schema": "Schema",
    "scheme": "SecurityScheme",
}


def validate(spec: Spec) -> None:
    """Add a problem for each place where the description breaks OpenAPI."""
    if not is_description(spec):
        return
    version = spec.root.text("openapi")
    models: Any = v3_0 if version.startswith("3.0") else v3_1
    parts = {kind: pydantic.TypeAdapter(getattr(models, name) | models.Reference) for kind, name in _NAMES.items()}
    faults = _Faults(spec, version)
    faults.find(pydantic.TypeAdapter(models.OpenAPI), spec.root, _outline(spec.root.value))
    for source, kind in spec.units():
        if kind in parts:
            faults.find(parts[kind], source, source.value)
        if kind == "schema" and is_reference(source) and not spec.ignores_siblings:
            beside = {key: value for key, value in source.value.items() if key != "$ref"}
            faults.find(parts[kind], source, beside)


def _outline(root: dict[str, Any]) -> dict[str, Any]:
    """The root without its parts, and with a version that the model knows."""
    known = "3.0.3" if root["openapi"].startswith("3.0") else "3.1.0"
    rest = {key: value for key, value in root.items() if key not in ("webhooks", "components")}
    paths = {"paths": {} if isinstance(root["paths"], dict) else root["paths"]} if "paths" in root else {}
    parts = (
        {name: {} if isinstance(each, dict) else each for name, each in (root.get("components") or {}).items()}
        if isinstance(root.get("components", {}), dict | None)
        else root["components"]
    )
    return {**rest, **paths, "components": parts, "openapi": known}


class _Faults:
    """Complaints of pydantic, as problems on the lines of what they are about."""

    def __init__(self, spec: Spec, version: str) -> None:
        self._spec = spec
        self._booleans = not version.startswith("3.0")
        self._later = version.startswith("3.2")

    def find(self, model: pydantic.TypeAdapter[Any], source: Source, value: Any) -> None:
        try:
            model.validate_python(value)
        except pydantic.ValidationError as error:
            self._report(source, error)

    def _report(self, source: Source, error: pydantic.ValidationError) -> None:
        found: dict[Key, tuple[Source, str]] = {}
        for fault in error.errors(include_url=False):
            place, missing = source, ""
            for step, part in enumerate(fault["loc"]):
                if _has(place.value, part):
                    place = place / part
                elif part == "Reference" and "$ref" not in place:
                    break
                elif step == len(fault["loc"]) - 1 and fault["type"] == "missing":
                    missing = str(part)
            else:
                if not self._is_known(place, fault, missing):
                    what = f"{missing!r} is missing; OpenAPI demands it"
                    text = what if missing else f"{str(place.pointer[-1])!r} is not OpenAPI: {fault['msg']}"
                    found.setdefault(place.key, (place, text))
        for (_, pointer), (place, text) in found.items():
            if not any(other != pointer and other[: len(pointer)] == pointer for _, other in found):
                self._spec.problems.add(place, text)

    def _is_known(self, place: Source, fault: Any, missing: str) -> bool:
        """Whether a later OpenAPI has what the model does not know."""
        if isinstance(place.value, bool) and fault["type"] == "model_type":
            return self._booleans and fault["ctx"]["class_name"] == "Schema"
        if not self._later:
            return False
        return missing == "description" or (place.pointer[-1:] == ("in",) and place.value == "querystring")


def _has(value: Any, part: str | int) -> bool:
    return (isinstance(value, dict) and part in value) or (isinstance(value, list) and isinstance(part, int))
