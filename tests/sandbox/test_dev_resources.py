"""Dev resources: lists in, and a 200 whose errors name what was not done."""

from __future__ import annotations

import pytest

from figwright_figma.sandbox import Sandbox

from .conftest import Caller


def wish(figma: Sandbox, **changes: str) -> dict[str, str]:
    return {
        "file_key": figma.demo.file_key,
        "node_id": "1:3",
        "name": "Docs",
        "url": "https://docs.example/",
        **changes,
    }


def test_some_can_succeed_while_others_fail(figma: Sandbox, call: Caller) -> None:
    wishes = [
        wish(figma),
        wish(figma, url="https://docs.example/2", file_key="nosuchfile"),
        wish(figma, url="https://docs.example/3", node_id="9:9"),
        wish(figma),
    ]
    answer = call("POST", "/v1/dev_resources", json={"dev_resources": wishes})
    assert answer.status_code == 200
    assert [each["url"] for each in answer.json()["links_created"]] == ["https://docs.example/"]
    problems = [(each["file_key"], each["node_id"]) for each in answer.json()["errors"]]
    assert problems == [("nosuchfile", "1:3"), (figma.demo.file_key, "9:9"), (figma.demo.file_key, "1:3")]


def test_a_node_has_at_most_ten(figma: Sandbox, call: Caller) -> None:
    wishes = [wish(figma, node_id="0:1", url=f"https://docs.example/{number}") for number in range(11)]
    answer = call("POST", "/v1/dev_resources", json={"dev_resources": wishes}).json()
    assert (len(answer["links_created"]), len(answer["errors"])) == (10, 1)
    assert "maximum of 10" in answer["errors"][0]["error"]


def test_they_are_listed_by_node(figma: Sandbox, call: Caller) -> None:
    path = f"/v1/files/{figma.demo.file_key}/dev_resources"
    everything = call.get(path)["dev_resources"]
    of_one = call.get(f"{path}?node_ids=1-3")["dev_resources"]
    assert {each["node_id"] for each in everything} == {"1:2", "1:3"}
    assert {each["node_id"] for each in of_one} == {"1:3"}


def test_updating_keeps_what_is_not_named(figma: Sandbox, call: Caller) -> None:
    change = {"dev_resources": [{"id": figma.demo.dev_resource_id, "name": "New name"}, {"id": "999", "name": "x"}]}
    answer = call("PUT", "/v1/dev_resources", json=change).json()
    (updated,) = answer["links_updated"]
    assert (updated["name"], updated["url"].startswith("https://storybook")) == ("New name", True)
    assert answer["errors"] == [{"id": "999", "error": "not found or no access"}]


def test_a_deleted_one_is_gone(figma: Sandbox, call: Caller) -> None:
    path = f"/v1/files/{figma.demo.file_key}/dev_resources"
    assert call("DELETE", f"{path}/{figma.demo.dev_resource_id}").status_code == 200
    assert figma.demo.dev_resource_id not in {each["id"] for each in call.get(path)["dev_resources"]}
    assert call("DELETE", f"{path}/{figma.demo.dev_resource_id}").status_code == 404


@pytest.mark.parametrize("url", ["javascript:alert(1)", "docs.example", ""])
def test_a_link_must_be_one(url: str, figma: Sandbox, call: Caller) -> None:
    answer = call("POST", "/v1/dev_resources", json={"dev_resources": [wish(figma, url=url)]}).json()
    assert answer["links_created"] == []
    assert answer["errors"][0]["error"] == "Invalid url"
