"""The page of everything public: read from the sources, so that no framework need be installed to write it."""

from __future__ import annotations

import ast
import re
import textwrap
from collections.abc import Iterator
from functools import cache
from pathlib import Path

RUNTIME = Path(__file__).parents[1] / "runtime"
FRAMEWORKS = [
    "langchain",
    "openai_agents",
    "pydantic_ai",
    "llama_index",
    "google_adk",
    "crewai",
    "anthropic",
    "openai",
    "gemini",
]
SECTIONS: dict[str, tuple[str, dict[str, tuple[str, ...]]]] = {
    "The client": (
        "`AsyncActions` has the same methods, awaitable, on asyncio and trio. `from figwright import ...`",
        {
            "figwright.actions.sync": ("Actions", "Account"),
            "figwright.connections": ("ConnectionOptions", "Connection"),
            "figwright.actions.refresher": ("Refresher",),
        },
    ),
    "Webhooks": (
        "Methods of the client, in `AsyncActions` awaitable. [webhooks.md](webhooks.md) says how they go together.",
        {
            "figwright.webhooks.methods": (
                "register_webhook",
                "list_webhooks",
                "rotate_webhooks",
                "pause_webhooks",
                "resume_webhooks",
                "delete_webhooks",
                "catch_up_webhooks",
                "on_event",
                "handle_events",
                "run_event_handlers",
                "list_webhook_events",
                "replay_webhook_event",
                "parse_event",
            ),
            "figwright.web.webhooks": ("webhook_app",),
            "figwright.webhooks.runner": ("EventRunner",),
            "figwright.types.webhooks": ("WebhookEvent", "Webhook", "ReceivedEvent", "HandledReport"),
        },
    ),
    "Account events": (
        "Methods of the client, in `AsyncActions` awaitable. [events.md](events.md) says how they go together.",
        {
            "figwright.events.methods": (
                "run_event_sender",
                "send_events",
                "send_test_event",
                "list_event_deliveries",
                "resend_event",
            ),
            "figwright.events.runner": ("EventSender",),
            "figwright.types.events": (
                "AccountStatusChanged",
                "StatusChange",
                "AccountReasonChanged",
                "AccountConnected",
                "AccountRefreshFailed",
                "AccountExpiring",
                "AccountNotice",
                "EventDelivery",
                "DeliveryReport",
            ),
        },
    ),
    "Types": (
        "What the client's methods take and hand back. `from figwright.types import ...`",
        {
            "figwright.types.results": ("ToolResult", "ToolList"),
            "figwright.types.accounts": (
                "ConnectedAccount",
                "AccountStatus",
                "AccountEvent",
                "AccountResult",
                "AccountPage",
                "AuthorizationLink",
                "StartedAuthorization",
                "CompletedAuthorization",
                "RefreshReport",
                "McpToken",
                "IssuedMcpToken",
                "McpTokenPage",
            ),
            "figwright.types.files": ("DownloadResult", "SavedFile", "NotSaved", "PicturesResult"),
            "figwright.rendering.pictures": ("Picture", "Show"),
            "figwright.rendering.shape": ("Shaping",),
            "figwright.rendering.answer": ("Text",),
        },
    ),
    "Web and MCP": (
        "",
        {
            "figwright.web.app": ("connect_app",),
            "figwright.web.brand": ("Brand",),
            "figwright.mcp.server": ("make_server",),
            "figwright.mcp.http": ("mcp_app",),
        },
    ),
    "What a model is handed": (
        "",
        {"figwright.schemas": ("Views",), "figwright.toolbox": ("Selection", "Toolbox", "Described")},
    ),
    "Frameworks": ("Each takes the arguments of `Selection`, too.", {f"figwright.{name}": () for name in FRAMEWORKS}),
    "A connector's sandbox": (
        "`from figwright.sandbox import Sandbox`",
        {
            "figwright.sandbox.sandbox": ("Sandbox",),
            "figwright.sandbox.local": ("Local",),
            "figwright.sandbox.oauth": ("App",),
            "figwright.sandbox.people": ("Person",),
        },
    ),
    "Figma's sandbox": (
        "It has what `Local` has, too. `from figwright_figma.sandbox import Sandbox`",
        {"figwright_figma.sandbox.sandbox": ("Sandbox",)},
    ),
    "What changed in a file": (
        "`from figwright_figma.changes import ...`, see [changes.md](changes.md)",
        {
            "figwright_figma.changes.compared": ("changes", "Changes"),
            "figwright_figma.changes.versions": ("read_changes", "aread_changes"),
        },
    ),
    "Errors": ("`from figwright import errors`", {"figwright.errors": ()}),
}

Definition = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
Member = ast.FunctionDef | ast.AsyncFunctionDef | ast.AnnAssign


def page() -> str:
    parts = ["# Reference\n", "Written by `make docs` from the sources. What is not here may change without notice.\n"]
    for title, (introduction, modules) in SECTIONS.items():
        parts += [f"## {title}\n", *([f"{introduction}\n"] if introduction else [])]
        for module, names in modules.items():
            if not names:
                parts.append(f"### `{module}`\n")
            for found in map(_definitions(module).__getitem__, names or _public(module)):
                parts += _described(module, found, heading="####" if not names else "###")
    return "\n".join(parts)


def _described(module: str, found: Definition, *, heading: str) -> Iterator[str]:
    if not isinstance(found, ast.ClassDef):
        yield f"{heading} `{_signature(found)}`\n"
        yield _docstring(found)
        return
    yield f"{heading} `{found.name}`\n"
    yield _docstring(found)
    members = list(_members(module, found))
    fields = [f"`{ast.unparse(each)}`" for each in members if isinstance(each, ast.AnnAssign)]
    if fields:
        yield "".join(f"- {field}\n" for field in fields)
    for each in members:
        if not isinstance(each, ast.AnnAssign):
            yield f"- **`{_signature(each)}`**\n"
            yield textwrap.indent(_docstring(each), "  ")


def _members(module: str, found: ast.ClassDef) -> Iterator[Member]:
    """A class's constructor, public fields and methods, then those of its bases that are ours."""
    seen = set()
    for each in (member for owner in _lineage(module, found) for member in owner.body if isinstance(member, Member)):
        name = ast.unparse(each.target) if isinstance(each, ast.AnnAssign) else each.name
        if (name == "__init__" or not name.startswith("_")) and name not in seen:
            seen.add(name)
            yield each


def _lineage(module: str, found: ast.ClassDef) -> Iterator[ast.ClassDef]:
    yield found
    tree = _tree(module)
    places = {
        alias.asname or alias.name: node.module
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module
        for alias in node.names
    }
    for base in found.bases:
        name = ast.unparse(base.value if isinstance(base, ast.Subscript) else base)
        place = module if name in _definitions(module) else places.get(name, "")
        if place.startswith("figwright") and isinstance(owner := _definitions(place).get(name), ast.ClassDef):
            yield from _lineage(place, owner)


def _signature(found: ast.FunctionDef | ast.AsyncFunctionDef) -> str:
    returns = ast.unparse(found.returns) if found.returns else "Any"
    if any(ast.unparse(decorator) == "property" for decorator in found.decorator_list):
        return f"{found.name}: {returns}"
    arguments = re.sub(r"^(self|cls)(: Any)?(, /)?(, |$)", "", ast.unparse(found.args))
    return f"{found.name}({arguments})" + ("" if found.name == "__init__" else f" -> {returns}")


def _docstring(found: Definition) -> str:
    return f"{ast.get_docstring(found) or ''}\n"


def _public(module: str) -> list[str]:
    return [name for name in _definitions(module) if not name.startswith("_")]


@cache
def _definitions(module: str) -> dict[str, Definition]:
    return {node.name: node for node in _tree(module).body if isinstance(node, Definition)}


@cache
def _tree(module: str) -> ast.Module:
    path = RUNTIME.joinpath(*module.split("."))
    return ast.parse((path / "__init__.py" if path.is_dir() else path.with_suffix(".py")).read_text("utf-8"))
