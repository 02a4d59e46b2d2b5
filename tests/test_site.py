"""The site of the pages: it builds without a warning, whatever is wrong stops it, and each tool has its page."""

from __future__ import annotations

import ast
import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from test_repository import ROOT

from figma_tools.connector import CONNECTOR
from figwright import errors
from figwright.schemas import Views


@pytest.fixture(scope="module")
def builder() -> ModuleType:
    """docs/build.py, which is a program."""
    sys.path.insert(0, str(ROOT / "docs"))
    try:
        spec = importlib.util.spec_from_file_location("build_docs", ROOT / "docs" / "build.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    finally:
        sys.path.remove(str(ROOT / "docs"))
    return module


@pytest.fixture(scope="module")
def pages(builder: ModuleType) -> dict[str, str]:
    found: dict[str, str] = builder.gather()
    return found


def test_every_tool_has_a_page_that_says_what_a_caller_has_to_know(pages: dict[str, str]) -> None:
    assert {name for name in pages if name.startswith("tools/")} == {f"tools/{name}.md" for name in CONNECTOR.tools}
    for tool in CONNECTOR.tools.values():
        page = pages[f"tools/{tool.name}.md"]
        told = [tool.operation, f"{tool.method} {tool.path}", *tool.scopes, *tool.credentials]
        told += [tool.output_type.rpartition(":")[2], *Views(CONNECTOR).json_schema(tool.name).get("properties", ())]
        assert [word for word in told if f"`{word}`" not in page] == []
        assert f"- plan: {tool.plan or 'any'}" in page
        assert f"- rate-limit tier: {tool.tier or 'none'}" in page
        assert f"figwright call {tool.name} " in page
        assert f"](tools/{tool.name}.md)" in pages["tools.md"]


def test_the_python_of_a_page_is_refused_for_nothing_but_the_account_that_is_not_there(
    pages: dict[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Inputs are checked before the account is looked for."""
    monkeypatch.setenv("FIGWRIGHT_DATABASE_URL", f"sqlite:///{tmp_path}/figwright.db")
    monkeypatch.setenv("FIGWRIGHT_CONNECTIONS__FIGMA__TOOLS", ",".join(CONNECTOR.tools))
    for name in CONNECTOR.tools:
        [example] = re.findall(r"```python\n(.*?)```", pages[f"tools/{name}.md"], re.DOTALL)
        *before, typed, by_name = ast.parse(example).body
        for call in (typed, by_name):
            names: dict[str, Any] = {}
            with pytest.raises(errors.NotConnectedError):
                exec(compile(ast.Module([*before, call], []), name, "exec"), names)
            names["actions"].close()


def test_words_of_the_description_are_inert(builder: ModuleType) -> None:
    """What a description says goes into a page as text."""
    tool = next(iter(CONNECTOR.tools.values()))._replace(title="<script>", description="[a](javascript:b) `c` *d*")
    page = builder.tool_page.page(CONNECTOR, tool)
    assert "<script>" not in page
    assert "[a](javascript" not in page
    assert "\\`c\\` \\*d\\*" in page


def test_a_link_to_nothing_and_a_page_without_a_place_stop_the_build(
    builder: ModuleType, pages: dict[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with pytest.raises(builder.BuildError, match=r"not both: new\.md"):
        builder.settings(CONNECTOR, pages | {"new.md": "# New"})
    with pytest.raises(builder.BuildError, match=r"not both: install\.md"):
        builder.settings(CONNECTOR, {name: text for name, text in pages.items() if name != "install.md"})
    (tmp_path / "lost.md").write_text("See [there](nothing.md).")
    monkeypatch.setattr(builder, "ELSEWHERE", {tmp_path / "lost.md": "lost.md"})
    monkeypatch.setattr(builder, "ROOT", tmp_path)
    with pytest.raises(builder.BuildError, match=r"lost\.md links to what is not a file: nothing\.md"):
        builder.gather()


@pytest.mark.slow
def test_the_site_builds_without_a_warning_and_asks_nobody_for_anything(tmp_path: Path, pages: dict[str, str]) -> None:
    built = subprocess.run(
        [sys.executable, ROOT / "docs" / "build.py", tmp_path], capture_output=True, text=True, check=False
    )
    assert built.returncode == 0, built.stdout + built.stderr
    assert "arning" not in built.stdout + built.stderr
    site = tmp_path / "site"
    assert {str(file.relative_to(site)) for file in site.rglob("*.html")} == {
        "404.html",
        *(name.removesuffix(".md") + ".html" for name in pages),
    }
    html = [file.read_text("utf-8") for file in site.rglob("*.html")]
    assert [
        address
        for text in html
        for address in re.findall(r'<(?:script|link|img)[^>]+(?:src|href)="(https?:[^"]+)', text)
    ] == []
    home = (site / "index.html").read_text("utf-8")
    assert all(f'href="./tools/{name}.html"' in home for name in CONNECTOR.tools)
