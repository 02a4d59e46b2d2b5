"""A process that calls tools as it is told: one command after the other comes through a pipe, and an answer to each.

`call` calls a tool (`count` times in `threads` threads) and answers how many succeeded, what failed, and how long each
call took. `fork` does the same in a child of this process and in itself. The process may be told to die or to stop at a
named fault point; it closes what it opened when the pipe is closed, and on SIGTERM.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any

from figwright import Actions
from figwright.store import fault_points

TOOL = "figma_me_get"


def main(pipe: Connection, environment: dict[str, str], settings: dict[str, Any]) -> None:
    global TOOL
    os.environ.update(environment)
    sys.path[:0] = filter(None, environment.get("PYTHONPATH", "").split(os.pathsep))
    TOOL = settings.get("tool", TOOL)
    if skew := settings.get("skew"):
        _shift_clock(skew)
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCONT})  # what continues the process waits for _stop
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with Actions(lease=settings["lease"], deadline=settings["deadline"]) as actions:
        actions.list_connected_accounts()
        if point := settings.get("at"):
            fault_points.hook = at_first(point, FAULTS[settings["fault"]])
        pipe.send({"ready": os.getpid()})
        with suppress(EOFError):
            while command := pipe.recv():
                pipe.send(COMMANDS[command.pop("do")](actions, **command))


def call(actions: Actions, *, identifiers: list[str], count: int = 1, threads: int = 1) -> dict[str, Any]:
    """`count` calls for each identifier, spread over the threads."""
    work = iter([identifier for _ in range(count) for identifier in identifiers])
    lock, failures, seconds = threading.Lock(), [], []

    def run() -> None:
        while True:
            with lock:
                identifier = next(work, None)
            if identifier is None:
                return
            begun = time.perf_counter()
            try:
                actions.execute_tool(TOOL, identifier=identifier)
            except Exception as error:  # noqa: BLE001 - the test is told of every kind
                failures.append(f"{type(error).__name__}: {error}")
            seconds.append(time.perf_counter() - begun)

    running = [threading.Thread(target=run) for _ in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    return {"succeeded": len(seconds) - len(failures), "failures": failures, "seconds": sorted(seconds)}


def fork(actions: Actions, *, identifiers: list[str]) -> dict[str, Any]:
    """The same calls in a child and in this process at once; the child's answer is under "child"."""
    call(actions, identifiers=identifiers[:1])
    reading, writing = os.pipe()
    if (child := os.fork()) == 0:
        os.write(writing, json.dumps(call(actions, identifiers=identifiers[1:])).encode())
        os._exit(0)
    os.close(writing)
    answer = call(actions, identifiers=identifiers[1:])
    with os.fdopen(reading) as told:
        answer["child"] = json.loads(told.read() or "null")
    answer["child_status"] = os.waitpid(child, 0)[1]
    return answer


def exhaust(_actions: Actions, *, whether: bool) -> dict[str, Any]:
    """Let no further file or connection be opened, or let them be opened again."""
    if whether:
        _no_more_files()
    else:
        hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(4096, hard), hard))
    return {}


def at_first(point: str, fault: Callable[[], object]) -> Callable[[str], None]:
    left = [fault]

    def hook(name: str) -> None:
        if name == point and left:
            left.pop()()

    return hook


def _no_more_files() -> None:
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, hard))


def _stop() -> None:
    """Stop here: the signal may reach other threads first, and this one must not go on meanwhile."""
    os.kill(os.getpid(), signal.SIGSTOP)
    signal.sigwait({signal.SIGCONT})


def _shift_clock(seconds: float) -> None:
    true = time.time
    time.time = lambda: true() + seconds


FAULTS: dict[str, Callable[[], object]] = {
    "kill": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "stop": _stop,
    "exhaust": _no_more_files,
}
COMMANDS: dict[str, Callable[..., dict[str, Any]]] = {"call": call, "fork": fork, "exhaust": exhaust}
