"""The sandbox itself: its life, its handles, its log, its files under construction."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from figwright_figma.sandbox import Sandbox
from figwright_figma.sandbox.description import description

from .conftest import Caller


def test_importing_the_package_loads_no_server() -> None:
    code = (
        "import sys, figwright_figma, figwright_figma.spec, figwright_figma.pytest_plugin; print(sorted(sys.modules))"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert not {name for name in ("starlette", "uvicorn", "jsonschema", "httpx") if f"'{name}'" in loaded}


def test_it_runs_only_within_the_block(http: httpx.Client) -> None:
    sandbox = Sandbox()
    with pytest.raises(RuntimeError, match="before it runs"):
        _ = sandbox.url
    threads = threading.active_count()
    with sandbox as running:
        assert http.get(f"{running.url}/v1/me").status_code == 403
    assert threading.active_count() == threads
    with pytest.raises(httpx.TransportError):
        http.get(f"{running.url}/v1/me")


def test_it_stops_while_a_call_is_waiting(http: httpx.Client) -> None:
    with Sandbox() as running:
        running.fail_next("*", delay=60)
        failed = []

        def wait() -> None:
            try:
                httpx.get(f"{running.url}/v1/me", timeout=30, trust_env=False, verify=False)
            except httpx.TransportError as error:
                failed.append(error)

        waiting = threading.Thread(target=wait)
        waiting.start()
        while not running.requests:
            pass
    waiting.join(5)
    assert failed


@pytest.mark.parametrize("host", ["0.0.0.0", "", "example.com", "192.168.0.1"])
def test_it_listens_on_this_machine_only(host: str) -> None:
    with pytest.raises(ValueError, match="this machine only"):
        Sandbox(host=host)


def test_a_taken_port_is_an_error() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(OSError, match="in use"):
        Sandbox(port=taken.getsockname()[1]).start()


def test_the_log_holds_headers_for_tests_and_hides_them_in_its_repr(figma: Sandbox, call: Caller) -> None:
    token = figma.token()
    call("GET", "/v1/me?x=1", token=token)
    (request,) = figma.requests.of("getMe")
    assert (request.method, request.path, request.query, request.status) == ("GET", "/v1/me", "x=1", 200)
    assert request.headers["authorization"] == f"Bearer {token}"
    assert token not in repr(figma.requests)
    assert token not in repr(figma.world)


def test_every_sandbox_starts_with_the_same_ids(figma: Sandbox) -> None:
    other = Sandbox()
    assert other.demo.file_key == "hbmVKqA1LGjTuU3HfNLq7p"
    assert other.demo.node_ids == ("1:2", "1:3")
    same = [name for name in other.demo.__dataclass_fields__ if name not in ("user", "colleague")]
    assert [getattr(other.demo, name) for name in same] == [getattr(figma.demo, name) for name in same]


def test_the_plugin_gives_a_running_one(sandbox: Sandbox, http: httpx.Client) -> None:
    headers = {"Authorization": f"Bearer {sandbox.token()}"}
    assert http.get(f"{sandbox.url}/v1/me", headers=headers).json()["email"] == sandbox.demo.user.email


def test_the_clock_can_be_set(figma: Sandbox, call: Caller) -> None:
    figma.clock.set(figma.clock.now().replace(year=2030, month=1, day=1))
    posted = call("POST", f"/v1/files/{figma.demo.file_key}/comments", json={"message": "Future"}).json()
    assert posted["created_at"].startswith("2030-01-01")


def nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for child in node.get("children", []):
        yield from nodes(child)


@pytest.mark.slow
def test_a_built_file_is_what_the_description_says(figma: Sandbox, call: Caller) -> None:
    builder = figma.file("Everything")
    page = builder.page("Page")
    frame = page.frame("Home", width=390, height=844, layout="VERTICAL", padding=16, gap=8)
    component = page.component("Chip", layout="HORIZONTAL", padding=8, gap=4, radius=12)
    component.text("Label")
    frame.instance(component, texts={"Label": "New"})
    frame.rectangle("Photo", 100, 100, image=b"not really a picture")
    frame.rectangle("Dot", 8, 8, kind="ELLIPSE")
    frame.rectangle("Rule", 358, 1, kind="LINE")
    group = page.group("Group")
    group.rectangle("Star", 20, 20, kind="STAR")
    section = page.section("Section")
    note = section.sticky("Remember")
    section.connect(note, section.shape_with_text("Shape", "DIAMOND"))
    answer = call.get(f"/v1/files/{builder.key}?geometry=paths")
    operation = description().operations["getFile"]
    assert [error.message for error in operation.answer.iter_errors(answer)] == []
    ids = [node["id"] for node in nodes(answer["document"])]
    assert len(ids) == len(set(ids))


def test_auto_layout_puts_children_one_after_the_other_and_hugs_them(figma: Sandbox) -> None:
    page = figma.file().page("Page")
    outer = page.frame("Outer", layout="VERTICAL", padding=10, gap=5)
    inner = outer.frame("Inner", layout="HORIZONTAL", padding=2, gap=3)
    inner.rectangle("A", 20, 30)
    inner.rectangle("B", 40, 10)
    outer.rectangle("C", 15, 15)
    boxes = {node["name"]: node["absoluteBoundingBox"] for node in nodes(outer.node)}
    assert boxes["B"]["x"] - boxes["A"]["x"] == 23
    assert (boxes["Inner"]["width"], boxes["Inner"]["height"]) == (2 + 20 + 3 + 40 + 2, 34)
    assert boxes["C"]["y"] == boxes["Inner"]["y"] + 34 + 5
    assert (boxes["Outer"]["width"], boxes["Outer"]["height"]) == (67 + 20, 34 + 5 + 15 + 20)


def test_an_instance_is_a_copy_with_ids_that_lead_through_it(figma: Sandbox) -> None:
    builder = figma.file()
    page = builder.page("Page")
    component = page.component("Chip", layout="HORIZONTAL", padding=8)
    component.text("Label")
    instance = page.frame("Home", layout="VERTICAL", padding=8).instance(component, texts={"Label": "Sale"})
    (text,) = instance.node["children"]
    assert text["id"] == f"I{instance.id};{component.node['children'][0]['id']}"
    assert (text["characters"], component.node["children"][0]["characters"]) == ("Sale", "Label")
    shift = instance.node["absoluteBoundingBox"]["x"] - component.node["absoluteBoundingBox"]["x"]
    original = component.node["children"][0]["absoluteBoundingBox"]["x"]
    assert text["absoluteBoundingBox"]["x"] == original + shift
