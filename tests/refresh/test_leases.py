"""Who may take a lease before its time: only who knows that its holder has ended (F39)."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import Any

import pytest

from figwright.refresh.lease_owner import is_dead, new_owner

HOLD = "from figwright.refresh.lease_owner import new_owner; print(new_owner(), flush=True); input()"
PIPES: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
LOOK_AT_ITSELF = """
import os
from figwright.refresh import lease_owner as leases
host = leases.new_owner().split("/")[0]
print(leases.is_dead(f"{host}/{os.getpid()}/987654321/x"))
"""
LOOK_AS_NOBODY = """
import os, sys
from figwright.refresh import lease_owner as leases
leases._started = lambda pid: None
host = leases.new_owner().split("/")[0]
if os.getuid() == 0:
    os.setuid(65534)
for pid in sys.argv[1:]:
    print(leases.is_dead(f"{host}/{pid}//x"))
"""


def test_each_claim_has_an_owner_of_its_own_who_lives() -> None:
    first, second = new_owner(), new_owner()
    assert first != second
    assert not is_dead(first)
    assert not is_dead(second)


def test_two_processes_never_have_one_owner_for_their_first_claims() -> None:
    """Their hosts may have one name, their numbers may be the same, and their starts not be shown."""
    started = [subprocess.Popen([sys.executable, "-c", HOLD], **PIPES) for _ in range(2)]
    owners = [process.communicate("\n")[0].split("/") for process in started]
    assert owners[0][-1] != owners[1][-1]


@pytest.mark.skipif(sys.platform != "linux", reason="the state of a process is read from /proc")
def test_F39_a_holder_that_is_called_like_the_state_of_an_ended_process_lives() -> None:
    rename = "open('/proc/self/comm', 'w').write('a) Z 1')"
    program = HOLD.replace("print(new_owner()", f"owner = new_owner(); {rename}; print(owner")
    with subprocess.Popen([sys.executable, "-c", program], **PIPES) as holder:
        assert holder.stdout
        assert not is_dead(holder.stdout.readline().strip())
        holder.communicate("\n")


@pytest.mark.skipif(sys.platform != "linux", reason="the start of a process is read from /proc")
def test_F39_a_holder_is_dead_once_it_has_ended_also_before_its_parent_has_noticed() -> None:
    with subprocess.Popen([sys.executable, "-c", HOLD], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout
        owner = holder.stdout.readline().decode().strip()
        assert not is_dead(owner)
        holder.kill()
        assert holder.stdout.read() == b""
        os.waitid(os.P_PID, holder.pid, os.WEXITED | os.WNOWAIT)
        assert is_dead(owner), "a zombie"
    assert is_dead(owner)
    host, pid, start, nonce = owner.split("/")
    assert is_dead(f"{host}/{pid}//{nonce}"), "whose start was not to be read"
    assert not is_dead(f"another {host}/{pid}/{start}/{nonce}")


@pytest.mark.skipif(sys.platform != "linux", reason="the start of a process is read from /proc")
def test_F39_a_process_that_was_given_the_number_of_another_is_not_the_holder() -> None:
    host, pid, start, nonce = new_owner().split("/")
    assert is_dead(f"{host}/{pid}/{int(start) - 1}/{nonce}")
    assert not is_dead(f"{host}/{pid}//{nonce}"), "whose start was not to be read"


@pytest.mark.skipif(sys.platform == "win32", reason="a signal may be refused on POSIX")
def test_F39_a_holder_that_may_not_even_be_asked_for_lives() -> None:
    """Nothing is shown of another user's process, and the kernel refuses the signal: so there is one."""
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    program = [sys.executable, "-c", LOOK_AS_NOBODY, "1", str(ended.pid)]
    assert subprocess.run(program, capture_output=True, text=True, check=True).stdout.split() == ["False", "True"]


@pytest.mark.skipif(
    not shutil.which("unshare")
    or subprocess.run(["unshare", "--pid", "--fork", "true"], capture_output=True, check=False).returncode != 0,
    reason="a PID namespace needs root",
)
def test_F39_nothing_is_read_of_a_proc_that_shows_the_processes_of_another_namespace() -> None:
    """There, the number of a holder means somebody else's process, with another start."""
    program = ["unshare", "--pid", "--fork", sys.executable, "-c", LOOK_AT_ITSELF]
    assert subprocess.run(program, capture_output=True, text=True, check=True).stdout.strip() == "False"


@pytest.mark.parametrize(
    "owner", ["", "me", "a/b", "a/b/c/d", "{host}/0/1/x", "{host}/-2147483647/1/x", "{host}/x/1/x"]
)
def test_a_name_that_names_no_process_is_no_sign_of_a_death(owner: str) -> None:
    assert not is_dead(owner.format(host=new_owner().split("/")[0]))
