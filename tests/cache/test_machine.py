"""P15 under any sequence of reads, edits, revocations, webhooks, evictions, crashes and time.

Two clients share a folder as two processes would. A model knows what each file has held since when, and every answer of
the provider to each person. What is served must have been the file's content at some time since that person's own
proof, which is at most half a minute old, and younger than whatever made proofs void.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from support.sizes import many

from figwright import Actions
from figwright.cache import proofs
from figwright.cache.moments import Moment
from figwright.errors import ProviderError
from figwright_figma.sandbox import Sandbox

from .conftest import World

WHO, CLIENTS = st.sampled_from(["ben", "ann"]), st.integers(0, 1)
FILES = st.sampled_from([0, 0, 0, 1, 2])
FAULTS = st.sampled_from([0, 0, 0, 0, 0, 0, 403, 429])
WHAT = st.sampled_from(["whole", "nodes", "outline", "paths"])
READS: dict[str, tuple[str, dict[str, Any]]] = {
    "whole": ("figma_file_get", {}),
    "outline": ("figma_file_get", {"depth": 1}),
    "nodes": ("figma_file_nodes_get", {"ids": ["1:2"]}),
    "paths": ("figma_file_nodes_get", {"ids": ["1:2"], "geometry": "paths"}),
}
PROVES = ("getFile", "getFileNodes", "getFileMeta")


CLOSED = {"status": 403, "err": "File not exportable"}
SLOWLY = {"status": 429, "err": "Rate limit exceeded"}


class Content(NamedTuple):
    """What a file holds from a time on."""

    since: float
    name: str
    version: str


class Machine(RuleBasedStateMachine):
    """`world` is shared by all examples, whose files are their own. `offset` is how far time was moved."""

    world: World
    clients: tuple[Actions, Actions]
    folder: Path
    offset = 0.0

    @initialize()
    def begin(self) -> None:
        self.files = [self.world.file(f"File {number}") for number in range(3)]
        for each in self.files:
            each.file.document["children"][0]["children"][0]["name"] = "Page"
        self.held: list[list[Content]] = [[] for _ in self.files]
        for number in range(3):
            self.write_down(number)
        self.proven: dict[tuple[int, str, int], float] = {}
        self.void: list[float] = [0.0] * 3
        self.refused: set[tuple[str, int]] = set()
        self.clear(really=True)
        self.world.sandbox.requests.clear()
        for number in range(3):
            self.read(0, "ann", number, "whole", 0)

    def now(self) -> float:
        return Moment.now().steady

    def write_down(self, number: int) -> None:
        file = self.files[number].file
        self.held[number].append(Content(self.now(), file.document["children"][0]["name"], file.versions[0].id))

    def may_read(self, who: str, number: int) -> bool:
        return who == "ann" or self.files[number].file.link_access == "view"

    # What people and the provider do

    @rule(number=FILES, labelled=st.booleans())
    def edit(self, number: int, labelled: bool) -> None:
        """With a new version, or without one but with a later time."""
        builder = self.files[number]
        self.pass_time(1.5)
        name = f"Edit {len(self.held[number])}"
        page = builder.file.document["children"][0]
        page["name"] = page["children"][0]["name"] = name
        if labelled:
            builder.version()
        builder.file.last_modified = self.world.sandbox.clock.now()
        self.write_down(number)

    @rule(number=FILES)
    def revoke(self, number: int) -> None:
        self.files[number].file.link_access = "inherit"

    @rule(number=FILES)
    def share(self, number: int) -> None:
        self.files[number].file.link_access = "view"

    @rule(seconds=st.sampled_from([0.5, 5.0, 16.0, 31.0]))
    def pass_time(self, seconds: float) -> None:
        Machine.offset += seconds
        self.world.sandbox.clock.advance(seconds)

    # What happens to what is kept

    @rule(client=CLIENTS, number=FILES)
    def event(self, client: int, number: int) -> None:
        """A webhook of the file arrives at one of the processes."""
        actions = self.clients[client]
        actions.context.cache.doubt(actions.connection(), [self.files[number].key])
        self.void[number] = self.now()

    @rule(client=CLIENTS, number=FILES)
    def comment(self, client: int, number: int) -> None:
        self.clients[client].execute_tool(
            "figma_file_comment_create",
            identifier="ann",
            tool_input={"file_key": self.files[number].key, "message": "Look"},
        )
        self.void[number] = self.now()

    @rule(really=st.sampled_from([False, False, False, True]))
    def clear(self, really: bool) -> None:
        if really:
            self.clients[0].context.cache.shelf.clear()

    @rule(which=st.integers(0, 9), how=st.sampled_from(["cut", "swap", "lose"]))
    def break_off(self, which: int, how: str) -> None:
        """A file is cut, swapped or lost, as a crash or a hand may leave it."""
        there = sorted(path for path in self.folder.rglob("*.*") if path.is_file())
        if not there:
            return
        path = there[which % len(there)]
        if how == "cut":
            path.write_bytes(path.read_bytes()[:100])
        elif how == "swap":
            path.write_bytes(there[-1].read_bytes())
        else:
            path.unlink()

    # What must hold

    @rule(client=CLIENTS, who=WHO, number=FILES, what=WHAT, fault=FAULTS)
    def read(self, client: int, who: str, number: int, what: str, fault: int) -> None:
        tool, inputs = READS[what]
        asked_at, sandbox = self.now(), self.world.sandbox
        if fault == 403:  # the content is closed to this person, and the metadata is not
            sandbox.fail_next("getFileNodes" if "nodes" in tool else "getFile", status=403, body=CLOSED)
        elif fault:
            sandbox.fail_next("getFileMeta", status=429, headers={"Retry-After": "999"}, body=SLOWLY)
        try:
            result = self.clients[client].execute_tool(
                tool, identifier=who, tool_input={"file_key": self.files[number].key, **inputs}
            )
        except ProviderError as error:
            result = None
            assert error.status in (403, 404)  # noqa: PT017 - it need not come
            assert fault == 403 or not self.may_read(who, number)
        finally:
            sandbox.heal()
            self.clients[client].forget_limits(identifier=who)
        content = [each for each in sandbox.requests if each.operation in ("getFile", "getFileNodes")]
        for each in sandbox.requests:
            if each.operation in PROVES and each.status == 200:
                self.proven[client, who, number] = asked_at
            elif each.operation in PROVES and each.operation != "getFileMeta" and each.status in (403, 404):
                self.refused.add((who, number))
        sandbox.requests.clear()
        if result is None:
            return
        if result.from_cache:
            assert content == []
            assert (who, number) not in self.refused
            proven = self.proven[client, who, number]
            assert self.now() - proven <= proofs.SECONDS + 1
            assert proven >= self.void[number]
            assert self.shown(result.data) in self.contents_since(number, proven)
        else:
            assert len(content) == 1
            self.refused.discard((who, number))
            assert self.shown(result.data) == self.held[number][-1].name
        if "role" in result.data:
            assert result["role"] == ("owner" if who == "ann" else "viewer")

    @rule(client=CLIENTS, who=WHO, number=FILES, what=WHAT)
    def read_two(self, client: int, who: str, number: int, what: str) -> None:
        for each in (what, "whole"):
            self.read(client, who, number, each, 0)

    @rule(number=FILES)
    def read_as_both(self, number: int) -> None:
        for who in ("ann", "ben"):
            self.read(0, who, number, "whole", 0)

    def shown(self, data: Any) -> str:
        if "nodes" in data:
            return str(data["nodes"]["1:2"]["document"]["name"])
        return str(data["document"]["children"][0]["name"])

    def contents_since(self, number: int, moment: float) -> set[str]:
        states = self.held[number]
        ends = [*(each.since for each in states[1:]), float("inf")]
        return {each.name for each, end in zip(states, ends, strict=True) if end >= moment - 1}


@pytest.fixture
def machine(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[type[Machine]]:
    world = World(sandbox, f"sqlite:///{tmp_path}/figwright.db")
    now, Machine.offset = Moment.now, 0.0
    monkeypatch.setattr(Moment, "now", lambda: Moment(*(each + Machine.offset for each in now())))
    Machine.world, Machine.clients, Machine.folder = world, (world.client(), world.client()), tmp_path / "cache"
    world.connect(Machine.clients[0])
    yield Machine
    for each in world.opened:
        each.close()


EXAMPLES = pytest.param(many(150, 1_000), marks=[pytest.mark.slow, pytest.mark.timeout(900)])


@pytest.mark.parametrize("examples", [15, EXAMPLES])
def test_P15_T76_nothing_is_served_without_a_proof_of_ones_own(machine: type[Machine], examples: int) -> None:
    chosen = settings(
        max_examples=examples,
        stateful_step_count=30,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(machine, settings=chosen)  # type: ignore[no-untyped-call]
