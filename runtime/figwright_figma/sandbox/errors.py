"""Refusals, written in the shape that the description declares for the operation and status.

Figma has two, `{status, err}` and `{error: true, status, message}`; some operations use one for 400, the other for 403.
"""

from __future__ import annotations

from typing import Any

from figwright.sandbox.refusals import Refusal

from .description import ErrorShape, Operation

__all__ = ["Refusal", "error_body", "not_found"]


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
