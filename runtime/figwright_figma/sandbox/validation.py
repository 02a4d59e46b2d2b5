"""Requests against the description: path, query and body must be what it allows, or Figma answers 400."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

from jsonschema.exceptions import ValidationError, best_match

from .description import Operation, Parameter
from .errors import Refusal, not_found


def check_path(operation: Operation, path: Mapping[str, str]) -> None:
    """Refuse an id of the wrong form; an operation without a 400 finds nothing instead."""
    for parameter in operation.parameters:
        if parameter.where == "path" and (error := _first(parameter.validator, path[parameter.name])):
            if 400 not in operation.error_shapes:
                raise not_found()
            raise Refusal(400, f"Invalid {parameter.name}: {error.message}")


def read_query(operation: Operation, query: Mapping[str, str]) -> dict[str, Any]:
    """The query as typed values, defaults filled in. Parameters that nobody declared are ignored."""
    values = {}
    for parameter in operation.parameters:
        if parameter.where != "query":
            continue
        if parameter.name in query:
            values[parameter.name] = _typed(parameter, query[parameter.name])
        elif parameter.required:
            raise Refusal(400, f"Missing required query parameter: {parameter.name}")
        elif "default" in parameter.schema:
            values[parameter.name] = parameter.schema["default"]
    return values


def read_body(operation: Operation, raw: bytes) -> Any:
    """The JSON body, or None if there is none."""
    if operation.body is None:
        return None
    if not raw.strip():
        if operation.body_required:
            raise Refusal(400, "Request body is missing")
        return {}
    try:
        body = json.loads(raw, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise Refusal(400, "Request body is not valid JSON") from error
    if wrong := _first(operation.body, body):
        steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in wrong.absolute_path)
        where = "".join(steps).lstrip(".")
        raise Refusal(400, f"Invalid request body{': ' + where if where else ''}: {wrong.message}")
    return body


def _typed(parameter: Parameter, text: str) -> Any:
    value: Any = text
    if parameter.schema.get("type") == "boolean":
        value = {"true": True, "false": False, "1": True, "0": False}.get(text.lower(), text)
    elif parameter.schema.get("type") in ("number", "integer"):
        value = _number(text)
    if error := _first(parameter.validator, value):
        raise Refusal(400, f"Invalid value for query parameter {parameter.name}: {error.message}")
    return value


def _number(text: str) -> int | float | str:
    try:
        return int(text)
    except ValueError:
        pass
    try:
        number = float(text)
    except ValueError:
        return text
    return number if math.isfinite(number) else text


def _first(validator: Any, value: Any) -> ValidationError | None:
    first: ValidationError | None = best_match(validator.iter_errors(value))
    return first


def _no_constant(name: str) -> None:
    raise ValueError(name)
