"""A holder that lives but cannot be seen keeps its lease, and nobody loops beyond patience (F39, F45)."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from figwright import Actions
from figwright.errors import ProviderError
from figwright.refresh import lease_owner

from .world import TOOL, World

NOBODY = "65534"
LOOK = "import sys; from figwright.refresh.lease_owner import is_dead; print(is_dead(sys.argv[1]))"


def call(actions: Actions) -> None:
    actions.execute_tool(TOOL, identifier="ann")


def look_as_nobody(owner: str, *, hide: bool) -> str:
    """What another user's process says of the holder, where /proc shows no process but one's own, or all."""
    mount = f"mount -t proc -o {'hidepid=2' if hide else 'hidepid=0'} proc /proc"
    drop = f"exec setpriv --reuid={NOBODY} --regid={NOBODY} --clear-groups --inh-caps=-all --bounding-set=-all -- "
    inner = [sys.executable, "-c", LOOK, owner]
    program = ["unshare", "--mount", "sh", "-c", f'{mount} && {drop} "$@"', "sh", *inner]
    return subprocess.run(program, capture_output=True, text=True, check=True, cwd="/", timeout=100).stdout.strip()


@pytest.mark.skipif(
    os.getuid() != 0
    or not shutil.which("setpriv")
    or subprocess.run(["unshare", "--mount", "true"], capture_output=True, check=False).returncode != 0,
    reason="mounting another /proc needs root",
)
@pytest.mark.parametrize("hide", [True, False])
def test_F39_a_holder_that_proc_hides_is_alive_until_it_ends(hide: bool) -> None:
    program = [
        sys.executable,
        "-c",
        "from figwright.refresh.lease_owner import new_owner; print(new_owner(), flush=True); input()",
    ]
    with subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout
        assert holder.stdin
        owner = holder.stdout.readline().strip()
        assert look_as_nobody(owner, hide=hide) == "False"
        holder.stdin.close()
        holder.wait()
    assert look_as_nobody(owner, hide=hide) == "True"


@pytest.mark.parametrize("hidden", ["its start", "that anything is shown"])
def test_F39_what_cannot_be_read_of_a_living_process_is_no_sign_of_its_death(
    hidden: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As with `ProcSubset=pid`, in a container whose /proc is another's, or where no file can be opened."""
    seen = lease_owner.new_owner()
    monkeypatch.setattr(lease_owner, "_started", lambda pid: None)
    assert not lease_owner.is_dead(seen)
    unseen = lease_owner.new_owner()
    if hidden == "its start":
        monkeypatch.undo()
    assert not lease_owner.is_dead(unseen)


@contextmanager
def thief(world: World) -> Iterator[None]:
    """Somebody takes every lease as soon as it was given, and never stores anything."""
    done = threading.Event()

    def steal() -> None:
        while not done.wait(0.002):
            world.sql("UPDATE grants SET lease_epoch = lease_epoch + 1, lease_until = 0 WHERE lease_until > 0")

    with ThreadPoolExecutor(1) as thread:
        stealing = thread.submit(steal)
        try:
            yield
        finally:
            done.set()
            stealing.result()


def test_F39_a_job_whose_every_lease_is_lost_ends_within_its_patience(world: World) -> None:
    world.expire()
    world.sandbox.fail_next("oauth.refresh", delay=0.1, times=None)
    with world.actions() as actions, thief(world):
        begun = time.monotonic()
        with pytest.raises(ProviderError, match="cannot be renewed just now"):
            call(actions)
        assert time.monotonic() - begun < 10.0
    assert len(world.sandbox.requests.of("oauth.refresh")) <= 3
    world.check_after(world.sandbox.refreshes() + 1)


@pytest.mark.parametrize(("first", "second"), [(2.0, 0.2), (0.4, 2.0)])
def test_F45_leases_of_different_length_side_by_side_give_one_refresh(
    first: float, second: float, world: World
) -> None:
    """As in a rolling change of the setting: a lease longer than any of one's own is no sign of a wrong clock."""
    world.expire()
    held = world.sandbox.fail_next("oauth.refresh", delay=60)
    with (
        world.actions(lease=first) as holding,
        world.actions(lease=second) as waiting,
        ThreadPoolExecutor(2) as threads,
    ):
        calls = [threads.submit(call, holding)]
        world.sandbox.wait_in_flight("oauth.refresh")
        world.move_holder()
        if first > second:
            calls.append(threads.submit(call, waiting))
            time.sleep(3 * second)
        held.release()
        calls.append(threads.submit(call, waiting))
        for each in calls:
            each.result()
    world.check(1)
