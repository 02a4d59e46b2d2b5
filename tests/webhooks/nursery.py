"""Forks a child for each line that comes in, which receives or handles events and may be killed at a step of that.

A line is JSON: `do` is receive (with `path` and `body`) or handle; `kill` is a fault point, `handler` for the handler's
own middle, or "" for none; `fails` lets the handler raise. How the child ended goes out, a signal as a negative number.
What handlers get is appended to a file, a line for each event, before anything else happens to it.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from typing import Any

import anyio
import httpx

from figwright import Actions, Connection
from figwright.store import fault_points
from figwright.types import WebhookEvent
from figwright.web import webhook_app


def main(url: str, key: str, log: str) -> None:
    for line in sys.stdin:
        command = json.loads(line)
        if (child := os.fork()) == 0:
            code = 1
            try:
                code = run(url, key, log, **command)
            finally:
                os._exit(code)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


def run(url: str, key: str, log: str, *, do: str, kill: str, **given: Any) -> int:
    def reached(name: str) -> None:
        if name == kill:
            os.kill(os.getpid(), signal.SIGKILL)

    fault_points.hook = reached
    with Actions([Connection(name="figma", tools=())], database_url=url, encryption_keys=[key]) as actions:
        if do == "receive":
            return 0 if anyio.run(deliver, actions, given["path"], given["body"]) == 200 else 2

        @actions.on_event()
        def note(event: WebhookEvent[Any]) -> None:
            with open(log, "a") as file:  # noqa: PTH123 - a handler of anybody's
                file.write(f"{event.subject} {event.data['comment_id']}\n")
            reached("handler")
            if given.get("fails"):
                raise RuntimeError

        actions.handle_events()
    return 0


async def deliver(actions: Actions, path: str, body: dict[str, Any]) -> int:
    transport = httpx.ASGITransport(webhook_app(actions))
    async with httpx.AsyncClient(transport=transport, base_url="http://figwright.invalid") as provider:
        return (await provider.post(path, json=body)).status_code


if __name__ == "__main__":
    main(*sys.argv[1:])
