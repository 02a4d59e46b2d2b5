"""What was cut names the exact next calls: a model that makes them has read everything, each within its schema."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from figma_tools import schemas
from figma_tools.connector import CONNECTOR
from figwright import Actions
from figwright.toolbox import Toolbox
from figwright_figma.sandbox import Sandbox
from figwright_figma.sandbox.examples import examples

TOLD = {tool["name"]: tool["parameters"] for tool in schemas.openai(api="responses")}


@pytest.fixture(scope="module")
def figma() -> Iterator[Sandbox]:
    with Sandbox() as running:
        yield running


def toolbox(figma: Sandbox, max_tokens: int, kind: str = "personal_access_token") -> Iterator[Toolbox]:
    options: Any = {"kind": kind, "api_url": figma.url, "allow_insecure": True, "max_tokens": max_tokens}
    with Actions.with_token(figma.token(kind=kind), tools=tuple(TOLD), **options) as actions:  # type: ignore[arg-type]
        yield Toolbox(actions=actions)


@pytest.fixture(params=[300, 700])
def small(figma: Sandbox, request: pytest.FixtureRequest) -> Iterator[Toolbox]:
    """Answers of so few tokens."""
    yield from toolbox(figma, request.param)


def named(text: str) -> list[tuple[str, dict[str, Any]]]:
    """The calls that a text names."""
    found = []
    for match in re.finditer(r"(figma_\w+) (?={)", text):
        arguments, _ = json.JSONDecoder().raw_decode(text, match.end())
        found.append((match[1], arguments))
    return found


def read(box: Toolbox, name: str, arguments: dict[str, Any]) -> str:
    """All that a model has read when it has made every call that it was told of."""
    asked, made, texts = [(name, arguments)], [], []
    while asked:
        call = asked.pop(0)
        if call in made:
            continue
        rest = {each: value for each, value in call[1].items() if each != "max_tokens"}  # which every tool takes
        Draft202012Validator(TOLD[call[0]]).validate(rest)
        made.append(call)
        assert len(made) < 200, "it never ends"
        result = box.call(*call)
        texts.append(result.text)
        told = named(result.text)
        assert told or not result.truncated
        asked += told
    return "\n".join(texts)


def test_every_row_of_a_long_list_is_reached(figma: Sandbox, small: Toolbox) -> None:
    key = figma.demo.file_key
    for number in range(25):
        small.call("figma_file_comment_create", {"file_key": key, "message": f"note {number}: more room here"})
    small.call("figma_file_comment_create", {"file_key": key, "message": "a long one " * 300})
    seen = read(small, "figma_file_comments_list", {"file_key": key})
    assert all(f"note {number}: " in seen for number in range(25))
    assert "a long one " * 300 in seen, "it fits in no answer so small, but in one that is named"
    chosen = read(small, "figma_file_comments_list", {"file_key": key, "fields": ["id", "user.handle"]})
    every = small.call("figma_file_comments_list", {"file_key": key})["comments"]
    assert all(comment["id"] in chosen for comment in every)
    assert "more room" not in chosen


def test_every_page_is_reached(figma: Sandbox, small: Toolbox) -> None:
    seen = read(small, "figma_team_components_list", {"team_id": figma.demo.team_id, "page_size": 7})
    every = small.call("figma_team_components_list", {"team_id": figma.demo.team_id})["meta"]["components"]
    assert len(every) > 20
    assert all(component["key"] in seen for component in every)


def test_every_variable_and_collection_is_reached(figma: Sandbox) -> None:
    for box in toolbox(figma, 500):
        key = figma.demo.library_key
        data = box.call("figma_file_variables_local_get", {"file_key": key})["meta"]
        seen = read(box, "figma_file_variables_local_get", {"file_key": key})
        assert len(data["variables"]) > 5
        assert all(each in seen for each in (*data["variables"], *data["variableCollections"]))


def test_every_text_of_a_tree_is_reached(figma: Sandbox, small: Toolbox) -> None:
    key = figma.demo.library_key
    document = small.call("figma_file_get", {"file_key": key})["document"]
    seen = read(small, "figma_file_get", {"file_key": key})
    assert all(json.dumps(text, ensure_ascii=False) in seen for text in visible_texts(document))


def visible_texts(node: dict[str, Any]) -> set[str]:
    if node.get("visible") is False:
        return set()
    inner = [visible_texts(child) for child in node.get("children", ())]
    return set().union({node["characters"]} if "characters" in node else (), *inner)


@pytest.mark.parametrize("name", [name for name, tool in CONNECTOR.tools.items() if tool.authored])
def test_T66_who_wrote_what_is_said_of_fields_that_there_are(figma: Sandbox, name: str) -> None:
    for box in toolbox(figma, 25_000):
        told = box.call(name, examples(figma)[name]).data.values()
    lists = [each for part in told for each in (part.values() if isinstance(part, dict) else [part])]
    rows = [row for each in lists if isinstance(each, list) for row in each]
    for text, author in CONNECTOR.tools[name].authored.items():
        outer, _, inner = author.partition(".")
        assert any(text in row and inner in row[outer] for row in rows)
