"""`figwright tools schema` and `figwright tools cost`: what a model API is handed, and how much of it there is."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from cli.conftest import INSTALLED, Run
from support.ranks import with_ranks

from figma_tools import schemas

pytestmark = pytest.mark.usefixtures("figma_configured")

SCHEMA, COST = ("tools", "schema"), ("tools", "cost")


def test_one_tool_or_all_of_a_toolset_are_printed_as_a_consumer_wants_them(run: Run) -> None:
    assert json.loads(run(*SCHEMA, "figma_me_get", "--format", "mcp").out) == schemas.mcp(tools="figma_me_get")[0]
    listed = run(*SCHEMA, "--format", "openai", "--strict", "--toolset", "comments", "--read-only")
    assert json.loads(listed.out) == schemas.openai(strict=True, toolset="comments", read_only=True)
    assert json.loads(run(*SCHEMA, "--format", "responses").out) == schemas.openai(api="responses")
    assert json.loads(run(*SCHEMA, "--format", "gemini").out) == schemas.gemini()
    strict = run(*SCHEMA, "figma_webhook_delete", "--format", "anthropic", "--strict")
    assert json.loads(strict.out) == schemas.anthropic(strict=True, tools="figma_webhook_delete")[0]
    plain = json.loads(run(*SCHEMA, "figma_file_get").out)
    assert plain["input_schema"] == schemas.json_schema("figma_file_get")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("figma_me_gt",), "figma_me_get"),
        (("--toolset", "file"), "no toolset 'file'; there are comments"),
        (("--format", "gemini", "--strict"), "--strict goes with --format openai, responses, anthropic, not gemini"),
        (("--format", "anthropic", "--strict"), "Anthropic takes 20 strict tools"),
    ],
)
def test_what_cannot_be_printed_is_an_error_that_says_why(run: Run, words: tuple[str, ...], sentence: str) -> None:
    done = run(*SCHEMA, *words)
    assert done.code != 0
    assert done.out == ""
    assert sentence in done.err


def test_a_package_without_schemas_is_named(process: Run, tmp_path: Path) -> None:
    packages = shutil.copytree(INSTALLED, tmp_path / "packages")
    (packages / "toyshop" / "schemas" / "input.json").unlink()
    done = process(*SCHEMA, "--connector", "toyshop", PYTHONPATH=str(packages))
    assert done.code != 0
    assert done.out == ""
    assert "The package toyshop has no schema of toyshop_me_get in schemas/input.json; generate it" in done.err


def test_the_cost_of_each_tool_and_of_all_says_that_it_is_an_estimate(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TIKTOKEN_CACHE_DIR", raising=False)
    told = json.loads(run(*COST, "--json").out)
    assert told["total"] == sum(told["tools"].values())
    assert told["tools"].keys() == {tool["name"] for tool in schemas.mcp()}
    assert not told["exact"]
    assert 7_500 < told["total"] < 8_700
    assert (
        run(*COST, "--toolset", "comments")
        .out.splitlines()[-1]
        .endswith("(estimated; install tiktoken and its ranks to count)")
    )


def test_the_cost_is_exact_where_the_tokens_can_be_counted(process: Run, tmp_path: Path) -> None:
    [tool] = schemas.openai(tools="figma_me_get", api="responses")
    told = process(*COST, "--toolset", "teams", **with_ranks(tmp_path)).out
    read = {key: tool[key] for key in ("name", "description", "parameters")}
    length = len(json.dumps(read, separators=(",", ":")))
    assert re.search(rf"^figma_me_get +{length}$", told, re.MULTILINE)
    assert "counted with o200k_base" in told
