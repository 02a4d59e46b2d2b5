"""Which versions are read, and what is held of them, by one client with its cache in memory."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from figwright import Actions
from figwright.errors import InvalidToolInputError
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


def test_what_is_held_is_not_read_again(shop: Shop) -> None:
    first, second, third = shop.versions
    assert shop.changes() == '"2" "3"; 2 sent'
    assert shop.changes() == '"2" "3"; 0 sent'
    assert shop.changes(since=second, until=third) == '"2" "3"; 0 sent'
    assert shop.changes(since=first) == '"1" "3"; 1 sent'
    assert [each.split("(tier 1) ")[1] for each in shop.said] == [
        f"twice at most, for version {second} and the file as it is, whole.",
        "is not sent, unless the file went on, or this account cannot prove its right to what is held.",
        "is not sent, unless the file went on, or this account cannot prove its right to what is held.",
        f"once, or twice where this account cannot prove its right to what is held, for version {first}, whole.",
    ]


def test_without_a_version_the_newest_that_is_held_is_compared(shop: Shop) -> None:
    shop.actions.execute_tool("figma_file_get", tool_input={"file_key": shop.key, "version": shop.versions[0]})
    assert shop.changes() == '"1" "3"; 1 sent'


def test_of_a_held_version_the_list_is_not_searched(shop: Shop) -> None:
    first, _, third = shop.versions
    assert shop.changes(since=first, until=third) == '"1" "3"; 2 sent'
    file = shop.figma.world.files[shop.key]
    file.versions = [each for each in file.versions if each.id != first]  # as of a state that no list has
    assert shop.changes(since=first, until=third) == '"1" "3"; 0 sent'
    with pytest.raises(InvalidToolInputError, match="no version 999"):
        shop.changes(since="999")


def test_versions_that_there_are_are_named_with_the_beginning_of_their_labels(shop: Shop) -> None:
    newest = shop.builder.version("Launch " * 1_000).id
    with pytest.raises(InvalidToolInputError) as caught:
        shop.changes(since="12345")
    assert f"{newest} of " in str(caught.value)
    assert '"Launch Launch ' in str(caught.value)
    assert len(str(caught.value)) < 1_000
    assert not str(caught.value).endswith("..")
