"""docs/connect.md does what it says. FastAPI and Django are no dependencies: what stands in for them is Starlette."""

from __future__ import annotations

import asyncio
import re
import sys
import threading
import webbrowser
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from support.ports import free_port

from figwright import Actions
from figwright_figma.sandbox import Sandbox

PAGE = (Path(__file__).parents[2] / "docs" / "connect.md").read_text("utf-8")
BLOCKS = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
SITE = "https://app.example.com"
REDIRECT_URI = re.findall(r"__REDIRECT_URI=(\S+)", PAGE)[0]
PUBLIC_URL = re.findall(r"FIGWRIGHT_PUBLIC_URL=(\S+)", PAGE)[0]


@pytest.fixture
def configured(figma: Sandbox, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Sandbox:
    """The page's settings, with the sandbox in place of Figma."""
    for name, value in figma.environment(figma.app(redirect_uris=[REDIRECT_URI])).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("FIGWRIGHT_PUBLIC_URL", PUBLIC_URL)
    monkeypatch.setenv("FIGWRIGHT_DATABASE_URL", f"sqlite:///{tmp_path}/figwright.db")
    return figma


@pytest.fixture(autouse=True)
def frameworks(monkeypatch: pytest.MonkeyPatch) -> None:
    def module(name: str, **attributes: object) -> None:
        made = ModuleType(name)
        made.__dict__.update(attributes)
        monkeypatch.setitem(sys.modules, name, made)

    others = Starlette(routes=[Route("/admin", lambda _: PlainTextResponse("Django's"))])
    module("fastapi", FastAPI=Starlette)
    module("django")
    module("django.core")
    module("django.core.asgi", get_asgi_application=lambda: others)


def run(*blocks: str, **names: Any) -> dict[str, Any]:
    """What the blocks define, executed one after the other."""
    names |= {"signed_in_user": lambda request: request.headers["user"]}
    for block in blocks:
        exec(compile(block, "docs/connect.md", "exec"), names)
    return names


def visit(figma: Sandbox, app: Any, path: str) -> list[httpx.Response]:
    """What a browser meets on its way from `path` through the consent, which the demo user gives."""

    async def walk() -> list[httpx.Response]:
        seen: list[httpx.Response] = []
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(app), base_url=SITE, headers={"user": "ann"}
        ) as http:
            url: str | None = path
            while url is not None:
                seen.append(await http.get(url))
                url = seen[-1].headers.get("location")
                if url and url.startswith(figma.url):
                    url = figma.consent(url)
        return seen

    return asyncio.run(walk())


def test_the_page_has_its_blocks() -> None:
    assert len(BLOCKS) == 6


def test_mounted_in_starlette_people_connect_and_return(configured: Sandbox) -> None:
    names = run(BLOCKS[0])
    with names["actions"] as actions:
        seen = visit(configured, names["app"], "/connect-figma")
        assert [str(response.url.path) for response in seen][-2:] == ["/figwright/callback/figma", "/settings"]
        assert actions.get_connected_account(identifier="ann").status == "ACTIVE"


@pytest.mark.parametrize(("block", "name"), [(BLOCKS[1], "app"), (BLOCKS[2], "application")])
def test_mounted_elsewhere_a_link_leads_to_the_page(configured: Sandbox, block: str, name: str) -> None:
    names = run(block)
    with Actions() as actions:
        seen = visit(configured, names[name], actions.get_authorization_link(identifier="ann").link)
        assert (seen[-1].status_code, "Connected" in seen[-1].text) == (200, True)
    names["actions"].context.close_accounts()
    if name == "application":
        assert visit(configured, names[name], "/admin")[0].text == "Django's"


def test_a_brand_is_set_and_a_failure_is_read_by_the_application(configured: Sandbox) -> None:
    names = run(BLOCKS[3])
    with Actions() as actions:
        link = actions.get_authorization_link(identifier="ann", return_to="/settings").link
        assert visit(configured, names["app"], link)[-1].url.path == "/settings"
        failed = visit(configured, names["app"], link)[-1].text
    back = re.findall(r'<a class="back" href="/settings\?(connect_error=used)">', failed)
    assert back == ["connect_error=used"]
    assert "Zurück zu Acme" in failed
    names["actions"].context.close_accounts()
    request = Request({"type": "http", "query_string": back[0].encode()})
    assert "used" in names["settings"](request).body.decode()


def test_who_gave_a_consent_is_confirmed_in_their_own_session(configured: Sandbox) -> None:
    names = run(BLOCKS[0], BLOCKS[4])
    routes = [Route("/connect-figma", names["connect"]), Route("/figma/verify", names["verify"])]
    app = Starlette(routes=[*routes, *names["app"].routes[1:]])
    with names["actions"] as actions:
        seen = visit(configured, app, "/connect-figma")
        assert [response.url.path for response in seen][-2:] == ["/figma/verify", "/settings"]
        assert actions.get_connected_account(identifier="ann").status == "ACTIVE"


def test_a_script_connects_on_its_own_machine(
    configured: Sandbox, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    redirect_uri = f"http://localhost:{free_port()}/callback/figma"
    for name, value in configured.environment(configured.app(redirect_uris=[redirect_uri])).items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("FIGWRIGHT_PUBLIC_URL")
    visits: list[threading.Thread] = []

    def browse(link: str) -> bool:
        callback = configured.consent(link)
        assert callback is not None
        visits.append(threading.Thread(target=lambda: httpx.get(callback, trust_env=False, verify=False)))
        visits[0].start()
        return True

    monkeypatch.setattr(webbrowser, "open", browse)
    run(BLOCKS[5])
    visits[0].join()
    assert capsys.readouterr().out == "ACTIVE\n"
