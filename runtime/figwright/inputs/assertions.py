"""What a description asserts of a request beyond its types, held against what would be sent (P5)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from uuid import UUID

from figwright.connector import Tool
from figwright.errors import InvalidToolInputError

if TYPE_CHECKING:
    from jsonschema import FormatChecker, ValidationError
    from jsonschema.protocols import Validator

_TIME = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)", re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_MOST_FAULTS = 5
_SAID = {
    "additionalProperties": "has a property that is not known there",
    "anyOf": "fits none of the forms that it can have",
    "not": "has a form that it must not have",
    "oneOf": "fits none of the forms that it can have, or several of them at once",
    "pattern": "has another form than it must have",
    "propertyNames": "has a property whose name is not allowed",
    "uniqueItems": "has an item twice",
}


def check_sent(tool: Tool[Any], sent: Any) -> None:
    """Raises InvalidToolInputError, which names every input at fault. `sent` holds values by place and name."""
    package = tool.input_type.partition(".inputs.")[0]
    found = list(_validator(package, tool.check).iter_errors(sent))
    if found:
        raise InvalidToolInputError(tool.name, _faults(tool, found))


@lru_cache(maxsize=128)
def _validator(package: str, name: str) -> Validator:
    from jsonschema import Draft202012Validator

    schema = json.loads((files(package) / "schemas" / name).read_text(encoding="utf-8"))
    return Draft202012Validator(schema, format_checker=formats())


def formats() -> FormatChecker:
    """The formats that are checked."""
    from jsonschema import FormatChecker

    found = FormatChecker(formats=())
    checks = {"date": _is_date, "date-time": _is_time, "uuid": _is_uuid, "int32": _fits(31), "int64": _fits(63)}
    for each, check in checks.items():
        found.checks(each)(check)
    return found


def _faults(tool: Tool[Any], found: Iterable[ValidationError]) -> dict[str, str]:
    inputs = {(str(parameter.place), parameter.name): parameter.input for parameter in tool.parameters}
    faults: dict[str, str] = {}
    for error in found:
        path = list(error.absolute_path)
        place, name = (*map(str, path), "", "")[:2]
        where = [inputs.get((place, name), name), *map(str, path[2:])]
        faults.setdefault(".".join(filter(None, where)), _words(error))
        if len(faults) >= _MOST_FAULTS:
            break
    return faults


def _words(error: ValidationError) -> str:
    wanted: Any = error.validator_value
    listed = json.dumps(wanted, default=str)[:200]
    match str(error.validator):
        case "required":
            given: Any = error.instance
            return f"needs {', '.join(name for name in wanted if name not in given)}"
        case "minProperties":
            return f"needs {wanted} or more of its properties"
        case "format":
            return f"is no {wanted}"
        case "const" | "enum":
            return f"is not {listed}" if error.validator == "const" else f"is none of {listed}"
        case "dependentRequired":
            return f"lacks what goes with something that was given: {listed}"
        case keyword:
            return _SAID.get(keyword) or f"is not as the description wants it ({keyword} {listed})"


def _is_date(value: object) -> bool:
    if not isinstance(value, str):
        return True
    try:
        return bool(_DATE.fullmatch(value) and date.fromisoformat(value))
    except ValueError:
        return False


def _is_time(value: object) -> bool:
    """RFC 3339, 5.6; a leap second is one."""
    if not isinstance(value, str):
        return True
    try:
        return bool(_TIME.fullmatch(value) and datetime.fromisoformat(re.sub(r":60(?=[.Zz+-])", ":59", value.upper())))
    except ValueError:
        return False


def _is_uuid(value: object) -> bool:
    if not isinstance(value, str):
        return True
    try:
        return str(UUID(value)) == value.lower()
    except ValueError:
        return False


def _fits(bits: int) -> Any:
    def fits(value: object) -> bool:
        return type(value) is not int or -(2**bits) <= value < 2**bits

    return fits
