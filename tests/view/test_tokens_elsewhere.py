"""Design tokens as programs of others read them: Terrazzo the DTCG document, Tailwind the theme."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from support.npm import npm_package

from figwright import Actions
from figwright_figma.sandbox import Sandbox
from figwright_figma.tokens import TokenSet, to_dtcg, to_tailwind, tokens_of_design, tokens_of_variables
from figwright_figma.tokens.command import read_tokens
from view.test_tokens import SHADE, alias, font_style, styled, variables

pytestmark = pytest.mark.slow

TERRAZZO = """
import { parse, defineConfig } from "@terrazzo/parser";
import fs from "node:fs";
const src = fs.readFileSync(process.argv[2], "utf8");
const config = defineConfig({ lint: { rules: {} } }, { cwd: new URL("file:///") });
const { tokens } = await parse([{ filename: new URL("file:///tokens.json"), src }], { config });
const read = Object.entries(tokens).map(([id, each]) => [id, [each.$type, each.$value]]);
console.log(JSON.stringify(Object.fromEntries(read)));
"""
TAILWIND = """
import { compile } from "tailwindcss";
import fs from "node:fs";
const source = `${fs.readFileSync(process.argv[2], "utf8")}\n@tailwind utilities;`;
const made = await compile(source);
console.log(made.build(process.argv.slice(3)));
"""


def run_node(package: str, script: str, content: str, tmp_path: Path, *words: str) -> str:
    given = tmp_path / "given"
    given.write_text(content)
    done = subprocess.run(
        ["node", "--input-type=module", "-", given, *words],
        input=script,
        cwd=npm_package(package),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def of_variables() -> TokenSet:
    return tokens_of_variables(
        variables(
            ("blue", "COLOR", {"Light": SHADE, "Dark": SHADE | {"a": 0.5}}),
            ("blue/500", "COLOR", {"Light": alias(0)}),
            ("a.b", "FLOAT", {"Light": 1}),
            ("a_b", "FLOAT", {"Light": 2}),
        )
    )


def of_sandbox(key: str) -> TokenSet:
    with (
        Sandbox() as figma,
        Actions.with_token(
            figma.token(kind="personal_access_token"),
            api_url=figma.url,
            allow_insecure=True,
            tools=("figma_file_get", "figma_file_variables_local_get"),
        ) as actions,
    ):
        return read_tokens(actions, getattr(figma.demo, key), "variables" if key == "library_key" else "file")


FOUND = {
    "variables": of_variables,
    "styles": lambda: tokens_of_design(styled()),
    "type": lambda: tokens_of_design(font_style("Body/Large")),
    "library": lambda: of_sandbox("library_key"),
    "file": lambda: of_sandbox("file_key"),
}


@pytest.mark.parametrize("name", FOUND)
def test_terrazzo_reads_every_token_with_its_type_and_resolves_each_reference(name: str, tmp_path: Path) -> None:
    found = FOUND[name]()
    assert found.tokens
    read = json.loads(run_node("@terrazzo/parser@2.7.1", TERRAZZO, json.dumps(to_dtcg(found)), tmp_path))
    assert sorted(kind for kind, _ in read.values()) == sorted(each.type for each in found.tokens)
    assert not [value for _, value in read.values() if isinstance(value, str) and value.startswith("{")]


def test_tailwind_makes_classes_of_the_theme(tmp_path: Path) -> None:
    theme = to_tailwind(of_sandbox("library_key"))
    made = run_node("tailwindcss@4.3.5", TAILWIND, theme, tmp_path, "bg-colour-brand-500", "text-colour-action-primary")
    assert "background-color: var(--color-colour-brand-500)" in made
    assert "--color-colour-brand-500: #2451d1" in made
    assert "color: var(--color-colour-action-primary)" in made
