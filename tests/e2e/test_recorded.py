"""Answers as the real API was seen to give them: the types take them, the text is right, nothing is lost."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from generated.catalogue import output_validator, result_adapter
from support.provider import Provider, provider, reply

from figma_tools.connector import CONNECTOR
from figwright import Actions, errors
from figwright_figma.sandbox import Sandbox
from figwright_figma.sandbox.examples import examples
from figwright_figma.sandbox.nodes import walk

KEY = "hbmVKqA1LGjTuU3HfNLq7p"
USER = {"id": "1234567890123456789", "handle": "Grace Okafor", "img_url": "https://www.gravatar.com/avatar/x"}
SEEN = (
    "https://s3-alpha.figma.com/checkpoints/aBc/DeF/123_456.png?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Expires=604800"
)
DONE: dict[str, Any] = {"error": False, "status": 200, "i18n": None}
HEADERS = {
    "Content_Type": "application/json; charset=utf-8",
    "Cache_Control": "no-cache, no-store",
    "Vary": "X-Figma-Token, Authorization, Accept-Encoding",
    "X_Figma_REST_API_Request_Id": "0c6f9b52-5f1c-4f0a-9a6a-2f9ef0b5a0f1",
}


def comment(number: int = 1, **changes: Any) -> dict[str, Any]:
    return {
        "id": f"140255864{number}",
        "uuid": None,
        "file_key": KEY,
        "parent_id": "",
        "user": USER,
        "created_at": "2026-05-25T10:11:12Z",
        "resolved_at": None,
        "message": "Is 24 the right padding?",
        "reactions": [{"user": USER, "emoji": ":heart:", "created_at": "2026-05-25T10:12:00Z"}],
        "client_meta": {"node_id": "1:2", "node_offset": {"x": 12.5, "y": 40}, "stable_path": None},
        "order_id": str(number),
        **changes,
    }


def style(**changes: Any) -> dict[str, Any]:
    return {
        "key": "f0e1d2c3b4a5968778695a4b3c2d1e0f12345678",
        "file_key": KEY,
        "node_id": "1:5",
        "style_type": "FILL",
        "thumbnail_url": SEEN,
        "name": "Brand/Primary",
        "description": "",
        "updated_at": "2026-05-25T10:11:12Z",
        "created_at": "2026-05-25T10:11:12Z",
        "sort_position": "#",
        "user": USER,
        **changes,
    }


def envelope(cursor: dict[str, Any]) -> dict[str, Any]:
    styles = [style(), style(sort_position="!", style_type="TEXT", name="Heading")]
    return {"error": False, "status": 200, "meta": {"cursor": cursor, "styles": styles}, "i18n": None}


RECTANGLE = {
    "id": "1:2",
    "name": "Hero",
    "type": "RECTANGLE",
    "scrollBehavior": "SCROLLS",
    "blendMode": "PASS_THROUGH",
    "fills": [{"blendMode": "NORMAL", "type": "SOLID", "color": {"r": 0.5, "g": 0.5, "b": 0.5, "a": 1}}],
    "strokes": [],
    "strokeWeight": 1,
    "strokeAlign": "INSIDE",
    "absoluteBoundingBox": {"x": 0, "y": 0, "width": 100, "height": 50},
    "absoluteRenderBounds": {"x": 0, "y": 0, "width": 100, "height": 50},
    "constraints": {"vertical": "TOP", "horizontal": "LEFT"},
    "effects": [],
    "interactions": [],
    "complexStrokeProperties": {"strokeType": "BASIC"},
}
NODES = {
    "name": "Shop",
    "lastModified": "2026-05-25T10:11:12Z",
    "thumbnailUrl": SEEN,
    "version": "2222222222222222222",
    "role": "owner",
    "editorType": "figma",
    "linkAccess": "inherit",
    "nodes": {
        "1:2": {"document": RECTANGLE, "components": {}, "componentSets": {}, "schemaVersion": 0, "styles": {}},
        "9:9": None,
    },
}
FILES = [{"key": KEY, "name": "Shop", "thumbnail_url": SEEN, "last_modified": "2026-05-25T10:11:12Z"}]


class Case(NamedTuple):
    tool: str
    answer: dict[str, Any]
    told: tuple[str, ...]
    """What the text says of it."""


CASES = {
    "comments": Case(
        "figma_file_comments_list",
        {"comments": [comment(), comment(2, parent_id="1402558641", order_id=None, message="Yes.", reactions=[])]},
        (
            "2 comments in 1 threads, 1 of them open",
            'On 1:2\n 1402558641 #1 "Grace Okafor", ',
            '":heart:" x1',
            '"Yes."',
        ),
    ),
    "comment": Case(
        "figma_file_comment_create", comment(reactions=[]), ("1402558641", "Is 24 the right padding?", "1:2")
    ),
    "no comments": Case("figma_file_comments_list", {"comments": []}, ("0 comments",)),
    "deleted comment": Case("figma_file_comment_delete", DONE, ("200",)),
    "reactions": Case(
        "figma_comment_reactions_list",
        {"reactions": comment()["reactions"], "pagination": {}},
        (":heart:", "Grace Okafor"),
    ),
    "reacted": Case("figma_comment_reaction_create", DONE, ("200",)),
    "deleted reaction": Case("figma_comment_reaction_delete", DONE, ("200",)),
    "team styles": Case("figma_team_styles_list", envelope({}), ("Brand/Primary", "Heading", "FILL", "TEXT")),
    "more team styles": Case(
        "figma_team_styles_list", envelope({"after": 1777777777777777}), ("Heading", '"after":1777777777777777')
    ),
    "file styles": Case("figma_file_styles_list", {**DONE, "meta": {"styles": [style()]}}, ("Brand/Primary",)),
    "style": Case("figma_style_get", {**DONE, "meta": style()}, ("Brand/Primary",)),
    "project files": Case("figma_project_files_list", {"name": "Mobile app", "files": FILES}, ("Shop", KEY)),
    "projects": Case(
        "figma_team_projects_list",
        {"name": "Product", "projects": [{"id": "123456789", "name": "Mobile app"}]},
        ("Mobile app", "123456789"),
    ),
    "renders": Case("figma_file_images_render", {"err": None, "images": {"1:2": SEEN, "9:9": None}}, ("1:2", "9:9")),
    "no webhooks": Case("figma_team_webhooks_list", {"webhooks": []}, ("webhooks",)),
    "nodes": Case("figma_file_nodes_get", NODES, ('"Hero"', "9:9")),
}


@pytest.fixture(scope="module")
def figma() -> Iterator[tuple[Provider, Actions, Sandbox]]:
    address: dict[str, Any] = {"tools": tuple(CONNECTOR.tools), "allow_insecure": True}
    with (
        provider() as running,
        Actions.with_token("figd_x", api_url=running.url, **address) as actions,
        Sandbox() as sandbox,
    ):
        yield running, actions, sandbox


@pytest.mark.parametrize("name", CASES)
def test_a_recorded_answer_has_its_type_comes_back_whole_and_is_told_right(
    name: str, figma: tuple[Provider, Actions, Sandbox]
) -> None:
    running, actions, sandbox = figma
    case = CASES[name]
    running.answer(reply(case.answer, **HEADERS))
    result = actions.execute_tool(case.tool, tool_input=examples(sandbox)[case.tool])
    assert result.data == case.answer
    assert result_adapter(case.tool).validate_python(result.data, strict=True) == case.answer, "a field has no type"
    output_validator(case.tool).validate(case.answer)
    assert [word for word in case.told if word not in result.text] == [], result.text
    if case.tool != "figma_file_nodes_get":  # whose JSON is the tree as a view shows it
        assert json.loads(result.render(form="json").text) == case.answer


@pytest.mark.parametrize(
    ("tool", "answer", "said"),
    [
        (
            "figma_dev_resource_create",
            {"links_created": [], "errors": [{"file_key": KEY, "node_id": "1:2", "error": "File not found"}]},
            "File not found",
        ),
        (
            "figma_dev_resource_update",
            {"links_updated": [], "errors": [{"id": "123", "error": "not found or no access"}]},
            "not found or no access",
        ),
    ],
)
def test_a_200_that_reports_failure_is_an_error_in_the_providers_words(
    tool: str, answer: Any, said: str, figma: tuple[Provider, Actions, Sandbox]
) -> None:
    running, actions, sandbox = figma
    output_validator(tool).validate(answer)
    assert result_adapter(tool).validate_python(answer, strict=True) == answer
    running.answer(reply(answer, **HEADERS))
    with pytest.raises(errors.ProviderError) as caught:
        actions.execute_tool(tool, tool_input=examples(sandbox)[tool])
    assert (caught.value.provider_message, caught.value.status) == (said, 200)
    assert caught.value.request_id == HEADERS["X_Figma_REST_API_Request_Id"]


def shape(value: Any) -> Any:
    """The names that it has, all the way down, and what is null; of a list the first."""
    if isinstance(value, dict):
        return {name: shape(each) for name, each in value.items()}
    if isinstance(value, list):
        return [shape(each) for each in value[:1]]
    return "number" if type(value) in (int, float) else value if value is None else type(value)


SANDBOXED = ("comments", "comment", "deleted comment", "reactions", "reacted", "deleted reaction", "team styles",
             "file styles", "style", "project files", "projects", "renders")  # fmt: skip


@pytest.mark.parametrize("name", SANDBOXED)
def test_the_sandbox_answers_in_the_recorded_form(name: str, figma: tuple[Provider, Actions, Sandbox]) -> None:
    tool, answer, _ = CASES[name]
    sandbox = figma[2]
    with Actions.with_token(
        sandbox.token(kind="personal_access_token"), api_url=sandbox.url, tools=(tool,), allow_insecure=True
    ) as actions:
        given = examples(sandbox)[tool] | ({"project_id": sandbox.demo.folder_id} if name == "project files" else {})
        made = actions.execute_tool(tool, tool_input=given).data
    if name == "renders":
        made["images"] = {"1:2": made["images"]["1:2"], "9:9": None}
    assert shape(made) == shape(answer)


def test_the_sandbox_writes_ids_positions_and_links_as_recorded() -> None:
    with Sandbox() as sandbox, httpx.Client(trust_env=False, base_url=sandbox.url) as http:
        http.headers["X-Figma-Token"] = sandbox.token(kind="personal_access_token")
        comments = f"/v1/files/{sandbox.demo.file_key}/comments"
        listed = http.get(comments)
        assert listed.headers["cache-control"] == "no-cache, no-store"
        assert listed.headers["vary"] == "X-Figma-Token, Authorization, Accept-Encoding"
        assert "etag" not in listed.headers
        assert all(re.fullmatch("[0-9]{10}", each["id"]) for each in listed.json()["comments"])
        assert [each["order_id"] for each in listed.json()["comments"]] == ["1", None, "2", "3"]
        posted = http.post(comments, json={"message": "Why?"})
        assert re.fullmatch(r'W/"[0-9a-f]+-\w{27}"', posted.headers["etag"])
        styles = http.get(f"/v1/teams/{sandbox.demo.team_id}/styles").json()["meta"]["styles"]
        assert [each["sort_position"] for each in styles[:3]] == ["!", '"', "#"]
        link = urlsplit(styles[0]["thumbnail_url"])
        assert (link.hostname, link.path.startswith("/checkpoints/")) == ("s3-alpha.figma.com", True)
        assert parse_qs(link.query)["X-Amz-Expires"] == ["604800"]
        refused = http.put("/v1/dev_resources", json={"dev_resources": [{"id": "9", "name": "x"}]}).json()
        assert refused == {"links_updated": [], "errors": [{"id": "9", "error": "not found or no access"}]}
        team = http.get(f"/v2/teams/{sandbox.demo.team_id}/webhooks").json()
        assert set(team) == {"webhooks"}
        nodes = http.get(f"/v1/files/{sandbox.demo.file_key}/nodes?ids=1:2").json()
        assert nodes.keys() == NODES.keys()
        assert nodes["nodes"]["1:2"].keys() == NODES["nodes"]["1:2"].keys()
        assert (nodes["role"], nodes["nodes"]["1:2"]["schemaVersion"]) == ("owner", 0)
        rectangles = [each for each in walk(nodes["nodes"]["1:2"]["document"]) if each["type"] == "RECTANGLE"]
        assert [each["complexStrokeProperties"] for each in rectangles] == [{"strokeType": "BASIC"}] * len(rectangles)
        assert rectangles
