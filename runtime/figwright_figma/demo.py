"""The demo: a person connects through the sandbox's consent page, every tool is called as them, five refusals come.

Accounts and their encrypted tokens are kept in a database that is gone afterwards.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from figwright_figma.sandbox.examples import credential_kind, examples

if TYPE_CHECKING:
    from figwright import Actions, Connection
    from figwright_figma.sandbox import Sandbox
    from figwright_figma.sandbox.world import App

PERSON = "ada"
ADMIN = "figma-admin"
"""The connection for what an organization's admin allows: it takes an app of its own."""


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
class Connected:
    """One account, and how it came to be."""

    connection: str
    identifier: str
    how: str
    status: str


@dataclass(frozen=True)
class Renewed:
    """A refresh by hand between two calls."""

    ok: bool
    told: str


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
    tools = sorted(_connector().tools)
    half = len(tools) // 2
    with (
        tempfile.TemporaryDirectory() as folder,
        _actions(sandbox, folder) as actions,
        Progress(console=Console(stderr=True, quiet=as_json), transient=True) as progress,
    ):
        connected = list(_connect(sandbox, actions))
        task = progress.add_task("Calling every tool", total=len(tools))
        tried = []
        for one in _try_all(sandbox, actions, tools[:half]):
            tried.append(one)
            progress.advance(task)
        renewed = _renew(sandbox, actions)
        for one in _try_all(sandbox, actions, tools[half:]):
            tried.append(one)
            progress.advance(task)
        refused = list(_refusals(sandbox))
    working = sum(one.ok for one in tried)
    if as_json:
        report = {
            "regeneration": asdict(regeneration) | {"identical": not regeneration.stale},
            "accounts": [asdict(one) for one in connected],
            "refresh": asdict(renewed),
            "tools": [asdict(one) for one in tried],
            "refusals": [asdict(one) for one in refused],
        }
        sys.stdout.write(json.dumps(report, indent=2) + "\n")
    else:
        _print_accounts(out, connected)
        _print(out, sandbox.url, tried, refused)
        out.print(renewed.told)
        out.print(f"{working} of {len(tried)} tools work.")
    return working == len(tried) and renewed.ok and all(one.error for one in refused)


def _connector() -> Any:
    from figwright.connections import find_connector

    return find_connector("figma")


def _actions(sandbox: Sandbox, folder: str) -> Actions:
    """Two connections, each with an app of its own, over a database and a key that live as long as the demo."""
    from figwright import Actions
    from figwright.crypto.keyring import new_key

    admins = [name for name in _connector().tools if _whose(name)[0] == ADMIN]
    others = [name for name in _connector().tools if name not in admins]
    audit = sandbox.app("Northwind audit", redirect_uris=[f"http://localhost:8765/callback/{ADMIN}"])
    return Actions(
        [_connection(sandbox, sandbox.demo.app, "figma", others), _connection(sandbox, audit, ADMIN, admins)],
        database_url=f"sqlite:///{folder}/figwright.db",
        encryption_keys=[new_key()],
        public_url="",
    )


def _connection(sandbox: Sandbox, app: App, name: str, tools: list[str]) -> Connection:
    from pydantic import SecretStr

    from figwright import Connection

    return Connection(
        name=name,
        connector="figma",
        client_id=app.client_id,
        client_secret=SecretStr(app.client_secret),
        redirect_uri=app.redirect_uris[0],
        publishing_state=app.publishing_state,
        tools=tuple(tools),
        api_url=sandbox.url,
        authorization_url=f"{sandbox.url}/oauth",
        token_url=f"{sandbox.url}/v1/oauth/token",
        refresh_url=f"{sandbox.url}/v1/oauth/refresh",
        allow_insecure=True,
    )


def _whose(tool: str) -> tuple[str, str]:
    """The connection and the account to call a tool with: by consent where one gives what the tool takes."""
    accepted = _connector().tools[tool].credentials
    if "org_oauth" in accepted:
        return ADMIN, PERSON
    kind = credential_kind(accepted)
    return "figma", PERSON if kind == "oauth" else f"{PERSON}:{kind}"


def _connect(sandbox: Sandbox, actions: Actions) -> Iterator[Connected]:
    """Ada gives two consents in a browser, and hands in the tokens that no consent gives."""
    import httpx

    from figwright_figma.consent_robot import give_consent

    with httpx.Client(trust_env=False) as browser:
        for name in ("figma", ADMIN):
            link = actions.get_authorization_link(identifier=PERSON, connection_name=name, enterprise=True)
            done = actions.complete_authorization(give_consent(browser, link.link))
            how = f"consent to {len(link.scopes)} scope{'s' if len(link.scopes) > 1 else ''}"
            yield Connected(name, PERSON, how, done.connected_account.status)
    for kind in ("personal_access_token", "plan_access_token"):
        account = actions.connect_with_token(
            identifier=f"{PERSON}:{kind}",
            connection_name="figma",
            token=sandbox.token(kind=kind),
            kind=kind,
            check=kind == "personal_access_token",
        )
        yield Connected("figma", account.identifier, f"{kind.replace('_', ' ')} handed in", account.status)


def _renew(sandbox: Sandbox, actions: Actions) -> Renewed:
    from figwright.errors import FigwrightError

    before = sandbox.live_token()
    try:
        account = actions.refresh_connected_account(identifier=PERSON, connection_name="figma")
    except FigwrightError as error:
        return Renewed(False, f"The refresh in between failed: {error}")
    if account.status != "ACTIVE" or sandbox.live_token() in (None, before):
        return Renewed(False, f"The refresh in between left the account {account.status} and its token as it was.")
    return Renewed(True, "In between, the token was refreshed: the one before it died, and the calls went on.")


def _try_all(sandbox: Sandbox, actions: Actions, tools: list[str]) -> Iterator[Tried]:
    from figwright.errors import FigwrightError

    inputs = examples(sandbox)
    for tool in tools:
        connection_name, identifier = _whose(tool)
        started = time.perf_counter()
        try:
            result = actions.execute_tool(
                tool, identifier=identifier, tool_input=inputs[tool], connection_name=connection_name
            )
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


def _print_accounts(out: Any, connected: list[Connected]) -> None:
    out.print("\nConnected through the consent page and by token, kept encrypted:\n")
    for one in connected:
        out.print(f"    {one.identifier} on {one.connection}: {one.how}, {one.status}")
    out.print()


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
