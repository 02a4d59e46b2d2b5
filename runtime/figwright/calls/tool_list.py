"""The tools that an account can call now, found by the checks of a call."""

from __future__ import annotations

from typing import Any

from figwright.calls.checks import check_account, check_policy
from figwright.calls.pipeline import Call, find_account
from figwright.calls.steps import Flow
from figwright.connections import BoundConnection
from figwright.connector import Tool
from figwright.errors import RefusedError
from figwright.types.accounts import ConnectedAccount
from figwright.types.results import ToolList


def list_callable(call: Call) -> Flow[ToolList]:
    """The tools that the call's account can call now."""
    access = yield from find_account(call)
    return list_tools(call.connection, access.account, call.accounts.hand_in)


def list_tools(connection: BoundConnection, account: ConnectedAccount | None, hand_in: str = "") -> ToolList:
    """Run the checks of a call for every tool, without calling any; without an account, those of the connection."""
    callable_now: list[Tool[Any]] = []
    refused: dict[str, RefusedError] = {}
    for tool in connection.connector.tools.values():
        try:
            check_policy(connection, tool)
            if account is not None:
                check_account(connection, account, tool, hand_in)
        except RefusedError as error:
            refused[tool.name] = error
        else:
            callable_now.append(tool)
    return ToolList(tuple(callable_now), refused)
