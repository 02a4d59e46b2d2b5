"""`figwright diff --accounts`: who of those that are connected must consent again, counted in a real store."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from cli.figma import Desk

from figwright import Actions, Connection
from figwright_figma.sandbox import Sandbox

pytestmark = pytest.mark.slow
SPEC = Path(__file__).parents[2] / "spec/figma"


@pytest.fixture
def desk(sandbox: Sandbox, tmp_path: Path) -> Desk:
    """Ann has given her consent, bob handed a personal token in, carl is pending; beside them, two descriptions."""
    desk = Desk(sandbox, tmp_path)
    options: dict[str, Any] = {name.lower(): value for name, value in desk.settings.items()}
    with Actions([Connection(name="figma", **options)]) as actions:
        link = actions.get_authorization_link(identifier="ann")
        actions.complete_authorization(str(sandbox.consent(link.link)))
        token = sandbox.token(kind="personal_access_token")
        actions.connect_with_token(identifier="bob", token=token, check=False)
        actions.get_or_create_connected_account(identifier="carl")
    for name in ("old", "new"):
        shutil.copytree(SPEC, tmp_path / name)
    return desk


def edit(file: Path, before: str, after: str) -> None:
    text = file.read_text("utf-8")
    assert before in text
    file.write_text(text.replace(before, after), "utf-8")


def test_accounts_without_a_scope_that_is_needed_now_must_consent_again(desk: Desk, tmp_path: Path) -> None:
    edit(
        tmp_path / "new/paths/comments.yaml", "OAuth2: ['file_comments:read', 'files:read']", "OAuth2: ['folders:read']"
    )
    ended = desk.run("diff", "old", "new", "--accounts", "--format", "json")
    assert ended.code == 3, ended.err
    told = json.loads(ended.out)
    assert {each["kind"] for each in told["findings"]} == {"scope-needed"}
    assert told["declare"][0]["scopes"] == [["folders:read"]]
    assert "figma_file_comments_list" in told["declare"][0]["tools"]
    assert told["accounts"] == [
        {"connection": "figma", "active": 2, "consent_again": 1, "other_credential": 0, "consent_for_new": 0}
    ]
    text = desk.run("diff", "old", "new", "--accounts").out
    assert "figma: of 2 active accounts, 1 must consent again" in text


def test_accounts_whose_credential_is_no_longer_taken_are_counted_too(desk: Desk, tmp_path: Path) -> None:
    edit(tmp_path / "new/paths/users.yaml", "      - PersonalAccessToken: []\n", "")
    told = json.loads(desk.run("diff", "old", "new", "--accounts", "--format", "json").out)
    assert [(each["kind"], each["tools"]) for each in told["findings"]] == [("credential-refused", ["figma_me_get"])]
    assert told["accounts"][0]["other_credential"] == 1
    assert told["accounts"][0]["consent_again"] == 0
