"""Packages of drawn descriptions, and calls of their operations with values that fit."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from figwright.connector import Connector
from figwright_codegen import GenerationError
from figwright_codegen.problems import Problem
from support.descriptions import Description, Operation, inputs_of
from support.drawn import Drawing
from support.wanted import Values
from support.workshop import Workshop


def sound(folder: Path, drawn: Description) -> Iterator[tuple[Workshop, Description]]:
    """Packages of all operations that can be generated; the others have one clear error each."""
    workshop = Workshop(folder)
    workshop.spec = workshop.write("openapi.json", json.dumps(drawn.spec(), indent=1, ensure_ascii=False))
    workshop.manifest = workshop.write("tools.yaml", json.dumps(drawn.manifest()))
    found = _problems(workshop)
    if found is not None:
        assert found
        assert all(problem.text and problem.line for problem in found)
        if len(drawn.operations) > 1:
            middle = len(drawn.operations) // 2
            for part, some in (("l", drawn.operations[:middle]), ("r", drawn.operations[middle:])):
                below = folder / part
                below.mkdir()
                yield from sound(below, drawn.only(some))
        return
    yield workshop, drawn


def _problems(workshop: Workshop) -> tuple[Problem, ...] | None:
    try:
        workshop.generate()
    except GenerationError as error:
        return error.problems
    return None


class Calls:
    """Draws the calls of one operation."""

    def __init__(self, drawing: Drawing, description: Description, operation: Operation, connector: Connector) -> None:
        self.drawing, self.description, self.operation = drawing, description, operation
        self.connector, self.tool = connector, connector.tools[operation.name]
        self.parameters = inputs_of(operation)
        self.schemas: dict[tuple[str, str], Any] = {}
        for each in self.parameters:
            held = each["content"]["application/json"] if "content" in each else each
            self.schemas[each["in"], each["name"]] = held["schema"]
        if operation.body:
            self.schemas["body", ""] = operation.body["schema"]
        self.strict = {key: description.validator(each) for key, each in self.schemas.items()}
        self.lenient = {key: description.validator(each, lenient=True) for key, each in self.schemas.items()}

    def values(self) -> Values | None:
        found: Values = {}
        for key, schema in self.schemas.items():
            required = self._is_required(key)
            for _ in range(12):
                value = self.drawing.value(schema)
                if self.strict[key].is_valid(value) and self.can_be_input(key, value):
                    if required or self.drawing.chance(75):
                        found[key] = value
                    break
            else:
                if required:
                    return None
        return found

    def _is_required(self, key: tuple[str, str]) -> bool:
        if key[0] == "body":
            return self.operation.required_body
        return any(each.get("required") for each in self.parameters if (each["in"], each["name"]) == key)

    def can_be_input(self, key: tuple[str, str], value: Any) -> bool:
        """None says that nothing is given, and so does an empty text in a query that is not among what it can be."""
        if key == ("body", ""):
            if self._is_spread():
                return isinstance(value, dict) and (bool(value) or self.operation.required_body)
            return value is not None or self._takes_null(key)
        if isinstance(value, str) and not value.strip():
            return key[0] != "path" and (key[0] != "query" or (value == "" and self._names_empty(key)))
        return value is not None

    def _names_empty(self, key: tuple[str, str]) -> bool:
        """Whether a query's parameter says that an empty text is one of its values."""
        held = next(each for each in self.parameters if (each["in"], each["name"]) == key)
        return bool(held.get("allowEmptyValue")) or '""' in json.dumps(self.schemas[key])

    def _takes_null(self, key: tuple[str, str]) -> bool:
        return bool(self.strict[key].is_valid(None))

    def _is_spread(self) -> bool:
        return not self.operation.whole and self.operation.media not in ("text/plain", "application/octet-stream")

    def as_inputs(self, values: Values) -> dict[str, Any]:
        """By the documented rule, one name in several places is several inputs. Bytes are base64."""
        found: dict[str, Any] = {}
        taken: set[str] = set()
        for each in self.parameters:
            key = each["in"], each["name"]
            name = each["name"] if each["name"] not in taken else f"{each['name']}_in_{each['in']}"
            taken.add(name)
            if key in values:
                found[name] = values[key]
        if ("body", "") in values:
            value = values["body", ""]
            if not self._is_spread():
                name = "payload" if self.operation.whole else "body"
                found[name] = _coded(self.schemas["body", ""], value)
            else:
                properties = self.schemas["body", ""].get("properties", {}) if "form" in self.operation.media else {}
                for name, each in value.items():
                    input_ = f"{name}_in_body" if name in taken else name
                    found[input_] = _coded(properties.get(name, {}), each)
        return found


def _coded(schema: Any, value: Any) -> Any:
    if isinstance(value, list) and isinstance(schema, dict) and "items" in schema:
        return [_coded(schema["items"], each) for each in value]
    is_file = isinstance(schema, dict) and schema.get("format") == "binary" and isinstance(value, str)
    return b64encode(value.encode()).decode() if is_file else value
