"""Each adapter is tested with its framework's real package, in an environment of its own."""

from __future__ import annotations

import importlib
import re
import subprocess
import sys
from pathlib import Path

import pytest
from support.environments import ROOT, environment
from support.pages import snippets
from support.sizes import LONG

from figwright.errors.extras import install_command

INSIDE = Path(__file__).with_name("inside")
FRAMEWORKS: dict[str, tuple[str, ...]] = {
    "anthropic": (),
    "crewai": (),
    "gemini": (),
    "google-adk": (),
    "langchain": ("langchain", "langchain-anthropic", "langchain-classic"),
    "llama-index": ("llama-index-llms-openai",),
    "openai": (),
    "openai-agents": (),
    "pydantic-ai": ("pydantic-ai-slim[openai]",),
}
"""The extra of each adapter, and what its tests need besides."""
HEADINGS = {
    "anthropic": "Anthropic",
    "crewai": "CrewAI",
    "gemini": "Gemini",
    "google-adk": "Google ADK",
    "langchain": "LangChain",
    "llama-index": "LlamaIndex",
    "openai": "OpenAI",
    "openai-agents": "OpenAI Agents",
    "pydantic-ai": "Pydantic AI",
}
"""Where the page docs/frameworks.md tells of each."""


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("extra", FRAMEWORKS)
def test_an_adapter_works_with_its_frameworks_own_package(extra: str) -> None:
    python = environment(extra, *FRAMEWORKS[extra])
    suite = INSIDE / f"test_{extra.replace('-', '_')}.py"
    words = [python, "-m", "pytest", "-q", "-W", "default", "-p", "no:cacheprovider", f"--confcutdir={INSIDE}", suite]
    done = subprocess.run(list(map(str, words)), cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("extra", FRAMEWORKS)
def test_F_an_adapter_and_the_pages_snippets_are_typed_against_its_framework(extra: str, tmp_path: Path) -> None:
    """By pyright, which reads what is used; mypy reads a framework whole, for minutes, in the long run."""
    python = environment(extra, *FRAMEWORKS[extra])
    modules = [ROOT / "runtime" / "figwright" / f"{extra.replace('-', '_')}.py"]
    for number, snippet in enumerate(snippets("frameworks.md", HEADINGS[extra])):
        modules.append(tmp_path / f"snippet_{number}.py")
        modules[-1].write_text(snippet)
    checkers: list[list[str | Path]] = [["pyright", "--pythonpath", python]]
    if LONG:
        cache = python.parents[1] / ".mypy"
        checkers.append(["mypy", "--strict", "--config-file=", "--python-executable", python, "--cache-dir", cache])
    for checker in checkers:
        words = [sys.executable, "-m", *map(str, (*checker, *modules))]
        done = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]


@pytest.mark.parametrize("extra", sorted(FRAMEWORKS.keys() - {"openai"}))
def test_without_its_framework_an_adapter_says_what_to_install(extra: str) -> None:
    with pytest.raises(ImportError, match=re.escape(install_command(extra))):
        importlib.import_module(f"figwright.{extra.replace('-', '_')}")


def test_what_is_no_adapter_imports_no_framework() -> None:
    names = ["agents", "anthropic", "crewai", "google.genai", "langchain_core", "llama_index", "openai", "pydantic_ai"]
    code = f"import sys, figwright, figma_tools, figwright.actions, figwright.toolbox, figwright.openai; \
        print([name for name in {names} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
