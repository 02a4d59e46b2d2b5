"""Files: what of a document a caller asks to see, versions, branches, images."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from figwright_figma.sandbox import Sandbox

from .conftest import Caller


def depth_of(node: dict[str, Any]) -> int:
    return 1 + max((depth_of(child) for child in node.get("children", [])), default=0)


def ids_of(node: dict[str, Any]) -> set[str]:
    return {node["id"]}.union(*(ids_of(child) for child in node.get("children", [])))


def aliases(bound: Any) -> Iterator[str]:
    for value in bound.values() if isinstance(bound, dict) and "id" not in bound else [bound]:
        for alias in value if isinstance(value, list) else [value]:
            yield alias["id"]


@pytest.mark.parametrize("depth", [1, 2, 3])
def test_depth_counts_from_the_document(depth: int, figma: Sandbox, call: Caller) -> None:
    document = call.get(f"/v1/files/{figma.demo.file_key}?depth={depth}")["document"]
    assert depth_of(document) == depth + 1
    whole = call.get(f"/v1/files/{figma.demo.file_key}")["document"]
    assert ids_of(document) < ids_of(whole)


def test_depth_of_nodes_counts_from_the_node(figma: Sandbox, call: Caller) -> None:
    nodes = call.get(f"/v1/files/{figma.demo.file_key}/nodes?ids=1:2&depth=1")["nodes"]
    assert depth_of(nodes["1:2"]["document"]) == 2


def test_ids_leave_the_chosen_nodes_what_is_above_them_and_every_page(figma: Sandbox, call: Caller) -> None:
    document = call.get(f"/v1/files/{figma.demo.file_key}?ids=1:3")["document"]
    screens, local = document["children"]
    assert [node["id"] for node in screens["children"]] == ["1:3"]
    assert screens["children"][0]["children"]
    assert local["children"] == []


def test_nodes_take_ids_as_urls_write_them_and_answer_null_for_what_is_not_there(figma: Sandbox, call: Caller) -> None:
    nodes = call.get(f"/v1/files/{figma.demo.file_key}/nodes", params={"ids": "1-2, 9:9"})["nodes"]
    assert nodes["1-2"]["document"]["id"] == "1:2"
    assert nodes["9:9"] is None


def test_nodes_come_with_the_components_and_styles_that_they_use(figma: Sandbox, call: Caller) -> None:
    first, second = figma.demo.node_ids
    nodes = call.get(f"/v1/files/{figma.demo.file_key}/nodes", params={"ids": f"{first},{second}"})["nodes"]
    names = {component["name"] for component in nodes[second]["components"].values()}
    assert names == {"Size=Small, State=Default"}
    assert {each["name"] for each in nodes[second]["componentSets"].values()} == {"Button"}
    assert {style["name"] for style in nodes[first]["styles"].values()} >= {"Surface/Page", "Heading/Large"}


def test_with_a_depth_the_lists_hold_what_is_shown_alone(figma: Sandbox, call: Caller) -> None:
    """As recorded: with depth 1 a file with dozens of components lists none, and its pages have no children."""
    file = call.get(f"/v1/files/{figma.demo.file_key}?depth=1")
    assert [file[name] for name in ("components", "componentSets", "styles")] == [{}, {}, {}]
    assert [page["children"] for page in file["document"]["children"]] == [[], []]
    node = call.get(f"/v1/files/{figma.demo.file_key}/nodes?ids=1:2&depth=1")["nodes"]["1:2"]
    shown = {each["componentId"] for each in node["document"]["children"] if each["type"] == "INSTANCE"}
    assert set(node["components"]) == shown


def test_every_style_and_component_that_a_node_names_is_explained(figma: Sandbox, call: Caller) -> None:
    file = call.get(f"/v1/files/{figma.demo.file_key}")
    variables = call.get(f"/v1/files/{figma.demo.file_key}/variables/local")["meta"]["variables"]

    def check(node: dict[str, Any]) -> None:
        assert set(node.get("styles", {}).values()) <= set(file["styles"])
        assert node.get("componentId", next(iter(file["components"]))) in file["components"]
        assert set(map(str, aliases(node.get("boundVariables", {})))) <= set(variables)
        for child in node.get("children", []):
            check(child)

    check(file["document"])


def test_paths_and_plugin_data_come_only_when_asked_for(figma: Sandbox, call: Caller) -> None:
    path = f"/v1/files/{figma.demo.file_key}/nodes?ids=1:2"
    plain = call.get(path)["nodes"]["1:2"]["document"]
    assert not plain.keys() & {"fillGeometry", "relativeTransform", "size", "pluginData", "sharedPluginData"}
    full = call.get(f"{path}&geometry=paths&plugin_data={figma.demo.plugin_id},shared")["nodes"]["1:2"]["document"]
    assert full["fillGeometry"][0]["path"].startswith("M0 0L390")
    assert full["pluginData"] == {figma.demo.plugin_id: {"token": "checkout.primary"}}
    assert full["sharedPluginData"] == {"nimbus": {"theme": "light"}}


def test_branches_and_their_main_file_name_each_other(figma: Sandbox, call: Caller) -> None:
    main = call.get(f"/v1/files/{figma.demo.file_key}?depth=1&branch_data=true")
    assert [branch["key"] for branch in main["branches"]] == [figma.demo.branch_key]
    branch = call.get(f"/v1/files/{figma.demo.branch_key}?depth=1&branch_data=true")
    assert branch["mainFileKey"] == figma.demo.file_key
    assert "branches" not in call.get(f"/v1/files/{figma.demo.file_key}?depth=1")


def test_a_branch_is_not_taken_where_figma_wants_the_main_file(figma: Sandbox, call: Caller) -> None:
    assert call("GET", f"/v1/files/{figma.demo.branch_key}/components").status_code == 400
    assert call("GET", f"/v1/files/{figma.demo.branch_key}/dev_resources").status_code == 400


def test_an_older_version_shows_the_document_as_it_was(figma: Sandbox, call: Caller) -> None:
    builder = figma.file()
    page = builder.page("One")
    page.frame("Before")
    version = builder.version("First")
    page.frame("After")
    now = call.get(f"/v1/files/{builder.key}")["document"]["children"][0]["children"]
    then = call.get(f"/v1/files/{builder.key}?version={version.id}")["document"]["children"][0]["children"]
    assert [node["name"] for node in now] == ["Before", "After"]
    assert [node["name"] for node in then] == ["Before"]


def test_versions_are_paged_by_links_from_the_newest_to_the_oldest_and_back(figma: Sandbox, call: Caller) -> None:
    page = call.get(f"/v1/files/{figma.demo.file_key}/versions?page_size=15")
    assert set(page["pagination"]) == {"prev_page"}
    seen, pages = page["versions"], 1
    while older := page["pagination"].get("prev_page"):
        last, page = page, call.get(older.removeprefix(figma.url))
        seen, pages = seen + page["versions"], pages + 1
    assert [version["id"] for version in seen] == [each.id for each in figma.world.files[figma.demo.file_key].versions]
    assert (len(seen), pages) == (41, 3)
    back = call.get(page["pagination"]["next_page"].removeprefix(figma.url))
    assert back["versions"] == last["versions"]
    assert all(int(version["id"]) > 2**53 for version in seen)


def test_links_between_versions_are_as_recorded(figma: Sandbox, call: Caller) -> None:
    """Of a file with one version: the first page links to itself, and what that leads to links back."""
    builder = figma.file()
    [version] = figma.world.files[builder.key].versions
    first = call.get(f"/v1/files/{builder.key}/versions?page_size=50")
    date = version.created_at.strftime("%Y-%m-%d %H:%M:%S UTC")
    order = "?page_size=50&column=date&secondary_column=default"
    assert {name: link.partition("/versions")[2] for name, link in first["pagination"].items()} == {
        "prev_page": f"{order}&before={date}&secondary_before={version.id}"
    }
    again = call.get(first["pagination"]["prev_page"].removeprefix(figma.url))
    assert again["versions"] == first["versions"]
    assert {name: link.partition("/versions")[2] for name, link in again["pagination"].items()} == {
        "next_page": f"{order}&after={date}&secondary_after={version.id}"
    }
    [shown] = first["versions"]
    assert (shown["label"], shown["description"], set(shown["user"])) == (None, None, {"id", "handle", "img_url"})
    assert "." not in shown["created_at"]


def test_a_link_that_was_read_in_part_is_refused(figma: Sandbox, call: Caller) -> None:
    path = f"/v1/files/{figma.demo.file_key}/versions?secondary_before={figma.world.files[figma.demo.file_key].version}"
    assert call("GET", path).status_code == 400
    assert call("GET", f"{path}&before=2026-05-28").status_code == 400


def test_a_page_of_versions_holds_at_most_fifty(figma: Sandbox, call: Caller) -> None:
    assert call("GET", f"/v1/files/{figma.demo.file_key}/versions?page_size=51").status_code == 400


def test_renders_are_null_for_nodes_that_are_hidden_or_not_there(figma: Sandbox, call: Caller) -> None:
    demo = figma.demo
    answer = call.get(f"/v1/images/{demo.file_key}", params={"ids": f"1:2,{demo.hidden_node_id},9:9"})
    assert answer["err"] is None
    assert answer["images"][demo.hidden_node_id] is None
    assert answer["images"]["9:9"] is None
    assert answer["images"]["1:2"].startswith(figma.url)


@pytest.mark.parametrize(
    ("form", "starts"), [("png", b"\x89PNG"), ("jpg", b"\xff\xd8\xff"), ("svg", b"<svg"), ("pdf", b"%PDF-")]
)
def test_a_render_is_a_picture_that_takes_no_token(
    form: str, starts: bytes, figma: Sandbox, call: Caller, http: httpx.Client
) -> None:
    url = call.get(f"/v1/images/{figma.demo.file_key}", params={"ids": "1:2", "format": form, "scale": 2})["images"]
    picture = http.get(url["1:2"])
    assert picture.status_code == 200
    assert picture.content.startswith(starts)
    if form == "png":
        assert picture.content[16:24] == (780).to_bytes(4, "big") + (1688).to_bytes(4, "big")


def test_links_to_pictures_expire(figma: Sandbox, call: Caller, http: httpx.Client) -> None:
    render = call.get(f"/v1/images/{figma.demo.file_key}?ids=1:2")["images"]["1:2"]
    (fill, *_) = call.get(f"/v1/files/{figma.demo.file_key}/images")["meta"]["images"].values()
    figma.clock.advance(days=15)
    assert (http.get(render).status_code, http.get(fill).status_code) == (200, 403)
    figma.clock.advance(days=16)
    assert http.get(render).status_code == 403


def test_image_fills_are_the_images_that_paints_name(figma: Sandbox, call: Caller, http: httpx.Client) -> None:
    hero = call.get(f"/v1/files/{figma.demo.file_key}/nodes?ids=1:2")["nodes"]["1:2"]["document"]["children"][1]
    images = call.get(f"/v1/files/{figma.demo.file_key}/images")["meta"]["images"]
    picture = http.get(images[hero["fills"][0]["imageRef"]])
    assert picture.headers["content-type"] == "image/png"
    assert picture.content.startswith(b"\x89PNG")


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_a_big_file_has_the_size_that_was_asked_for(encoding: str, figma: Sandbox, call: Caller) -> None:
    key = figma.big_file(4)
    response = call("GET", f"/v1/files/{key}", headers={"Accept-Encoding": encoding})
    assert 3_500_000 < len(response.content) < 4_500_000
    document = response.json()["document"]
    assert len(ids_of(document)) > 4000
    outline = call.get(f"/v1/files/{key}?depth=2")["document"]
    assert [page["name"] for page in outline["children"]] == [page["name"] for page in document["children"]]


def test_answers_are_compressed_for_who_takes_it(figma: Sandbox, call: Caller) -> None:
    path = f"/v1/files/{figma.demo.file_key}"
    assert "content-encoding" not in call("GET", path, headers={"Accept-Encoding": "identity"}).headers
    response = call("GET", path, headers={"Accept-Encoding": "gzip"})
    assert response.headers["content-encoding"] == "gzip"
    assert int(response.headers["content-length"]) < len(response.content) / 3


def test_png_of_one_colour_can_be_decoded(figma: Sandbox) -> None:
    from figwright_figma.sandbox.images import solid_png

    content = solid_png(10, 3, "#FF0000")
    data = content[content.index(b"IDAT") + 4 : content.index(b"IEND") - 8]
    assert len(zlib.decompress(data)) == 3 * (1 + 2)
