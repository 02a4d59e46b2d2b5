"""When a client opens its store."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.toybox import CONNECTOR

from figwright import Actions, AsyncActions, Connection, errors


@pytest.mark.parametrize("name", ["get_connected_account", "refresh_connected_account", "disconnect_connected_account"])
def test_a_misspelt_connection_makes_no_database(name: str, tmp_path: Path) -> None:
    connection = Connection(name="toybox", connector=CONNECTOR)
    with Actions([connection], database_url=f"sqlite:///{tmp_path}/figwright.db") as actions:
        with pytest.raises(errors.ConfigurationError, match="toybox"):
            getattr(actions, name)(identifier="ann", connection_name="toybx")
        with pytest.raises(errors.ConfigurationError, match="toybox"):
            actions.list_connected_accounts(connection_name="toybx")
        with pytest.raises(errors.ConfigurationError, match="identifier"):
            actions.get_connected_account(identifier="")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("face", [Actions, AsyncActions])
def test_who_listens_to_changes_opens_no_database(face: type[Actions] | type[AsyncActions], tmp_path: Path) -> None:
    actions = face([Connection(name="toybox", connector=CONNECTOR)], database_url=f"sqlite:///{tmp_path}/figwright.db")
    actions.on_status_change(print)
    assert list(tmp_path.iterdir()) == []


def test_a_client_that_stores_nothing_has_no_changes_to_listen_to() -> None:
    with Actions.with_token("figd_" + 40 * "a") as actions, pytest.raises(errors.ConfigurationError, match="stores no"):
        actions.on_status_change(print)
