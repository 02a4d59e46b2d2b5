"""Which scopes are asked for: the least that the tools need, what the app declared, what its people can grant."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from figma_tools.connector import CONNECTOR
from figwright import Connection
from figwright.connections import BoundConnection
from figwright.connector import Tool
from figwright.errors import ConfigurationError, MissingScopesError, PublishingStateError
from figwright.oauth.scopes import NeededScopes, check_scopes, needed_scopes
from figwright_figma.sandbox.errors import Refusal

from .desk import Desk, query

OAUTH = CONNECTOR.oauth
TOOLS: dict[str, Tool[Any]] = dict(CONNECTOR.tools)
VARIABLES = "figma_file_variables_local_get"
GRANULAR = sorted(set(OAUTH.scopes) - set(OAUTH.deprecated_scopes))
OPT_IN = {*OAUTH.enterprise_scopes, *OAUTH.organization_scopes}
CONSENTED = sorted(
    name for name, tool in TOOLS.items() if tool.scopes and {"oauth", "org_oauth"}.intersection(tool.credentials)
)
SINGLE = sorted(name for name in CONSENTED if not set(TOOLS[name].scopes) <= OPT_IN)


def bound(**options: Any) -> BoundConnection:
    return BoundConnection(Connection(name="figma", **options))


def covers(scopes: Iterable[str], tools: Iterable[str]) -> bool:
    return all(set(TOOLS[name].scopes).intersection(scopes) for name in tools)


def test_every_tool_that_a_consent_can_serve_is_tested_here() -> None:
    assert len(CONSENTED) > 30
    assert set(TOOLS) - set(CONSENTED) == {
        name for name, tool in TOOLS.items() if not tool.scopes or not covers_any(tool)
    }


def covers_any(tool: Tool[Any]) -> bool:
    return bool({"oauth", "org_oauth"}.intersection(tool.credentials))


@pytest.mark.parametrize("plan", ["starter", "professional", "organization", "enterprise"])
def test_a_first_consent_with_default_settings_succeeds_whatever_the_plan(desk: Desk, plan: Any) -> None:
    owner = desk.sandbox.user("Pat", plan=plan)
    desk.app = desk.sandbox.app(owner=owner, scopes=needed_scopes(bound()).scopes)
    desk.actions = desk.open()
    assert desk.connect("pat", owner).connected_account.status == "ACTIVE"
    assert desk.handle("pat") == "Pat"
    used = {name for name, tool in TOOLS.items() if tool.default}
    assert used
    assert {tool.name for tool in desk.actions.list_tools(identifier="pat")} == used


@pytest.mark.slow
@pytest.mark.parametrize("name", CONSENTED)
def test_a_first_consent_for_a_chosen_tool_succeeds_and_serves_it(desk: Desk, name: str) -> None:
    tool, admin = TOOLS[name], desk.sandbox.user("Ada", admin=True)
    options: dict[str, Any] = {"tools": (name,), "publishing_state": "private"}
    needed = needed_scopes(bound(**options), enterprise=True).scopes
    assert len(needed) == 1
    desk.app = desk.sandbox.app(owner=admin, scopes=needed)
    desk.actions = desk.open([desk.connection(**options)])
    if tool.enterprise and set(tool.scopes) <= OPT_IN:
        with pytest.raises(ConfigurationError, match=r"is not asked for: .*enterprise=True"):
            desk.actions.get_authorization_link(identifier="ada")
    link = desk.actions.get_authorization_link(identifier="ada", enterprise=tool.enterprise)
    assert link.scopes == needed
    callback = desk.sandbox.consent(link.link, admin)
    assert callback is not None
    desk.actions.complete_authorization(callback)
    assert [each.name for each in desk.actions.list_tools(identifier="ada")] == [name]


@pytest.mark.parametrize("scope", sorted({scope for name in SINGLE for scope in TOOLS[name].scopes} & set(GRANULAR)))
def test_a_first_consent_with_only_a_scope_declared_succeeds_and_serves_its_tools(desk: Desk, scope: str) -> None:
    desk.app = desk.sandbox.app(scopes=[scope])
    desk.actions = desk.open([desk.connection(scopes=(scope,))])
    covered = {name for name, tool in TOOLS.items() if scope in tool.scopes and not tool.enterprise}
    if scope in OPT_IN:
        with pytest.raises(ConfigurationError):
            desk.actions.get_authorization_link(identifier="ann")
        return
    assert desk.connect().connected_account.scopes == frozenset([scope])
    assert {tool.name for tool in desk.actions.list_tools(identifier="ann")} == covered


def test_T17_scopes_of_higher_plans_are_asked_for_only_by_a_link_that_says_so(desk: Desk) -> None:
    with desk.reopened(tools=("figma_me_get", VARIABLES)) as actions:
        plain = actions.get_authorization_link(identifier="ann")
        assert plain.scopes == ("current_user:read",)
        assert any("file_variables:read" in warning and "enterprise=True" in warning for warning in plain.warnings)
        full = actions.get_authorization_link(identifier="ann", enterprise=True)
        assert full.scopes == ("current_user:read", "file_variables:read")
        assert not any("file_variables" in warning for warning in full.warnings)
        named = actions.get_authorization_link(identifier="ann", scopes=["file_variables:read"])
        assert named.scopes == ("file_variables:read",)
        poor = desk.sandbox.user(plan="professional")
        desk.app.publishing_state = "public"
        with pytest.raises(Refusal, match="only allowed for Enterprise"):
            desk.sandbox.consent(full.link, poor)
        assert desk.sandbox.consent(plain.link, poor)


def test_T17_a_link_without_any_scope_says_which_ones_have_to_be_chosen(desk: Desk) -> None:
    with (
        desk.reopened(tools=["figma_activity_logs_list"]) as client,
        pytest.raises(ConfigurationError, match=r"org:activity_log_read is not asked for: .*enterprise=True"),
    ):
        client.get_authorization_link(identifier="ann")


def test_T17_an_organization_s_scope_goes_alone(desk: Desk) -> None:
    with desk.reopened(tools=("figma_me_get", "figma_activity_logs_list")) as actions:
        with pytest.raises(ConfigurationError, match="second app and a second connection"):
            actions.get_authorization_link(identifier="ann", enterprise=True)
        assert actions.get_authorization_link(identifier="ann").scopes == ("current_user:read",)
    assert desk.rows("authorization_requests") == 1


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (["file_content:write"], "no scope file_content:write. It has: current_user:read"),
        (["FILE_CONTENT:READ"], "no scope FILE_CONTENT:READ"),
        (["files:read"], "files:read is deprecated"),
        (
            ["webhooks:read", "file_content:read"],
            "webhooks:read would be asked for but is not declared. Declared: current",
        ),
        ([], "need no consent"),
        ([" "], "no scope"),
    ],
)
def test_T16_scopes_that_cannot_be_asked_for_are_refused_before_a_link(desk: Desk, asked: list[str], says: str) -> None:
    declared = ("current_user:read", "file_content:read")
    with desk.reopened(scopes=declared) as actions, pytest.raises(ConfigurationError) as refused:
        actions.get_authorization_link(identifier="ann", scopes=asked)
    assert says in str(refused.value)
    assert desk.rows("authorization_requests") == desk.rows("accounts") == 0


@pytest.mark.parametrize(
    "asked",
    [
        "file_content:read current_user:read",
        "file_content:read,current_user:read",
        " file_content:read, \n current_user:read,",
        ["file_content:read", "current_user:read", "file_content:read"],
    ],
)
def test_T16_scopes_may_come_in_one_text_and_twice(desk: Desk, asked: Any) -> None:
    link = desk.actions.get_authorization_link(identifier="ann", scopes=asked)
    assert link.scopes == ("file_content:read", "current_user:read")
    assert query(link.link)["scope"] == "file_content:read current_user:read"
    connection = desk.connection(scopes=asked)
    assert set(connection.scopes or ()) == {"file_content:read", "current_user:read"}


def test_T16_a_declared_scope_that_the_app_lacks_is_refused_by_the_provider_alone(desk: Desk) -> None:
    desk.app.scopes = ["current_user:read"]
    link = desk.actions.get_authorization_link(identifier="ann", scopes=["file_content:read"])
    with pytest.raises(Refusal, match="Invalid scopes for app"):
        desk.sandbox.consent(link.link)


def test_a_tool_whose_scope_is_not_declared_is_named_before_a_link(desk: Desk) -> None:
    options = {"tools": ("figma_me_get", "figma_file_get"), "scopes": ("current_user:read",)}
    with desk.reopened(**options) as actions, pytest.raises(ConfigurationError, match="file_content:read would be"):
        actions.get_authorization_link(identifier="ann")


@pytest.mark.parametrize("name", sorted(name for name, tool in TOOLS.items() if not tool.public_apps))
def test_T18_a_public_app_is_refused_what_it_cannot_have_with_the_reason(desk: Desk, name: str) -> None:
    desk.connect()
    desk.sandbox.requests.clear()
    with desk.reopened(publishing_state="public", tools=("figma_me_get", name)) as actions:
        with pytest.raises(PublishingStateError, match="public apps"):
            actions.execute_tool(name, identifier="ann", tool_input=_input(name))
        private = set(TOOLS[name].scopes) & set(OAUTH.private_scopes)
        if private:
            with pytest.raises(ConfigurationError, match=f"does not give {private.pop()} to public apps"):
                actions.get_authorization_link(identifier="ann", scopes=[*private, *TOOLS[name].scopes[:1]])
    assert len(desk.sandbox.requests) == 0


def _input(name: str) -> dict[str, Any]:
    schema = TOOLS[name].input_type
    return {
        field: "1234567890" for field in ("team_id", "project_id") if field in str(TOOLS[name].parameters) and schema
    }


@pytest.mark.parametrize(
    ("state", "says"), [("draft", "draft: only you"), ("private", "private: only people"), ("public", "")]
)
def test_T18_the_publishing_state_warns_who_can_connect(desk: Desk, state: Any, says: str) -> None:
    with desk.reopened(publishing_state=state) as actions:
        warnings = actions.get_authorization_link(identifier="ann").warnings
    assert [warning for warning in warnings if "The app is" in warning] == [w for w in warnings if says and says in w]
    assert bool(says) is any(says in warning for warning in warnings if says)


def test_T18_a_draft_is_open_to_its_owner_and_admins_alone(desk: Desk) -> None:
    desk.app.publishing_state = "draft"
    with pytest.raises(Refusal, match="not been published to you"):
        desk.connect("bob", desk.sandbox.user("Bob"))
    assert desk.connect("ann").connected_account.status == "ACTIVE"
    assert desk.connect("ada", desk.sandbox.user("Ada", admin=True)).connected_account.status == "ACTIVE"


def check_needed(needed: NeededScopes, tools: list[str], declared: tuple[str, ...] | None) -> None:
    asked = {*needed.scopes, *needed.left_out}
    assert covers(asked, tools)
    assert not asked.intersection(OAUTH.deprecated_scopes)
    assert all(not covers(asked - {scope}, tools) for scope in asked), "one of them is not needed"
    assert list(needed.scopes) == sorted(set(needed.scopes))
    assert set(needed.by_tool) == set(tools)
    assert all(set(scopes) == set(TOOLS[name].scopes) & asked for name, scopes in needed.by_tool.items())
    if declared is not None:
        coverable = [name for name in tools if set(TOOLS[name].scopes).intersection(declared)]
        assert covers(asked & set(declared), coverable), "a declared scope would have done"


@given(st.lists(st.sampled_from(CONSENTED), min_size=1, unique=True), st.booleans())
def test_T16_the_scopes_asked_for_are_a_least_cover(tools: list[str], enterprise: bool) -> None:
    needed = needed_scopes(bound(tools=tuple(tools)), enterprise=enterprise)
    check_needed(needed, tools, None)
    assert set(needed.left_out).isdisjoint(needed.scopes)
    assert set(needed.left_out) <= OPT_IN
    if enterprise:
        assert not needed.left_out
    else:
        assert not OPT_IN.intersection(needed.scopes)


@given(
    st.lists(st.sampled_from(CONSENTED), min_size=1, unique=True),
    st.lists(st.sampled_from(GRANULAR), unique=True).map(tuple),
)
def test_T16_declared_scopes_are_preferred_and_what_is_undeclared_is_refused(
    tools: list[str], declared: tuple[str, ...]
) -> None:
    connection = bound(tools=tuple(tools), scopes=declared)
    needed = needed_scopes(connection, enterprise=True)
    check_needed(needed, tools, declared)
    undeclared = set(needed.scopes) - set(declared)
    if undeclared:
        with pytest.raises(ConfigurationError) as refused:
            check_scopes(connection, needed.scopes)
        assert all(scope in str(refused.value) for scope in undeclared)
        uncovered = [name for name in tools if not set(TOOLS[name].scopes).intersection(declared)]
        assert uncovered


class Made(dict[str, Any]):
    """Tools that no package holds, and that never had another name."""

    renamed: ClassVar[dict[str, Any]] = {}
    removed: ClassVar[dict[str, Any]] = {}


@given(st.lists(st.frozensets(st.sampled_from("abcdef"), min_size=1, max_size=4), min_size=1, max_size=8))
@example([frozenset("ab"), frozenset("bcd")])
def test_T16_the_cover_is_least_for_any_connector(wanted: list[frozenset[str]]) -> None:
    tools = Made({f"t{i}": TOOLS["figma_me_get"]._replace(name=f"t{i}", scopes=tuple(s)) for i, s in enumerate(wanted)})
    oauth = OAUTH._replace(scopes=dict.fromkeys("abcdef", ""))
    connector = CONNECTOR._replace(tools=tools, oauth=oauth)  # type: ignore[arg-type]
    asked = set(needed_scopes(bound(connector=connector, tools=tuple(tools))).scopes)
    assert all(scopes & asked for scopes in wanted)
    assert all(any(not scopes & (asked - {scope}) for scopes in wanted) for scope in asked)


@given(st.lists(st.sampled_from(GRANULAR), min_size=1, unique=True).map(tuple))
def test_T16_with_scopes_alone_nothing_undeclared_is_ever_asked_for(declared: tuple[str, ...]) -> None:
    needed = needed_scopes(bound(scopes=declared), enterprise=True)
    assert set(needed.scopes) <= set(declared)
    assert not set(needed.scopes) & OPT_IN or set(needed.scopes) & OPT_IN <= set(declared)


def test_a_call_without_its_scope_is_refused_unsent_with_what_is_missing(desk: Desk) -> None:
    desk.connect(scopes=["file_content:read"])
    desk.sandbox.requests.clear()
    with pytest.raises(MissingScopesError) as refused:
        desk.handle()
    assert (refused.value.needed, refused.value.held) == (("current_user:read",), ("file_content:read",))
    assert len(desk.sandbox.requests) == 0
