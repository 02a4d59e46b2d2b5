"""Where MCP clients keep their configuration, and how an entry in it looks. Read in their documentation, 2026-11.

A secret is never written: an entry names an environment variable, or has the client ask for it (VS Code's `inputs`).
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from figwright_cli.commands import UsageError
from figwright_cli.toml_text import block

Entry = dict[str, Any]
Reference = Callable[[str], str]
"""How an entry names a variable that holds a secret."""


@dataclass(frozen=True)
class MCPClient:
    """`servers` is the key that entries stand under, `reference` how a variable is named, None where none can be."""

    title: str
    servers: str
    path: Callable[[], Path]
    then: str
    reference: Reference | None
    typed: bool
    """Whether an entry says its transport, `stdio` or `http`."""
    http: bool = True
    asks: bool = False
    """Whether secrets are asked for, by `inputs` beside the servers, and kept by the client."""
    url: str = "url"
    """The key of a server's address."""
    toml: bool = False
    """Whether the file is TOML: variables are then named in a list of their own."""

    def text(self, name: str, entry: Entry, asked: Sequence[Entry] = ()) -> str:
        """What to add to the file."""
        if self.toml:
            return "\n".join(block([self.servers, name], entry))
        return json.dumps({self.servers: {name: entry}} | ({"inputs": list(asked)} if asked else {}), indent=2)


def _zed() -> Path:
    """Zed keeps its settings in ~/.config on macOS, too."""
    if sys.platform == "win32":
        return _folder(macos="", windows="Zed", other="") / "settings.json"
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "zed" / "settings.json"


def _folder(*, macos: str, windows: str, other: str) -> Path:
    """An application's folder of settings."""
    home = Path.home()
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / macos
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA") or home / "AppData" / "Roaming") / windows
    return Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config") / other


def _claude_desktop() -> Path:
    return _folder(macos="Claude", windows="Claude", other="Claude") / "claude_desktop_config.json"


CLIENTS = {
    "claude-desktop": MCPClient(
        "Claude Desktop",
        "mcpServers",
        _claude_desktop,
        "Quit Claude Desktop and start it again.",
        reference=None,
        typed=False,
        http=False,
    ),
    "claude-code": MCPClient(
        "Claude Code",
        "mcpServers",
        lambda: Path.cwd() / ".mcp.json",
        "Start claude in this folder; it asks once whether this project's servers are to be trusted.",
        reference=lambda variable: f"${{{variable}}}",
        typed=True,
    ),
    "cursor": MCPClient(
        "Cursor",
        "mcpServers",
        lambda: Path.home() / ".cursor" / "mcp.json",
        "Restart Cursor; the server is listed among its MCP servers.",
        reference=lambda variable: f"${{env:{variable}}}",
        typed=False,
    ),
    "vscode": MCPClient(
        "VS Code",
        "servers",
        lambda: Path.cwd() / ".vscode" / "mcp.json",
        "In VS Code: MCP: List Servers, and start it there.",
        reference=lambda variable: f"${{input:{input_id(variable)}}}",
        typed=True,
        asks=True,
    ),
    "codex": MCPClient(
        "Codex",
        "mcp_servers",
        lambda: Path(os.environ.get("CODEX_HOME") or Path.home() / ".codex") / "config.toml",
        "Start codex again; /mcp lists its servers.",
        reference=lambda variable: f"${{{variable}}}",
        typed=False,
        toml=True,
    ),
    "gemini-cli": MCPClient(
        "Gemini CLI",
        "mcpServers",
        lambda: Path.home() / ".gemini" / "settings.json",
        "Start gemini again; /mcp lists its servers.",
        reference=lambda variable: f"${{{variable}}}",
        typed=False,
        url="httpUrl",
    ),
    "windsurf": MCPClient(
        "Windsurf",
        "mcpServers",
        lambda: Path.home() / ".codeium" / "windsurf" / "mcp_config.json",
        "Refresh the MCP servers in Cascade's panel.",
        reference=lambda variable: f"${{env:{variable}}}",
        typed=False,
        url="serverUrl",
    ),
    "zed": MCPClient(
        "Zed",
        "context_servers",
        _zed,
        "Zed starts it by itself; its dot in the agent panel's settings turns green.",
        reference=None,
        typed=False,
        http=False,
    ),
}


def input_id(variable: str) -> str:
    return variable.lower().replace("_", "-")


def inputs(client: MCPClient, entry: Entry) -> list[Entry]:
    """What the client is to ask for, for the secrets that the entry refers to."""
    if not client.asks:
        return []
    named = dict.fromkeys(re.findall(r"\$\{input:([^}]+)\}", str(entry)))
    return [
        {"type": "promptString", "id": name, "description": name.replace("-", " "), "password": True} for name in named
    ]


def program_entry(client: MCPClient, command: Sequence[str], variables: Mapping[str, str]) -> Entry:
    """A server that the client starts; `variables` are set for it."""
    entry: Entry = {"type": "stdio"} if client.typed else {}
    entry |= {"command": command[0], "args": list(command[1:])}
    if client.toml and client.reference:
        named = [name for name, value in variables.items() if value == client.reference(name)]
        entry |= {"env_vars": named} if named else {}
        variables = {name: value for name, value in variables.items() if name not in named}
    return entry | ({"env": dict(variables)} if variables else {})


def http_entry(client: MCPClient, url: str, variable: str) -> Entry:
    """A server that runs elsewhere; `variable` holds the token for it. Raises UsageError."""
    if not client.http or client.reference is None:
        raise UsageError(
            f"{client.title} reaches no address by its file without the token being written there. Install it with "
            "--as ID, or add the address in its settings as a connector."
        )
    if client.toml:
        return {client.url: url, "bearer_token_env_var": variable}
    entry: Entry = {"type": "http"} if client.typed else {}
    return entry | {client.url: url, "headers": {"Authorization": f"Bearer {client.reference(variable)}"}}


_SECRET = re.compile(r"SECRET|KEYS?$|PASSWORD|TOKEN$")


def settings_for(client: MCPClient, environment: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """What of our own settings a program that the client starts is given, and the secret ones that cannot be.

    Clients start programs without a shell's variables, so a setting from there would be missing.
    """
    given: dict[str, str] = {}
    lacking: list[str] = []
    for name in sorted(name for name in environment if name.startswith("FIGWRIGHT_")):
        if not _SECRET.search(name) and "@" not in environment[name]:
            given[name] = environment[name]
        elif client.reference is not None:
            given[name] = client.reference(name)
        else:
            lacking.append(name)
    return given, lacking
