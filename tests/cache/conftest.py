"""Two people with accounts at the sandbox, and what the provider was asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from figwright import Actions, Connection, ToolResult
from figwright.cache.moments import Moment
from figwright_figma.sandbox import Sandbox
from figwright_figma.sandbox.build import FileBuilder

TOOLS = (
    "figma_file_get",
    "figma_file_nodes_get",
    "figma_file_images_render",
    "figma_file_meta_get",
    "figma_file_comment_create",
)
SCOPES = ("file_content:read", "file_metadata:read", "file_comments:write")


class World:
    """A sandbox, and clients of one store: `ann`, who owns the files, and `ben`, who sees what is open to all."""

    def __init__(self, sandbox: Sandbox, database_url: str) -> None:
        self.sandbox, self.database_url = sandbox, database_url
        self.users = {"ann": sandbox.user("ann"), "ben": sandbox.user("ben", plan="starter")}
        self.tokens = {name: sandbox.token(user, "personal_access_token") for name, user in self.users.items()}
        self.opened: list[Actions] = []

    def client(self, **options: Any) -> Actions:
        """One more process, as far as this one can play it: nothing of another client's memory is its own."""
        connection = Connection(name="figma", tools=TOOLS, api_url=self.sandbox.url, allow_insecure=True, **options)
        self.opened.append(Actions([connection], database_url=self.database_url))
        return self.opened[-1]

    def connect(self, actions: Actions) -> None:
        for name, token in self.tokens.items():
            actions.connect_with_token(
                identifier=name, token=token, kind="personal_access_token", scopes=SCOPES, check=False
            )

    def file(self, name: str = "Plan") -> FileBuilder:
        file = self.sandbox.file(name, owner=self.users["ann"])
        file.page("Page").frame("Frame", node_id="1:2").text("Text")
        return file

    def sent(self) -> dict[str, int]:
        """The calls since the last time, by operation."""
        found = Counter(each.operation for each in self.sandbox.requests)
        self.sandbox.requests.clear()
        return dict(found)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as running:
        yield running


@pytest.fixture
def world(sandbox: Sandbox, tmp_path: Path) -> Iterator[World]:
    sandbox.requests.clear()
    made = World(sandbox, f"sqlite:///{tmp_path}/figwright.db")
    yield made
    sandbox.heal()
    for each in made.opened:
        each.close()


Read = Callable[..., ToolResult]


@pytest.fixture
def actions(world: World) -> Actions:
    actions = world.client()
    world.connect(actions)
    return actions


@pytest.fixture
def read(actions: Actions) -> Read:
    def call(who: str, file_key: str, tool: str = "figma_file_get", *, cache: bool = True, **inputs: Any) -> ToolResult:
        return actions.execute_tool(tool, identifier=who, tool_input={"file_key": file_key, **inputs}, cache=cache)

    return call


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def later(patch: pytest.MonkeyPatch, seconds: float) -> None:
    """Let time pass for proofs and links."""
    now = Moment.now
    patch.setattr(Moment, "now", lambda: Moment(*(each + seconds for each in now())))
