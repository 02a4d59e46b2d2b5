"""A provider that counts by the plan that a toy belongs to, and clients with a store and without one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from support.faces import connection, toybox
from support.provider import Answer, Provider, reply
from support.toybox import CONNECTOR

from figwright import Actions, Connection
from figwright.connector import Allowance, RateLimit

__all__ = ["connection", "toybox"]

LIMITED = CONNECTOR._replace(
    rate_limit=RateLimit(
        plan="X-Plan",
        seat="X-Seat",
        upgrade="X-Upgrade",
        homes=("toy_id",),
        seats={"low": "a low seat"},
        allowances=(Allowance(0, 6, "month", "low"), Allowance(0, 10, seat="high", plan="tin")),
    )
)


def refusal(seconds: int = 300, plan: str = "tin", seat: str = "low") -> Answer:
    return reply({"err": "Slow down"}, 429, Retry_After=str(seconds), X_Plan=plan, X_Seat=seat)


@pytest.fixture(params=["stored", "memory"])
def toys(request: pytest.FixtureRequest, connection: Callable[..., Connection], toybox: Provider) -> Iterator[Actions]:
    """A client of one account, `ann` in a database, or of one token with nothing stored."""
    if request.param == "memory":
        options: dict[str, Any] = {"connector": LIMITED, "api_url": toybox.url, "allow_insecure": True}
        with Actions.with_token("toy_CANARYCANARY", kind="key", **options) as made:
            yield made
        return
    with Actions([connection().model_copy(update={"connector": LIMITED})]) as made:
        made.connect_with_token(identifier="ann", token="toy_CANARYCANARY", kind="key", check=False)
        made.context._identifier = "ann"
        yield made
