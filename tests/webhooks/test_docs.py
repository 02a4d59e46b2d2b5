"""docs/webhooks.md does what it says: its program receives what its other lines registered."""

from __future__ import annotations

import re
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from figwright_figma.sandbox import Sandbox

from .post import PUBLIC, served, until

PAGE = (Path(__file__).parents[2] / "docs" / "webhooks.md").read_text("utf-8")
[PROGRAM] = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
[LINES] = re.findall(r"^    actions\.register_webhook\(.*?(?=^\S)", PAGE, re.DOTALL | re.MULTILINE)


def test_its_program_runs_as_it_is_printed(
    figma: Sandbox, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in figma.environment().items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("FIGWRIGHT_CONNECTIONS__FIGMA__SCOPES", "webhooks:read,webhooks:write")
    figma.world.webhooks.clear()
    names: dict[str, Any] = {"FILE_URL": f"https://www.figma.com/design/{figma.demo.file_key}/Demo"}
    exec(compile(PROGRAM, "docs/webhooks.md", "exec"), names)
    mounted = Starlette(routes=[Mount("/figwright/webhooks", names["app"])])
    with names["actions"] as actions, served(mounted) as address:
        figma.deliver_to(PUBLIC, address)
        token = figma.token(kind="personal_access_token")
        actions.connect_with_token(identifier="user_456", token=token, kind="personal_access_token")
        told: list[str] = []

        def wait() -> None:
            figma.event("FILE_COMMENT", figma.demo.file_key)
            until(lambda: told.append(capsys.readouterr().out) or "user_456" in "".join(told))

        exec(compile(dedent(LINES).replace("...", "wait()"), "docs/webhooks.md", "exec"), names | {"wait": wait})
