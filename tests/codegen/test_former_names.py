"""A manifest keeps former names working: typed functions take them, deprecated; no name has two meanings."""

from __future__ import annotations

import asyncio
import inspect
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from support.renamed import MANIFEST, described, renamed
from support.workshop import Workshop

from figwright.connector import Removed, Renamed
from figwright.errors import RemovedToolError
from figwright_codegen import GenerationError


class Spy:
    def call(self, tool: Any, inputs: Any, /) -> Any:
        return tool.name, {name: value for name, value in inputs.items() if value is not None}


class AsyncSpy(Spy):
    async def call(self, tool: Any, inputs: Any, /) -> Any:
        return super().call(tool, inputs)


def test_the_records_have_former_names_in_each_way_in_which_they_were_written(workshop: Workshop) -> None:
    renamed(workshop)
    tools = workshop.module("connector").CONNECTOR.tools
    assert tools.renamed == {
        "shop_search": Renamed("shop_thing_find", "1.1"),
        "shop_thing_search": Renamed("shop_thing_find", "1.2"),
        "shop_things_delete": Renamed("shop_things_drop", "1.2"),
    }
    assert tools.removed == {"shop_thing_paint": Removed("2.0", "Call shop_thing_find.")}
    found = tools["shop_thing_find"]
    assert found.renamed_inputs == {
        "cursor": Renamed("page", "2026-11-01"),
        "keys": Renamed("ids", "1.2"),
        "ti[tle]": Renamed("name", "1.1"),
        "ti_tle": Renamed("name", "1.1"),
        "title": Renamed("name", "1.2"),
    }
    assert found.removed_inputs == {"colour": Removed("1.3", "Look at the result.")}


def test_functions_of_former_names_are_deprecated_and_call_the_tool_of_today(workshop: Workshop) -> None:
    renamed(workshop)
    package = workshop.module()
    with pytest.warns(DeprecationWarning, match="shop_search is called shop_thing_find since 1.1") as caught:
        assert package.shop_search(Spy(), title="bear") == ("shop_thing_find", {"title": "bear"})
    assert [each.filename for each in caught] == [__file__]
    twin = workshop.module("aio").shop_search
    with pytest.warns(DeprecationWarning, match="shop_search is"):
        assert asyncio.run(twin(AsyncSpy(), name="bear")) == ("shop_thing_find", {"name": "bear"})
    today = package.shop_thing_find
    assert {"title", "ti_tle", "cursor", "keys", "colour"} < inspect.signature(today).parameters.keys()
    assert "colour" not in (inspect.getdoc(today) or "")
    assert today(Spy(), ti_tle="bear") == ("shop_thing_find", {"ti[tle]": "bear"})


def test_a_removed_function_says_what_to_do_where_it_is_imported(workshop: Workshop) -> None:
    renamed(workshop)
    for module in (workshop.module(), workshop.module("aio")):
        with pytest.raises(RemovedToolError, match="Call shop_thing_find"):
            module.shop_thing_paint  # noqa: B018 - what is asked for is the point
        assert "shop_thing_paint" not in module.__all__


@pytest.mark.parametrize(
    ("old", "new", "at", "mistake", "other"),
    [
        ("shop_search", "shop_things_drop", "aliases: {shop_t", "is the name of a tool", "  shop_things_drop:"),
        ("shop_search", "shop_things_delete", "_delete: '1.2'}", "is a former name of shop_thing_find", "_search"),
        ("shop_search", "schemas", "schemas", "can be the name of no function", ""),
        ("shop_thing_paint", "shop_search", "removed_tools", "is a former name of shop_thing_find", "shop_search"),
        ("keys", "page", "page: '1.2'", "is an input of shop_thing_find", "page:"),
        ("keys", "title", "title: '1.2'}}\n    rem", "is a former name of name", "ti[tle]"),
        ("keys", "ti_tle", "ti_tle", "is a former name of name", "ti[tle]"),
        ("colour", "cursor", "cursor: {since", "is a former name of page", "cursor"),
        ("search: '1.1'}", "search: 1.1}", "shop_search", "to YAML; write it in quotes", ""),
        ("Call shop_thing_find", "Call shop_search", "removed_tools", "names the tool 'shop_search', and there is", ""),
        ("{since: '2.0', instead", "{instead", "removed_tools", "'since' is missing", ""),
    ],
)
def test_a_name_that_two_could_claim_is_an_error_with_both_places(
    workshop: Workshop, old: str, new: str, at: str, mistake: str, other: str
) -> None:
    manifest = MANIFEST.replace(old, new)
    described(workshop, manifest)

    def place(text: str) -> str:
        return f"tools.yaml:{manifest[: manifest.index(text)].count(chr(10)) + 1}"

    with pytest.raises(GenerationError) as wrong:
        workshop.generate()
    [told] = (str(problem).replace(f"{workshop.folder}/", "") for problem in wrong.value.problems)
    assert told.startswith(place(at))
    assert mistake in told
    assert not other or f"({place(other)})" in told


CALLS = """\
from figwright.connector import Account
from PACKAGE import shop_search, shop_thing_find
from PACKAGE import types


def today(account: Account) -> types.models.P:
    return shop_thing_find(account, name="a", page="b")


def former(account: Account) -> types.models.P:
    shop_search(account, name="a")
    return shop_thing_find(account, title="a", cursor="b")


def wrong(account: Account) -> None:
    shop_thing_find(account, title=1.5)
    shop_thing_find(account)
"""


@pytest.mark.slow
def test_type_checkers_know_former_names_their_types_and_that_they_are_former(
    workshop: Workshop, tmp_path: Path
) -> None:
    renamed(workshop)
    file = workshop.folder / "out" / "calls.py"
    file.write_text(CALLS.replace("PACKAGE", workshop.package))
    for command in (
        ["mypy", "--strict", "--enable-error-code", "deprecated", "--cache-dir", str(tmp_path / "cache"), "calls.py"],
        ["pyright", "--pythonpath", sys.executable, "calls.py"],
    ):
        done = subprocess.run([sys.executable, "-m", *command], cwd=file.parent, capture_output=True, text=True)
        lines = {int(found) for found in re.findall(r"calls\.py:(\d+)[:0-9]* ?-? error", done.stdout)}
        former = {2, 12} if command[0] == "mypy" else set()  # where it was imported, and where it was given
        assert lines == {16, 17, *former}, done.stdout
    whole = subprocess.run(
        [sys.executable, "-m", "pyright", "--pythonpath", sys.executable, workshop.package],
        cwd=file.parent, capture_output=True, text=True,
    )  # fmt: skip
    assert whole.returncode == 0, whole.stdout
