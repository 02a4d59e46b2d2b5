"""Every operation of the description answers as the description says, to every kind of credential that it names."""

from __future__ import annotations

import pytest

from figwright_figma.sandbox.calls import ENDPOINTS
from figwright_figma.sandbox.description import Operation, description

from .conftest import Caller
from .requests_by_operation import kinds_of, request_for

OPERATIONS = list(description().operations.values())
every_operation = pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.id)


def send(call: Caller, operation: Operation, **options: object):
    request = request_for(call.sandbox, operation)
    path = operation.path.format(**request.path)
    return call(operation.method, path, params=request.query, json=request.body, **options)


def test_every_operation_has_an_endpoint() -> None:
    assert len(OPERATIONS) == 54
    assert set(ENDPOINTS) == {operation.id for operation in OPERATIONS}


@every_operation
def test_the_answer_is_what_the_description_declares(operation: Operation, call: Caller) -> None:
    response = send(call, operation, kind=kinds_of(operation)[-1])
    assert response.status_code == 200, response.text
    if operation.answer is not None:
        problems = [f"{error.json_path}: {error.message}" for error in operation.answer.iter_errors(response.json())]
        assert problems == []
