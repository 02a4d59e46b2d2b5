"""What tests ask of generated result types."""

from __future__ import annotations

from typing import Any, NotRequired, get_args, get_origin, get_type_hints

from pydantic import TypeAdapter, ValidationError


def hints(type_: Any) -> dict[str, Any]:
    return get_type_hints(type_, include_extras=True)


def plain(hint: Any) -> Any:
    return get_args(hint)[0] if get_origin(hint) is NotRequired else hint


def accepts(type_: Any, value: object) -> bool:
    try:
        TypeAdapter(type_).validate_python(value, strict=True)
    except ValidationError:
        return False
    return True
