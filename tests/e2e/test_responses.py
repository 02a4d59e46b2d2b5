"""P10: what the provider sends comes back whole, whatever it leaves out, adds or invents."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.provider import Provider, provider, reply

from figma_tools import figma_file_get, figma_file_nodes_get
from figwright import Actions
from figwright_figma.sandbox import Sandbox

KEY = "hbmVKqA1LGjTuU3HfNLq7p"


@pytest.fixture(scope="module")
def real_file() -> dict[str, Any]:
    with (
        Sandbox() as sandbox,
        Actions.with_token(
            sandbox.token(kind="personal_access_token"), api_url=sandbox.url, allow_insecure=True
        ) as actions,
    ):
        data: dict[str, Any] = actions.execute_tool("figma_file_get", tool_input={"file_key": KEY}).data
    return data


@pytest.fixture(scope="module")
def figma() -> Iterator[tuple[Provider, Actions]]:
    with provider() as running, Actions.with_token("figd_x", api_url=running.url, allow_insecure=True) as actions:
        yield running, actions


def places(value: Any) -> Iterator[Any]:
    """Every object and list in it."""
    if isinstance(value, dict | list):
        yield value
        for item in value.values() if isinstance(value, dict) else value:
            yield from places(item)


def changed(data: Any, seed: int, changes: int) -> Any:
    """A copy in which fields are removed, nulled, added, retyped, given unknown types, or nested 300 deep."""
    chance, data = random.Random(seed), copy.deepcopy(data)
    deep: Any = {"type": "FRAME"}
    for _ in range(300):
        deep = {"type": "FRAME", "children": [deep]}
    for _ in range(changes):
        objects = [place for place in places(data) if isinstance(place, dict) and place]
        if not objects:
            break
        place = chance.choice(objects)
        key = chance.choice(sorted(place))
        changes_of_one = [
            lambda place=place, key=key: place.pop(key),
            lambda place=place, key=key: place.update({key: None}),
            lambda place=place: place.update({"neverSeenBefore": {"id": 2**70}}),
            lambda place=place, key=key: place.update({key: "RETYPED"}),
            lambda place=place: place.update({"type": "SLIDE_FROM_THE_FUTURE"}),
        ]
        chance.choice(changes_of_one)()
    if changes % 2 and isinstance(data.get("document"), dict):  # once: several within each other no test could write
        data["document"]["children"] = [deep]
    return data


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32), changes=st.integers(0, 40))
def test_a_file_comes_back_as_it_was_sent_however_it_differs_from_the_description(
    real_file: dict[str, Any], figma: tuple[Provider, Actions], seed: int, changes: int
) -> None:
    running, actions = figma
    sent = changed(real_file, seed, changes)
    running.received.clear()
    running.answer(reply(sent))
    key = uuid4().hex
    assert actions.execute_tool("figma_file_get", tool_input={"file_key": key}).data == sent
    assert figma_file_get(actions.account(), file_key=key) == sent  # held by now, if it names a version
    assert figma_file_nodes_get(actions.account(), file_key=uuid4().hex, ids="1:2") == sent


@pytest.mark.parametrize("number", [2**53 + 1, 2**63, 2**64 + 1, -(2**70), 10**30])
def test_ids_beyond_what_floats_hold_arrive_exact(figma: tuple[Provider, Actions], number: int) -> None:
    running, actions = figma
    running.received.clear()
    running.answer(reply(json.dumps({"id": number}).encode()))
    assert actions.execute_tool("figma_me_get")["id"] == number
