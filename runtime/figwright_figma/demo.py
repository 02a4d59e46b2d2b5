"""The demo: every tool called against the sandbox as one person, then five refusals that users meet."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from figwright_figma.sandbox.examples import credential_kind, examples

if TYPE_CHECKING:
    from figwright import Actions
    from figwright_figma.sandbox import Sandbox

PERSON = "ada"


@dataclass(frozen=True)
class Regeneration:
    """What generating the client again showed."""

    seconds: float
    files: int
    stale: tuple[str, ...]
    """Files that differ from the installed ones."""

    def __str__(self) -> str:
        if not self.stale:
            return f"Generated {self.files} files in {self.seconds:.1f} s: the same bytes as the installed client."
        shown = ", ".join(self.stale[:5]) + (", ..." if len(self.stale) > 5 else "")
        return f"Generated {self.files} files in {self.seconds:.1f} s; {len(self.stale)} differ: {shown}"


@dataclass(frozen=True)
class Tried:
    """One tool call."""

    tool: str
    ok: bool
    result: str
    """What came back in a few words, or the error."""
    milliseconds: float


@dataclass(frozen=True)
class Refused:
    """One call that had to fail."""

    case: str
    tool: str
    error: str
    cause: str | None
    message: str


def show(sandbox: Sandbox, regeneration: Regeneration, *, as_json: bool) -> bool:
    """Run the demo and print it; returns whether every tool worked and every refusal came."""
    from rich.console import Console
    from rich.progress import Progress

    out = Console(highlight=False, quiet=as_json)
    out.print(str(regeneration))
    actions = _actions(sandbox)
    with actions, Progress(console=Console(stderr=True, quiet=as_json), transient=True) as progress:
        tools = sorted(_connector().tools)
        task = progress.add_task("Calling every tool", total=len(tools))
        tried = []
        for one in _try_all(sandbox, actions, tools):
            tried.append(one)
            progress.advance(task)
        refused = list(_refusals(sandbox))
    working = sum(one.ok for one in tried)
    if as_json:
        report = {
            "regeneration": asdict(regeneration) | {"identical": not regeneration.stale},
            "tools": [asdict(one) for one in tried],
            "refusals": [asdict(one) for one in refused],
        }
        sys.stdout.write(json.dumps(report, indent=2) + "\n")
    else:
        _print(out, sandbox.url, tried, refused)
        out.print(f"{working} of {len(tried)} tools work.")
    return working == len(tried) and all(one.error for one in refused)


def _connector() -> Any:
    from figwright.connections import find_connector

    return find_connector("figma")


def _actions(sandbox: Sandbox) -> Actions:
    from figwright import Actions, Connection

    tools = tuple(_connector().tools)
    actions = Actions([Connection(name="figma", tools=tools, api_url=sandbox.url, allow_insecure=True)])
    for kind in _connector().credentials:
        actions.connect_with_token(identifier=f"{PERSON}:{kind}", token=sandbox.token(kind=kind), kind=kind)
    return actions


def _try_all(sandbox: Sandbox, actions: Actions, tools: list[str]) -> Iterator[Tried]:
    from figwright.errors import FigwrightError

    inputs = examples(sandbox)
    for tool in tools:
        kind = credential_kind(_connector().tools[tool].credentials)
        started = time.perf_counter()
        try:
            result = actions.execute_tool(tool, identifier=f"{PERSON}:{kind}", tool_input=inputs[tool])
            ok, told = True, summary(result.data)
        except (FigwrightError, KeyError) as error:
            ok, told = False, f"{type(error).__name__}: {error}"
        yield Tried(tool, ok, told, round((time.perf_counter() - started) * 1000, 1))


def _refusals(sandbox: Sandbox) -> Iterator[Refused]:
    """Each on an account of its own, so that none spoils another."""
    demo, file = sandbox.demo, {"file_key": sandbox.demo.file_key}
    narrow = ["file_content:read"]
    yield _refused(
        "missing scope",
        sandbox,
        ("figma_file_comment_create", file | {"message": "Hello"}),
        {"token": sandbox.token(scopes=narrow), "scopes": narrow},
    )
    freelancer = sandbox.user("Mina Park", plan="professional")
    yield _refused(
        "Enterprise only", sandbox, ("figma_file_variables_local_get", file), {"token": sandbox.token(freelancer)}
    )
    payment = {"user_id": demo.colleague.id, "resource_type": "plugin", "resource_id": demo.plugin_id}
    yield _refused("wrong credential", sandbox, ("figma_payments_get", payment), {"token": sandbox.token()})
    wrong = {"file_key": "../../v1/me", "depth": "two"}
    yield _refused("bad input", sandbox, ("figma_file_get", wrong), {"token": sandbox.token()})
    dead = sandbox.token()
    sandbox.revoke(dead)
    yield _refused("revoked token", sandbox, ("figma_me_get", {}), {"token": dead})


def _refused(case: str, sandbox: Sandbox, call: tuple[str, dict[str, Any]], account: dict[str, Any]) -> Refused:
    from figwright import Actions
    from figwright.errors import FigwrightError

    tool, tool_input = call
    options = {"api_url": sandbox.url, "allow_insecure": True, "kind": "oauth", **account}
    with Actions.with_token(options.pop("token"), **options) as actions:
        try:
            actions.execute_tool(tool, tool_input=tool_input)
        except FigwrightError as error:
            cause = getattr(error, "cause", None)
            return Refused(case, tool, type(error).__name__, cause and str(cause), str(error))
    return Refused(case, tool, "", None, "was not refused")


def summary(data: Any) -> str:
    """A result in a few words: its name, and how many of what it holds."""
    inner = _inner(data)
    if "document" in inner:
        return f"{inner['name']}: {_count(inner['document']['children'], 'pages')}"
    if "event_type" in inner:
        return f"{inner['event_type']}, {inner['status'].lower()}"
    if "payment_status" in inner:
        return f"{inner['payment_status']['type'].lower()} for a {inner['resource_type'].lower()}"
    if "message" in inner:
        return f"\u201c{inner['message'][:40]}\u2026\u201d"
    name = next((str(inner[key]) for key in ("handle", "name", "title") if inner.get(key)), "")
    counts = [_count(value, key) for key, value in inner.items() if isinstance(value, list | dict) and key in COUNTED]
    return ": ".join(part for part in (name, ", ".join(counts)) if part) or "done"


def _inner(data: Any) -> dict[str, Any]:
    """What an answer is about, without the envelopes that Figma puts some into."""
    for envelope in ("meta", "file"):
        if isinstance(data, dict) and isinstance(data.get(envelope), dict):
            data = data[envelope]
    return data if isinstance(data, dict) else {}


COUNTED = frozenset(
    {
        "activity_logs",
        "comments",
        "component_sets",
        "components",
        "dev_resources",
        "files",
        "folders",
        "images",
        "items",
        "links_created",
        "links_updated",
        "nodes",
        "projects",
        "reactions",
        "requests",
        "rows",
        "styles",
        "tempIdToRealId",
        "variableCollections",
        "variables",
        "versions",
        "webhooks",
    }
)
"""Fields of results that are worth counting."""


def _count(value: Any, what: str) -> str:
    words = {
        "items": "entries",
        "links_created": "links",
        "links_updated": "links",
        "tempIdToRealId": "new ids",
        "variableCollections": "collections",
    }
    noun = words.get(what, what.replace("_", " "))
    return f"{len(value)} {noun[:-1] if len(value) == 1 and noun.endswith('s') else noun}"


def _print(out: Any, url: str, tried: list[Tried], refused: list[Refused]) -> None:
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    table = Table(title=f"Every tool, called at {url}", title_justify="left")
    table.add_column("tool", no_wrap=True)
    table.add_column("what it returned")
    table.add_column("ms", justify="right")
    for one in tried:
        table.add_row(one.tool, Text(one.result), f"{one.milliseconds:.1f}", style="" if one.ok else "red")
    out.print(table)
    out.print("\nRefusals that users meet:\n")
    for case in refused:
        out.print(Text.assemble((case.case, "bold"), f" \u2013 {case.tool}"))
        message = f"{case.error}: {case.message}" if case.error else case.message
        out.print(Padding(Text(message), (0, 0, 1, 4), expand=False))
