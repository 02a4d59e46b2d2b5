"""Every operation of the description answers as the description says, to every kind of credential that it names."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

import httpx
import pytest

from figwright_figma.sandbox.calls import ENDPOINTS
from figwright_figma.sandbox.description import Operation, description

from .conftest import Caller
from .requests_by_operation import kinds_of, request_for

OPERATIONS = list(description().operations.values())


def of_operations(some: Iterable[Operation]) -> pytest.MarkDecorator:
    """Run the test for each of these operations."""
    return pytest.mark.parametrize("operation", list(some), ids=lambda operation: operation.id)


every_operation = of_operations(OPERATIONS)


def send(call: Caller, operation: Operation, *, without: Collection[str] = (), **options: Any) -> httpx.Response:
    """A good request of the operation; `without` leaves query parameters out."""
    request = request_for(call.sandbox, operation)
    query = {name: value for name, value in request.query.items() if name not in without}
    return call(operation.method, operation.path.format(**request.path), params=query, json=request.body, **options)


def test_every_operation_has_an_endpoint() -> None:
    assert len(OPERATIONS) == 54
    assert set(ENDPOINTS) == {operation.id for operation in OPERATIONS}


@pytest.mark.slow
@pytest.mark.parametrize("name", ["file_key", "branch_key", "library_key", "board_key"])
def test_every_file_of_the_starting_world_is_what_the_description_declares(name: str, call: Caller) -> None:
    query = {"geometry": "paths", "plugin_data": "shared", "branch_data": "true"}
    file = call.get(f"/v1/files/{getattr(call.sandbox.demo, name)}", params=query)
    problems = description().operations["getFile"].answer.iter_errors(file)
    assert [f"{error.json_path}: {error.message}" for error in problems] == []


@pytest.mark.slow
@every_operation
def test_the_answer_is_what_the_description_declares(operation: Operation, call: Caller) -> None:
    response = send(call, operation, kind=kinds_of(operation)[-1])
    assert response.status_code == 200, response.text
    if operation.answer is not None:
        problems = [f"{error.json_path}: {error.message}" for error in operation.answer.iter_errors(response.json())]
        assert problems == []
