"""What the schemas accept, Figma accepts as far as form goes, and its answers have the types that the tools declare."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from figma_tools.connector import CONNECTOR
from figwright import Actions, errors
from figwright_figma.sandbox import Sandbox
from figwright_figma.sandbox.examples import credential_kind

from .catalogue import NAMES, UNSAID, input_schema, output_validator, result_adapter
from .drawing import UNSHRUNK, extremes, plain, values
from .sandboxed import CHOICES, actions_of, check_form, known_in


@pytest.fixture(scope="module")
def figma() -> Iterator[Sandbox]:
    with Sandbox() as running:
        yield running


@pytest.fixture(scope="module")
def actions(figma: Sandbox) -> Iterator[Actions]:
    with actions_of(figma) as made:
        yield made


@pytest.fixture(scope="module")
def inputs_of(figma: Sandbox) -> Any:
    known = known_in(figma)
    return cache(lambda name: values(input_schema(name), known))


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
@settings(UNSHRUNK, max_examples=15)
@given(data=st.data())
def test_P12_figma_takes_what_the_schema_accepts_and_answers_in_the_declared_type(
    actions: Actions, inputs_of: Any, name: str, data: st.DataObject
) -> None:
    check_form_and_type(name, called(actions, name, data.draw(inputs_of(name))))


@pytest.mark.parametrize("name", NAMES)
def test_figma_takes_every_value_of_an_enum_and_both_ends_of_a_range(actions: Actions, name: str) -> None:
    schema = input_schema(name)
    needed = {each: plain(schema["properties"][each]) for each in schema.get("required", ())}
    for each, part in schema["properties"].items():
        for value in extremes(part):
            check_form_and_type(name, called(actions, name, {**needed, each: value}))


def called(actions: Actions, name: str, tool_input: dict[str, Any]) -> Any:
    """What the tool returns, or the error that it raises."""
    kind = credential_kind(CONNECTOR.tools[name].credentials)
    try:
        return actions.execute_tool(name, identifier=kind, tool_input=tool_input).data
    except (errors.InvalidToolInputError, errors.ProviderError) as error:
        return error


def check_form_and_type(name: str, outcome: Any) -> None:
    if isinstance(outcome, errors.InvalidToolInputError):
        assert name in CHOICES | UNSAID.keys(), outcome
        assert re.search(UNSAID.get(name, r"\bgive team_id, or |\bgoes with\b"), str(outcome)), outcome
    elif isinstance(outcome, errors.ProviderError):
        check_form(outcome)
    else:
        result_adapter(name).validate_python(outcome, strict=True)
        output_validator(name).validate(outcome)


@pytest.mark.parametrize("used", ["figma_team_get", "figma_team_folders_list"])
def test_an_endpoint_of_two_tools_is_open_where_either_is_in_use(figma: Sandbox, used: str) -> None:
    options: dict[str, Any] = {"api_url": figma.url, "allow_insecure": True}
    path = f"/v2/teams/{figma.demo.team_id}/folders"
    with Actions.with_token(figma.token(), kind="oauth", tools=[used], **options) as made:
        assert made.request(method="GET", path=path).data["folders"]
    other = Actions.with_token(figma.token(), kind="oauth", tools=["figma_me_get"], **options)
    with other, pytest.raises(errors.PolicyError):
        other.request(method="GET", path=path)
