"""Calls drawn from what a model reads of a tool: each valid one is sent and accepted, each wrong one is not sent.

Drawn are the arguments of OpenAI's view, and the same as strict mode says them: every argument named, null for what is
left out. All other views describe the same arguments (tests/generated/test_views.py).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from itertools import product
from typing import Any

import pytest
from generated.catalogue import JOINED, NAMES, SAMPLED, UNSAID, input_schema
from generated.drawing import UNSHRUNK, faults, values
from generated.sandboxed import actions_of, check_form, known_in
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from figma_tools import schemas
from figma_tools.connector import CONNECTOR
from figwright import errors
from figwright.toolbox import Toolbox
from figwright_figma.sandbox import Sandbox
from figwright_figma.sandbox.examples import credential_kind


@cache
def told(*, strict: bool = False) -> dict[str, Any]:
    """The parameters of each tool as a model reads them."""
    return {tool["name"]: tool["parameters"] for tool in schemas.openai(strict=strict, api="responses")}


@cache
def exact(name: str) -> dict[str, Any]:
    """The same with the patterns, which a model is told in words or in the error of its first try."""
    seen, plain = told()[name], input_schema(name)["properties"]
    if compared := CONNECTOR.tools[name].compared:
        plain = {**plain, "since": plain[compared]}
    return {**seen, "properties": {each: plain.get(each, part) for each, part in seen["properties"].items()}}


@pytest.fixture(scope="module")
def figma() -> Iterator[Sandbox]:
    with Sandbox() as running:
        yield running


@pytest.fixture(scope="module")
def toolboxes(figma: Sandbox) -> Iterator[dict[str, Toolbox]]:
    """Who may call each tool."""
    with actions_of(figma) as actions:
        kinds = {name: credential_kind(CONNECTOR.tools[name].credentials) for name in NAMES}
        boxes = {kind: Toolbox(actions=actions, identifier=kind) for kind in set(kinds.values())}
        yield {name: boxes[kind] for name, kind in kinds.items()}


@pytest.fixture(scope="module")
def arguments_of(figma: Sandbox) -> Any:
    known = known_in(figma)
    return cache(lambda name: values(exact(name), known))


def forms(name: str, arguments: Any) -> list[Any]:
    """The arguments as a model says them, and as it says them in strict mode."""
    return [arguments, strictly(told(strict=True)[name], arguments)]


def strictly(schema: Any, value: Any) -> Any:
    """What strict mode says for a value: null for each part that is left out, pairs for an object with free keys."""
    options = schema.get("anyOf", [schema])
    lists = [option for option in options if option.get("type") == "array"]
    if isinstance(value, list):
        return [strictly(lists[0]["items"], each) if lists else each for each in value]
    if not isinstance(value, dict):
        return value
    for option in options:
        if option.get("type") == "object":
            parts = option["properties"]
            said = {each: strictly(parts.get(each, {}), part) for each, part in value.items()}
            return {**dict.fromkeys(parts.keys() - value.keys()), **said}
    if not lists:
        return value
    part = lists[0]["items"].get("properties", {}).get("value", {})
    return [{"key": key, "value": strictly(part, each)} for key, each in value.items()]


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
@settings(UNSHRUNK, max_examples=6)
@given(data=st.data())
def test_what_a_model_may_say_is_sent_and_accepted(
    figma: Sandbox, toolboxes: dict[str, Toolbox], arguments_of: Any, name: str, data: st.DataObject
) -> None:
    arguments = data.draw(arguments_of(name))
    for said, strict in zip(forms(name, arguments), (False, True), strict=True):
        Draft202012Validator(told(strict=strict)[name]).validate(said)
        before = len(figma.requests)
        try:
            toolboxes[name].call(name, json.dumps(said))
        except errors.InvalidToolInputError as error:
            if re.search(UNSAID.get(name, "^$"), str(error)) is None:
                raise
            continue
        except errors.ProviderError as error:
            check_form(error)
        assert len(figma.requests) > before


@pytest.mark.parametrize("name", SAMPLED)
@settings(UNSHRUNK, max_examples=1)
@given(data=st.data())
def test_T44_what_a_model_may_not_say_is_refused_and_nothing_is_sent(
    figma: Sandbox, toolboxes: dict[str, Toolbox], arguments_of: Any, name: str, data: st.DataObject
) -> None:
    valid, schema = Draft202012Validator(exact(name)), exact(name)
    before, refused = len(figma.requests), 0
    needed = frozenset(schema.get("required", ()))
    every = needed | schema["properties"].keys()
    for wrong in faults(schema, data.draw(arguments_of(name)), data.draw(st.text(max_size=20))):
        if valid.is_valid(as_sent(name, wrong)):
            continue
        refused += 1
        readings = product((False, True), (every, needed), (False, True))
        if any(valid.is_valid(as_sent(name, as_meant(wrong, *how))) for how in readings):
            continue  # read so, which is tested with the inputs
        plain, strict = forms(name, wrong)
        for said in [plain] if strict_accepts(name, strict) else [plain, strict]:
            with pytest.raises(errors.InvalidToolInputError) as raised:
                toolboxes[name].call(name, said)
            assert raised.value.tool == name
            assert raised.value.fields
    assert refused >= max(1, 3 * len(schema["properties"]))
    assert len(figma.requests) == before


def as_meant(value: Any, numbers: bool, kept: frozenset[str], ids: bool) -> Any:
    """Arguments with lists, objects for texts of them, whole `numbers`, bare `ids`, empty texts only where `kept`."""
    if isinstance(value, dict):
        return {
            name: as_meant(each, numbers, kept, ids)
            for name, each in value.items()
            if name in kept
            or not isinstance(each, str)
            or each.strip().lower() not in ("", "null", "none", "undefined")
        }
    if isinstance(value, list):
        return [as_meant(each, numbers, kept, ids) for each in value if not isinstance(each, str) or each.strip()]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str) and value.strip()[:1] in ("[", "{", '"'):
        with suppress(ValueError):
            return json.loads(value)
    if isinstance(value, str):
        dressed = re.fullmatch(r"\W*([\w:;-]+)\W*", value) if ids else None  # an id as it stood in a text
        return int(value) if numbers and value.strip().isdecimal() else dressed[1] if dressed else value.strip()
    return value


def strict_accepts(name: str, arguments: Any) -> bool:
    """Whether strict mode allows what was wrong: a null that is a value stands where one was missing."""
    return Draft202012Validator(told(strict=True)[name]).is_valid(arguments)


def as_sent(name: str, arguments: Any) -> Any:
    """The arguments with texts for numbers, where a list is joined to one text anyway."""
    if not isinstance(arguments, dict):
        return arguments
    return {
        each: [str(item) if type(item) is int else item for item in value]
        if (name, each) in JOINED and isinstance(value, list)
        else value
        for each, value in arguments.items()
    }
