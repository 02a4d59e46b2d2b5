"""When a client opens its store."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.toybox import CONNECTOR

from figwright import Actions, Connection, errors


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
