"""`figwright changes` against the sandbox: which versions are compared, what that costs, and what goes wrong."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from cli.conftest import Ended, Run

from figwright_figma.sandbox import Sandbox

Words = Callable[..., Ended]
ADDRESS = "https://www.figma.com/design/{}/Name?node-id=1-2"


@pytest.fixture(scope="module")
def figma() -> Iterator[Sandbox]:
    with Sandbox() as running:
        yield running


class Shop:
    """A file with three versions: a button, its new words, and a page more."""

    def __init__(self, figma: Sandbox) -> None:
        builder = figma.file("Shop")
        page = builder.page("Screens")
        label = page.text("Pay now", name="Label", node_id="1:4")
        self.first = builder.version("First").id
        label.node["characters"] = "Pay 12,50"
        self.second = builder.version("Words").id
        builder.page("Flows")
        self.third = builder.version().id
        self.key = builder.key


@pytest.fixture
def shop(figma: Sandbox) -> Shop:
    return Shop(figma)


@pytest.fixture
def changes(figma: Sandbox, run: Run, monkeypatch: pytest.MonkeyPatch) -> Words:
    monkeypatch.setenv("FIGMA_TOKEN", figma.token(kind="personal_access_token"))
    figma.requests.clear()

    def changes(*words: str) -> Ended:
        return run("changes", *words, "--token-env", "FIGMA_TOKEN", "--api-url", figma.url, "--allow-insecure")

    return changes


def sent(figma: Sandbox) -> Counter[str]:
    return Counter(each.operation for each in figma.requests)


def test_the_file_as_it_is_is_compared_with_the_version_before(changes: Words, shop: Shop, figma: Sandbox) -> None:
    done = changes(ADDRESS.format(shop.key))
    assert done.code == 0, done.err
    head, *lines = done.out.splitlines()
    assert head.startswith(f'"Shop" between version {shop.second} (')
    assert f"and version {shop.third} (" in head
    assert lines == ["Added:", ' page "Flows" 0:2']
    assert sent(figma) == {"getFileVersions": 1, "getFile": 2}
    assert f"(tier 1) twice at most, for version {shop.second} and the file as it is, whole." in done.err


def test_two_versions_by_their_ids_as_json(changes: Words, shop: Shop) -> None:
    done = changes(shop.key, "--since", shop.first, "--until", shop.second, "--format", "json")
    assert done.code == 0, done.err
    found = json.loads(done.out)
    assert (found["before"]["version"], found["after"]["version"]) == (shop.first, shop.second)
    [changed] = found["changed"]
    assert changed["id"] == "1:4"
    assert changed["differences"][0] == {"term": "text", "before": '"Pay now"', "after": '"Pay 12,50"', "is_key": False}


def test_the_version_before_another_is_found(changes: Words, shop: Shop) -> None:
    done = changes(shop.key, "--until", shop.second)
    assert ' text "Label" 1:4 in page "Screens" 0:1: text "Pay now" -> "Pay 12,50"' in done.out.splitlines()


def test_since_the_newest_version_nothing_changed_and_one_call_says_so(
    changes: Words, shop: Shop, figma: Sandbox
) -> None:
    done = changes(shop.key, "--since", shop.third)
    assert done.code == 0, done.err
    assert "nothing changed" in done.out
    assert sent(figma)["getFile"] == 1


def test_a_version_is_not_compared_with_itself(changes: Words, shop: Shop, figma: Sandbox) -> None:
    done = changes(shop.key, "--since", shop.second, "--until", shop.second)
    assert (done.code, done.out) == (2, "")
    assert "two different versions" in done.err
    assert "getFile" not in sent(figma)


def test_of_a_small_budget_what_is_left_out_is_named(changes: Words, shop: Shop) -> None:
    done = changes(shop.key, "--since", shop.first, "--max-tokens", "12")
    assert done.code == 0
    assert "max_tokens=" in done.out


def test_an_unknown_version_costs_no_call_of_tier_1_and_names_those_that_there_are(
    changes: Words, shop: Shop, figma: Sandbox
) -> None:
    done = changes(shop.key, "--since", "12345")
    assert (done.code, done.out) == (2, "")
    assert "this file has no version 12345" in done.err
    assert f"{shop.first} of " in done.err
    assert '"Words"' in done.err
    assert "getFile" not in sent(figma)


def test_a_version_beyond_the_first_page_is_found(changes: Words, figma: Sandbox) -> None:
    oldest = figma.world.files[figma.demo.file_key].versions[-2].id
    done = changes(figma.demo.file_key, "--since", oldest, "--until", figma.demo.version_id)
    assert done.code == 0, done.err
    assert sent(figma)["getFile"] == 2


def test_a_file_of_one_version_has_nothing_to_compare_with(changes: Words, figma: Sandbox) -> None:
    key = figma.file("New").key
    done = changes(key)
    assert done.code == 2
    assert "no earlier version" in done.err
    assert "getFile" not in sent(figma)


@pytest.mark.parametrize("words", [("--since", "https://example.com/1"), ("--since", "1 2")])
def test_what_is_no_version_is_refused(words: tuple[str, ...], changes: Words, shop: Shop) -> None:
    done = changes(shop.key, *words)
    assert (done.code, done.out) == (2, "")
    assert "Traceback" not in done.err


@pytest.mark.slow
def test_a_connected_accounts_file_is_compared(
    figma: Sandbox, shop: Shop, tmp_path_factory: pytest.TempPathFactory
) -> None:
    from cli.figma import Desk

    desk = Desk(figma, tmp_path_factory.mktemp("desk"))
    assert desk.run("connect", "ann", "--token-stdin", stdin=figma.token(kind="personal_access_token")).code == 0
    done = desk.run("changes", shop.key, "--as", "ann")
    assert done.code == 0, done.err
    assert ' page "Flows" 0:2' in done.out.splitlines()
