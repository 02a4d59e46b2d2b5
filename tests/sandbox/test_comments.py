"""Comments: threads, replies, reactions, and who may take them back."""

from __future__ import annotations

import re

import pytest

from figwright_figma.sandbox import Sandbox

from .conftest import Caller, message


@pytest.fixture
def comments(figma: Sandbox) -> str:
    return f"/v1/files/{figma.demo.file_key}/comments"


def test_a_comment_that_is_posted_is_listed(comments: str, figma: Sandbox, call: Caller) -> None:
    pin = {"node_id": "1:2", "node_offset": {"x": 1.5, "y": 2}}
    posted = call("POST", comments, json={"message": "Ünïcode 👋", "client_meta": pin}).json()
    assert posted["user"]["handle"] == figma.demo.user.handle
    assert posted in call.get(comments)["comments"]
    assert re.fullmatch("[0-9]{10}", posted["id"])


def test_a_reply_belongs_to_its_thread(comments: str, figma: Sandbox, call: Caller) -> None:
    reply = call("POST", comments, json={"message": "Agreed", "comment_id": figma.demo.comment_id}).json()
    assert (reply["parent_id"], reply["order_id"]) == (figma.demo.comment_id, None)
    again = call("POST", comments, json={"message": "Me too", "comment_id": reply["id"]})
    assert (again.status_code, message(again)) == (400, "Only root comments can be replied to")
    assert call("POST", comments, json={"message": "x", "comment_id": "999"}).status_code == 404


@pytest.mark.parametrize(
    "place",
    [
        {"x": 1, "y": 2},
        {"node_id": "1:3", "node_offset": {"x": 0, "y": 0}},
        {"x": 1, "y": 2, "region_width": 10, "region_height": 10},
        {"node_id": "1:3", "node_offset": {"x": 0, "y": 0}, "region_width": 10, "region_height": 10},
    ],
)
def test_all_four_ways_to_place_a_comment_are_taken(place: dict[str, object], comments: str, call: Caller) -> None:
    posted = call("POST", comments, json={"message": "Here", "client_meta": place}).json()
    assert posted["client_meta"] == place | ({"stable_path": None} if "node_id" in place else {})


def test_a_comment_on_a_node_that_is_not_there_is_refused(comments: str, call: Caller) -> None:
    place = {"node_id": "9:9", "node_offset": {"x": 0, "y": 0}}
    assert call("POST", comments, json={"message": "Where", "client_meta": place}).status_code == 400
    assert call("POST", comments, json={"message": "  "}).status_code == 400


def test_only_its_author_deletes_a_comment(comments: str, figma: Sandbox, call: Caller) -> None:
    path = f"{comments}/{figma.demo.comment_id}"
    refused = call("DELETE", path)
    assert refused.status_code == 403
    assert "permission" in message(refused)
    author = figma.token(figma.demo.colleague)
    assert call("DELETE", path, token=author).json() == {"error": False, "status": 200, "i18n": None}
    left = call.get(comments)["comments"]
    assert figma.demo.comment_id not in {value for each in left for value in (each["id"], each["parent_id"])}
    assert call("DELETE", path, token=author).status_code == 404


def test_a_reaction_counts_once_per_person_and_emoji(figma: Sandbox, comments: str, call: Caller) -> None:
    path = f"{comments}/{figma.demo.comment_id}/reactions"
    before = len(call.get(path)["reactions"])
    for _ in range(2):
        assert call("POST", path, json={"emoji": ":tada:"}).status_code == 200
    assert len(call.get(path)["reactions"]) == before + 1
    assert call("DELETE", path, params={"emoji": ":tada:"}).status_code == 200
    assert call("DELETE", path, params={"emoji": ":tada:"}).status_code == 404
    assert len(call.get(path)["reactions"]) == before


def test_a_reaction_of_somebody_else_stays(figma: Sandbox, comments: str, call: Caller) -> None:
    path = f"{comments}/{figma.demo.comment_id}/reactions"
    assert call("DELETE", path, params={"emoji": ":eyes:"}).status_code == 404
    assert ":eyes:" in {each["emoji"] for each in call.get(path)["reactions"]}


@pytest.mark.parametrize("emoji", ["+1", "", "👍", ":A:", ":a b:"])
def test_an_emoji_is_a_shortcode(emoji: str, figma: Sandbox, comments: str, call: Caller) -> None:
    path = f"{comments}/{figma.demo.comment_id}/reactions"
    assert call("POST", path, json={"emoji": emoji}).status_code == 400


def test_reactions_are_paged_by_links_that_carry_cursors(figma: Sandbox, comments: str, call: Caller) -> None:
    path = f"{comments}/{figma.demo.comment_id}/reactions"
    for number in range(70):
        user = figma.user(f"Fan {number}")
        call("POST", path, token=figma.token(user), json={"emoji": ":heart:"})
    page, seen = call.get(path), []
    while True:
        seen += page["reactions"]
        if "next_page" not in page["pagination"]:
            break
        page = call.get(page["pagination"]["next_page"].removeprefix(figma.url))
    assert len(seen) == 73
    assert "prev_page" in page["pagination"]
    assert call("GET", f"{path}?cursor=garbage").status_code in (400, 404)


def test_the_demo_world_is_each_sandboxs_own(comments: str, call: Caller) -> None:
    count = len(call.get(comments)["comments"])
    call("POST", comments, json={"message": "Only here"})
    with Sandbox() as other:
        assert len(Caller(other, call.http).get(comments)["comments"]) == count
