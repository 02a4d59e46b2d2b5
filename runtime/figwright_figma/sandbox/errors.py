"""Refusals, written in the shape that the description declares for the operation and status.

Figma has two, `{status, err}` and `{error: true, status, message}`; some operations use one for 400, the other for 403.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .description import ErrorShape, Operation


class Refusal(Exception):  # noqa: N818 - the name says what it is
    """An error answer with Figma's sentence."""

    def __init__(self, status: int, text: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(text)
        self.status, self.text, self.headers = status, text, dict(headers or {})


def not_found(text: str = "Not found") -> Refusal:
    return Refusal(404, text)


def error_body(operation: Operation | None, status: int, text: str) -> dict[str, Any]:
    """The JSON of an error; an operation that does not declare the status writes it as it writes its nearest one."""
    if _shape(operation, status) == "err":
        return {"status": status, "err": text}
    return {"error": True, "status": status, "message": text}


def _shape(operation: Operation | None, status: int) -> ErrorShape:
    if operation is None:
        return "err"
    declared = operation.error_shapes
    nearest = min(declared, key=lambda other: abs(other - status), default=None)
    return declared[nearest] if nearest is not None else "err"
