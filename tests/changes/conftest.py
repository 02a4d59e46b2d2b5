"""A file whose versions differ in one text, and one client with its cache in memory."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from figwright import Actions
from figwright_figma.changes import read_changes
from figwright_figma.sandbox import Sandbox


class Shop:
    """A file with three versions that differ in one text."""

    def __init__(self, figma: Sandbox, actions: Actions) -> None:
        self.figma, self.actions, self.said = figma, actions, list[str]()
        self.builder = figma.file("Shop")
        self.key = self.builder.key
        self.label = self.builder.page("Screens").text("0", name="Label", node_id="1:4")
        self.versions = [self.save(str(number)) for number in (1, 2, 3)]

    def save(self, text: str) -> str:
        self.label.node["characters"] = text
        return self.builder.version().id

    def changes(self, **asked: str) -> str:
        """What a text was and is, and how many calls of tier 1 that took."""
        before = len(self.figma.requests.of("getFile"))
        found = read_changes(self.actions, self.key, say=self.said.append, **asked)
        texts = [each["differences"][0] for each in found.data["changed"]]
        told = ", ".join(f"{each['before']} {each['after']}" for each in texts)
        return f"{told}; {len(self.figma.requests.of('getFile')) - before} sent"


@pytest.fixture
def shop() -> Iterator[Shop]:
    with Sandbox() as figma, Actions.with_token(figma.token(), api_url=figma.url, allow_insecure=True) as actions:
        yield Shop(figma, actions)
