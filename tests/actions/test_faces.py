"""The two faces of the client: where a reader finds each method, and that both have the same ones."""

from __future__ import annotations

import inspect
from typing import Generic

import pytest

from figwright import Actions, AsyncActions
from figwright.actions.client import Client

IN_ONE_MOMENT = {
    "account",
    "connection",
    "max_characters",
    "on_event",
    "on_status_change",
    "parse_event",
    "tools_in_use",
}
"""What waits for nothing in either face."""
OF_ITS_OWN_TYPE = {"account", "batches", "pages", "post_modifier", "pre_modifier"}
"""What hands back something else in each face: an iterator and an awaitable one, ..."""


def public(face: type) -> set[str]:
    return {name for name in dir(face) if not name.startswith("_")}


METHODS = sorted(public(Actions) - {"max_characters"})


@pytest.mark.parametrize("face", [Actions, AsyncActions])
def test_a_public_method_stands_in_its_face_or_in_the_one_base_of_both(face: type) -> None:
    assert face.__mro__ == (face, Client, Generic, object)
    assert public(face) == {name for name in (*vars(face), *vars(Client)) if not name.startswith("_")}
    assert {name for name in vars(Client) if not name.startswith("_")} == {*IN_ONE_MOMENT, "with_token"} - {"account"}


def test_both_faces_have_the_same_public_names() -> None:
    assert public(Actions) == public(AsyncActions)


@pytest.mark.parametrize("name", METHODS)
def test_a_method_takes_the_same_in_both_faces(name: str) -> None:
    waiting, awaitable = (inspect.signature(getattr(face, name)) for face in (Actions, AsyncActions))
    assert waiting.parameters == awaitable.parameters
    if name not in OF_ITS_OWN_TYPE:
        assert waiting.return_annotation == awaitable.return_annotation


@pytest.mark.parametrize("name", METHODS)
def test_a_method_that_waits_is_awaited_in_the_other_face(name: str) -> None:
    waiting, awaitable = getattr(Actions, name), getattr(AsyncActions, name)
    assert not inspect.iscoroutinefunction(waiting)
    if name in {*IN_ONE_MOMENT, "with_token", "pre_modifier", "post_modifier"}:
        assert not inspect.iscoroutinefunction(awaitable)
    elif inspect.isgeneratorfunction(waiting):
        assert inspect.isasyncgenfunction(awaitable)
    else:
        assert inspect.iscoroutinefunction(awaitable)


@pytest.mark.parametrize("name", METHODS)
def test_a_method_is_described_in_both_faces(name: str) -> None:
    assert inspect.getdoc(getattr(Actions, name))
    assert inspect.getdoc(getattr(AsyncActions, name))
