"""MCP over HTTP with the official client and a real socket: both eras, many people, no session, no lifespan."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import anyio
import pytest
from accounts.desk import Desk
from mcp.shared.exceptions import MCPError
from starlette.applications import Starlette
from starlette.routing import Mount

from figwright.errors import ConfigurationError, UnknownToolError
from figwright.mcp import mcp_app
from figwright_figma.sandbox import Sandbox
from protocol.conftest import ERAS, text
from protocol.served import House, house_on, running


@pytest.fixture
def any_house(sandbox: Sandbox, database_url: str) -> Iterator[House]:
    """A house on each kind of store."""
    with house_on(sandbox, database_url) as served:
        yield served


def handle(result: Any) -> str:
    """Whom the provider took the caller for."""
    found: str = json.loads(text(result))["handle"]
    return found


def test_the_official_client_lists_and_calls_in_both_eras(any_house: House, era: str) -> None:
    token = any_house.person()

    async def main() -> None:
        async with any_house.client(token, era) as client:
            assert client.protocol_version == ERAS[era]
            names = [tool.name for tool in (await client.list_tools()).tools]
            assert "figma_me_get" in names
            assert handle(await client.call_tool("figma_me_get", {})) == "Ann"

    anyio.run(main)


@pytest.mark.slow
def test_T65_many_people_at_once_get_their_own_answers(any_house: House, era: str) -> None:
    tokens = {identifier: any_house.person(identifier) for identifier in ("ann", "ben", "cy", "dora", "eve")}
    answers: list[tuple[str, str]] = []

    async def caller(identifier: str) -> None:
        async with any_house.client(tokens[identifier], era) as client:
            for _ in range(6):
                result = await client.call_tool("figma_me_get", {})
                answers.append((identifier.capitalize(), handle(result)))

    async def main() -> None:
        async with anyio.create_task_group() as tasks:
            for identifier in (*tokens, *tokens):
                tasks.start_soon(caller, identifier)

    anyio.run(main)
    assert len(answers) == 60
    assert all(expected == found for expected, found in answers)


def test_T65_everybody_is_listed_what_they_can_call(house: House) -> None:
    ann = house.person()
    plan = house.desk.sandbox.token(kind="plan_access_token")
    house.actions.connect_with_token(identifier="robot", token=plan, kind="plan_access_token", check=False)

    def names(token: str) -> set[str]:
        return {tool["name"] for tool in house.send(token).json()["result"]["tools"]}

    assert "figma_me_get" in names(ann)
    assert "figma_me_get" not in names(house.token("robot"))
    assert names(ann) > names(house.token(read_only=True))


@pytest.mark.parametrize("options", [{"read_only": True}, {}])
def test_T66_a_read_only_server_or_token_offers_no_write_and_calls_none(house: House, options: dict[str, Any]) -> None:
    writing = house.person()
    given = {"file_key": house.desk.sandbox.demo.file_key, "message": "no"}
    assert not house.call(writing, "figma_file_comment_create", given)["isError"]
    token = house.token(read_only=not options)
    with House(house.desk, **options).serving() as served:
        tools = served.send(token).json()["result"]["tools"]
        assert tools
        assert all(tool["annotations"]["readOnlyHint"] for tool in tools)
        house.desk.sandbox.requests.clear()
        result = served.call(token, "figma_file_comment_create", given)
        assert result["isError"]
        assert "not among the tools" in result["content"][0]["text"]
        assert list(house.desk.sandbox.requests) == []


def test_search_mode_and_filters(house: House) -> None:
    token = house.person()
    with House(house.desk, mode="search", toolset="comments").serving() as served:
        assert len(served.send(token).json()["result"]["tools"]) == 2
    with House(house.desk, tools=["figma_me_get"]).serving() as served:
        assert [tool["name"] for tool in served.send(token).json()["result"]["tools"]] == ["figma_me_get"]


def test_an_account_without_a_consent_is_given_the_link(sandbox: Sandbox, tmp_path: Path) -> None:
    with closing(Desk(sandbox, f"sqlite:///{tmp_path}/figwright.db")) as desk:
        desk.actions = desk.open(public_url="https://app.example.com/figwright")
        with House(desk).serving() as house:
            result = house.call(house.token("new"), "figma_me_get")
            assert result["isError"]
            assert "https://app.example.com/figwright/connect/" in result["content"][0]["text"]


def test_a_disconnected_account_s_token_still_leads_to_the_consent(house: House) -> None:
    token = house.person()
    house.actions.disconnect_connected_account(identifier="ann")
    result = house.call(token, "figma_me_get")
    assert result["isError"]
    assert "/oauth?" in result["content"][0]["text"]


def test_a_revoked_token_stops_at_once_and_so_do_an_expired_and_a_deleted_account_s(any_house: House) -> None:
    token, desk = any_house.person(), any_house.desk

    async def main() -> None:
        async with any_house.client(token) as client:
            assert handle(await client.call_tool("figma_me_get", {})) == "Ann"
            desk.actions.revoke_mcp_tokens(identifier="ann")
            with pytest.raises(MCPError, match="revoked"):
                await client.call_tool("figma_me_get", {})

    anyio.run(main)
    expired = any_house.token()
    assert any_house.send(expired).status_code == 200
    desk.run("UPDATE mcp_tokens SET expires_at = :now")
    assert any_house.send(expired).status_code == 401
    deleted = any_house.token()
    assert any_house.send(deleted).status_code == 200
    desk.actions.delete_connected_account(identifier="ann")
    assert any_house.send(deleted).status_code == 401


def test_tokens_of_a_connection_that_is_not_served_are_refused(house: House) -> None:
    app = house.desk.sandbox.app("Second")
    both = [house.desk.connection(), house.desk.connection("second", client_id=app.client_id)]
    with house.desk.open(both) as actions:
        token = actions.issue_mcp_token(identifier="ann", connection_name="second").token
        other = actions.issue_mcp_token(identifier="ann", connection_name="figma").token
        with running(mcp_app(actions, connection_name="second")) as house.port:
            assert (house.send(token).status_code, house.send(other).status_code) == (200, 401)
        with running(mcp_app(actions)) as house.port:
            assert (house.send(token).status_code, house.send(other).status_code) == (200, 200)
    with running(mcp_app(house.actions)) as house.port:
        assert (house.send(token).status_code, house.send(other).status_code) == (401, 200)


@pytest.mark.parametrize("lifespan", ["on", "off"])
def test_it_can_be_mounted_and_needs_no_lifespan(house: House, lifespan: str) -> None:
    token = house.person()
    app = Starlette(routes=[Mount("/deep", routes=[Mount("/mcp", mcp_app(house.actions))])])
    with running(app, lifespan=lifespan) as house.port:
        assert house.send(token, path="/deep/mcp/").status_code == 200


def test_alone_it_answers_at_every_path(house: House) -> None:
    token = house.person()
    with running(mcp_app(house.actions)) as house.port:
        for path in ("/", "/mcp", "/a/b"):
            assert house.send(token, path=path).status_code == 200


def test_what_cannot_be_served_is_told_when_the_app_is_made(house: House) -> None:
    for wrong in ({"toolset": "nothing"}, {"connection_name": "nothing"}, {"allowed_hosts": ["*"]}):
        with pytest.raises(ConfigurationError):
            mcp_app(house.actions, **wrong)
    with pytest.raises(UnknownToolError):
        mcp_app(house.actions, tools=["figma_me_gt"])
    with pytest.raises(ConfigurationError, match="allowed_origins"):
        mcp_app(house.actions, allowed_origins=["https://app.example.com/path"])


def test_a_page_of_an_allowed_origin_may_call_and_its_browser_is_told_so(house: House) -> None:
    token, origin = house.person(), "https://app.example.com"
    with House(house.desk, allowed_origins=[origin]).serving() as served:
        asked = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization,mcp-method"}
        preflight = served.send(verb="OPTIONS", headers={"Origin": origin, **asked})
        assert preflight.status_code == 200
        assert preflight.headers["access-control-allow-origin"] == origin
        assert "authorization" in preflight.headers["access-control-allow-headers"]
        answer = served.send(token, headers={"Origin": origin})
        assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (200, origin)
        other = served.send(verb="OPTIONS", headers={"Origin": "https://other.example.com", **asked})
        assert other.status_code == 403
        assert "access-control-allow-origin" not in other.headers


def test_nothing_is_kept_between_requests(house: House) -> None:
    """A second server on the same database carries on where a client's first was."""
    token = house.person()
    with House(house.desk).serving() as other:
        ports = [house.port, other.port]
        for index in range(4):
            house.port = ports[index % 2]
            assert house.call(token, "figma_me_get")["structuredContent"]["handle"] == "Ann"
