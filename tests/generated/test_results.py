"""Result types describe what is really answered, and building pydantic adapters of them costs next to nothing."""

from __future__ import annotations

import copy
import time
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import httpx
import pydantic
import pytest

from figma_tools import types
from figma_tools.connector import CONNECTOR
from figwright.http.request import build_request
from figwright.inputs.validation import validate
from figwright_figma.sandbox import Sandbox
from figwright_figma.sandbox.examples import credential_kind, examples

from .catalogue import NAMES, output_validator, result_adapter, type_named


@pytest.fixture(scope="module")
def figma() -> Iterator[Sandbox]:
    with Sandbox() as running:
        yield running


@pytest.fixture(scope="module")
def http() -> Iterator[httpx.Client]:
    with httpx.Client(trust_env=False, verify=False) as client:
        yield client


def answered(figma: Sandbox, http: httpx.Client, name: str, tool_input: dict[str, Any]) -> Any:
    """The JSON as it comes over the wire, before the runtime has touched it."""
    tool = CONNECTOR.tools[name]
    kind = credential_kind(tool.credentials)
    credential = CONNECTOR.credentials[kind]
    outgoing = build_request(tool, validate(tool, tool_input), figma.url)
    headers = {credential.header: credential.prefix + figma.token(kind=kind), "Content-Type": "application/json"}
    response = http.request(outgoing.method, outgoing.url, content=outgoing.body, headers=headers)
    assert response.status_code == 200, response.text
    return response.json()


@pytest.mark.parametrize("name", NAMES)
def test_the_answer_has_the_type_and_fits_the_schema_that_the_tool_declares(
    figma: Sandbox, http: httpx.Client, name: str
) -> None:
    answer = answered(figma, http, name, examples(figma)[name])
    assert result_adapter(name).validate_python(answer, strict=True) == answer, "a field has no type"
    output_validator(name).validate(answer)


def test_P14_every_tool_that_returns_an_object_knows_anothers_answer() -> None:
    """A gateway writes JSON, too, and sometimes with the status of a success."""
    returning = [tool for tool in CONNECTOR.tools.values() if tool.output_type]
    assert len(returning) > 50
    assert [tool.name for tool in returning if not tool.result_names] == []


@pytest.mark.parametrize("file", ["file_key", "branch_key", "library_key", "board_key"])
def test_whole_files_have_the_declared_type(figma: Sandbox, http: httpx.Client, file: str) -> None:
    tool_input = {"file_key": getattr(figma.demo, file), "plugin_data": ["shared", "1234567890"], "branch_data": True}
    if file != "board_key":
        tool_input["geometry"] = "paths"
    answer = answered(figma, http, "figma_file_get", tool_input)
    assert result_adapter("figma_file_get").validate_python(answer, strict=True) == answer, "a field has no type"
    output_validator("figma_file_get").validate(answer)


def nodes(node: Any) -> Iterator[Any]:
    yield node
    for child in node.get("children", ()):
        yield from nodes(child)


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("FRAME", {"children": None}),
        ("FRAME", {"children": [{"id": "9:9", "name": "n", "type": "NO_SUCH_NODE"}]}),
        ("FRAME", {"fills": [{"type": "SOLID", "blendMode": "NORMAL", "color": {"r": 1, "g": 1}}]}),
        ("FRAME", {"id": 12}),
        ("FRAME", {"type": "TEXT"}),
        ("TEXT", {"characters": 7}),
        ("TEXT", {"visible": "perhaps"}),
    ],
)
def test_who_checks_a_file_against_its_type_hears_of_a_wrong_node(
    figma: Sandbox, http: httpx.Client, kind: str, change: dict[str, Any]
) -> None:
    answer = copy.deepcopy(answered(figma, http, "figma_file_get", {"file_key": figma.demo.file_key}))
    next(node for node in nodes(answer["document"]) if node["type"] == kind).update(change)
    with pytest.raises(pydantic.ValidationError):
        result_adapter("figma_file_get").validate_python(answer)


def test_adapters_of_all_results_are_built_in_a_few_seconds() -> None:
    started = time.perf_counter()
    adapters = [pydantic.TypeAdapter(type_named(CONNECTOR.tools[name].output_type)) for name in NAMES]
    assert time.perf_counter() - started < 10
    assert len(adapters) == len(NAMES)


@pytest.mark.parametrize("area", types.__all__)
def test_every_type_of_an_area_is_one_that_pydantic_understands(area: str) -> None:
    module = import_module(f"figma_tools.types.{area}")
    classes = {name for name, value in vars(module).items() if getattr(value, "__module__", "") == module.__name__}
    aliases = module.__annotations__.keys()
    assert classes | aliases
    everything: Any = tuple.__class_getitem__(tuple(getattr(module, name) for name in classes | aliases))
    pydantic.TypeAdapter(everything)
