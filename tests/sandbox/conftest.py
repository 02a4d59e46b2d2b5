"""A running sandbox, and a client that calls it with a token of any kind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from figwright_figma.sandbox import Sandbox
from figwright_figma.sandbox.description import Operation
from figwright_figma.sandbox.world import Kind

from .oauth_client import AppClient


@dataclass
class Caller:
    """Calls the sandbox. A test that names no token is the demo user with every scope."""

    sandbox: Sandbox
    http: httpx.Client

    def __call__(
        self, method: str, path: str, *, token: str | None = None, kind: Kind = "oauth", **options: Any
    ) -> httpx.Response:
        headers = credential(token or self.sandbox.token(kind=kind), kind) | options.pop("headers", {})
        return self.http.request(method, self.sandbox.url + path, headers=headers, **options)

    def get(self, path: str, **options: Any) -> Any:
        """The JSON of a GET that succeeds."""
        response = self("GET", path, **options)
        assert response.status_code == 200, response.text
        return response.json()


def message(response: httpx.Response) -> str:
    """The sentence of an error, in whichever of the two shapes."""
    body = response.json()
    assert body["status"] == response.status_code
    return str(body["err"] if "err" in body else body["message"])


def assert_declared(operation: Operation, response: httpx.Response) -> None:
    """An error that the description declares is written as it declares it."""
    if response.status_code in operation.error_shapes:
        shape = operation.error_shapes[response.status_code]
        assert shape in response.json(), (shape, response.text)


def credential(token: str, kind: Kind) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"} if "oauth" in kind else {"X-Figma-Token": token}


@pytest.fixture
def figma() -> Iterator[Sandbox]:
    with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture(scope="session")
def http() -> Iterator[httpx.Client]:
    with httpx.Client(trust_env=False, verify=False) as client:
        yield client


@pytest.fixture
def call(figma: Sandbox, http: httpx.Client) -> Caller:
    return Caller(figma, http)


@pytest.fixture
def client(figma: Sandbox, http: httpx.Client) -> AppClient:
    """The demo's app."""
    return AppClient(figma, http, figma.demo.app)
