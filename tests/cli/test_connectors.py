"""Which connectors are installed, and which of them is meant where nobody says so."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli.conftest import INSTALLED, TOKEN, Run
from support.provider import Provider, reply

from figwright import Actions, Connection
from figwright.accounts.checks import pasted_kind
from figwright.connections import find_connector
from figwright.errors import ConfigurationError


@pytest.fixture
def toys(monkeypatch: pytest.MonkeyPatch) -> None:
    """The toyshop and the mailbox are installed, too."""
    monkeypatch.syspath_prepend(str(INSTALLED))


def test_installed_connectors_are_listed_with_what_they_bring(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIGWRIGHT_CONNECTIONS__TOYS__CONNECTOR", "toyshop")
    monkeypatch.setenv("FIGWRIGHT_CONNECTIONS__TOYSHOP__PLAN", "gold")
    told = {each.pop("name"): each for each in json.loads(run("connectors", "--json").out)}
    assert list(told) == ["figma", "mailbox", "toyshop"]
    assert told["toyshop"] == {
        "title": "Toyshop",
        "version": "1.0",
        "tools": 3,
        "credentials": ["oauth", "personal_access_token"],
        "connections": ["toys", "toyshop"],
        "fault": "",
    }
    lines = run("connectors").out.splitlines()
    assert lines[0].split() == ["connector", "provider", "version", "tools", "credentials", "connections"]
    assert [line.split()[0] for line in lines[1:]] == ["figma", "mailbox", "toyshop"]


def test_a_connector_that_cannot_be_loaded_is_listed_with_why(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    about = tmp_path / "site" / "broken-2.0.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: broken\nVersion: 2.0\n")
    (about / "entry_points.txt").write_text("[figwright.connectors]\nbroken = nowhere_at_all:CONNECTOR\n")
    monkeypatch.syspath_prepend(str(about.parent))
    told = json.loads(run("connectors", "--json").out)[0]
    assert (told["name"], told["version"]) == ("broken", "2.0")
    assert told["fault"] == "cannot be loaded: ModuleNotFoundError: No module named 'nowhere_at_all'"
    assert "nowhere_at_all" in run("connectors").out


def test_a_connection_without_a_name_is_its_connectors() -> None:
    assert Connection().name == "figma", "the only one"
    assert Connection(connector=find_connector("figma")._replace(name="other")).name == "other"


@pytest.mark.usefixtures("toys")
def test_of_several_connectors_none_is_meant_and_the_error_names_them(tmp_path: Path) -> None:
    assert Connection(connector="toyshop").name == "toyshop"
    with pytest.raises(ConfigurationError, match=r"Which connector.* one of: figma, mailbox, toyshop"):
        Connection()
    with Actions(database_url=f"sqlite:///{tmp_path}/f.db") as actions:
        with pytest.raises(ConfigurationError, match=r"Which connection.* one of: figma, mailbox, toyshop"):
            actions.get_or_create_connected_account(identifier="ann")
        assert actions.connection("toyshop").connector.title == "Toyshop"


@pytest.mark.usefixtures("toys")
@pytest.mark.parametrize(
    ("token", "connector", "kind"),
    [
        ("figd_x", "figma", "personal_access_token"),
        ("figu_x", "figma", "oauth"),
        ("toyo_x", "toyshop", "oauth"),
    ],
)
def test_of_several_connectors_the_beginning_of_a_token_tells_its_own(token: str, connector: str, kind: str) -> None:
    with Actions.with_token(token) as actions:
        assert actions.connection().connector.name == connector
        accounts = actions.context.accounts
        assert accounts is not None
        assert accounts.find(actions.connection(), "self").account.kind == kind


@pytest.mark.usefixtures("toys")
def test_a_token_that_may_be_anybodys_is_not_guessed_unless_one_connection_is_configured(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(ConfigurationError, match=r"Whose token is it.* one of: figma, mailbox, toyshop"):
        Actions.with_token("x" * 20)
    monkeypatch.setenv("FIGWRIGHT_CONNECTIONS__LETTERS__CONNECTOR", "mailbox")
    with Actions.with_token("x" * 20) as actions:
        assert actions.connection().connector.name == "mailbox"


def test_the_kind_of_a_pasted_token_is_not_what_a_consent_gives_and_tells_whose_it_is() -> None:
    figma = find_connector("figma")
    assert pasted_kind(figma) == "personal_access_token"
    only = {"oauth": figma.credentials["oauth"]}
    assert pasted_kind(figma._replace(credentials=only)) == "oauth"
    with pytest.raises(ConfigurationError, match=r"What kind of token of Figma.* one of: personal"):
        pasted_kind(figma._replace(identify=""))


def test_a_tool_tells_its_connection_where_none_is_configured(run: Run, shop: Provider) -> None:
    """A connection is configured: it alone is there then."""
    shop.answer(reply({"name": "Ann"}))
    assert run("call", "toyshop_me_get", "--token-env", "TOY_TOKEN").code == 0
    assert shop.received[0].headers["x-toyshop-key"] == TOKEN
