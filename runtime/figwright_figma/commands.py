"""Commands that figwright gains with Figma: `sandbox` runs a local one, `demo` tries every tool against it."""

from __future__ import annotations

import filecmp
import json
import shlex
import sys
import tempfile
import threading
import time
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from figwright_figma.demo import Regeneration
    from figwright_figma.sandbox import Sandbox

PACKAGE = "figma_tools"


def sandbox(
    port: Annotated[int, typer.Option(help="The port to listen on; 0 takes a free one.")] = 0,
    host: Annotated[str, typer.Option(help="An address of this machine; no other is possible.")] = "127.0.0.1",
    rate_limits: Annotated[bool, typer.Option("--rate-limits", help="Enforce Figma's rate limits.")] = False,
    big_file: Annotated[int, typer.Option(metavar="MB", help="Also serve a file of about so many megabytes.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="Print the address, tokens, ids and app as JSON.")] = False,
) -> None:
    """Run a local Figma to develop against, until you stop it with Ctrl-C."""
    from figwright_figma.sandbox import Sandbox
    from figwright_figma.sandbox.server import LOOPBACK

    if host not in LOOPBACK:
        raise typer.BadParameter(f"the sandbox listens on this machine only: one of {', '.join(LOOPBACK)}.")
    try:
        running = Sandbox(host=host, port=port, rate_limits=rate_limits).start()
    except OSError as error:
        raise typer.BadParameter(f"port {port} on {host} cannot be used: {error.strerror}.") from None
    key = running.big_file(big_file) if big_file else ""
    told = _about(running, key)
    sys.stdout.write(json.dumps(told, indent=2) + "\n" if as_json else _sheet(told))
    sys.stdout.flush()
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        pass
    finally:
        running.stop()


def demo(
    as_json: Annotated[bool, typer.Option("--json", help="Print what happened as JSON.")] = False,
) -> None:
    """Regenerate the client, start a local Figma, connect a user, call every tool, and show five refusals."""
    from figwright_codegen import GenerationError
    from figwright_figma.demo import show
    from figwright_figma.sandbox import Sandbox

    try:
        regeneration = regenerate()
    except GenerationError as error:
        sys.stderr.write("\n".join(map(str, error.problems)) + "\n")
        raise typer.Exit(2) from None
    with Sandbox() as running:
        if not show(running, regeneration, as_json=as_json):
            raise typer.Exit(1)


def regenerate() -> Regeneration:
    """Generate the client again, elsewhere, and compare it with the installed one byte by byte."""
    from figwright_codegen import generate
    from figwright_figma.demo import Regeneration
    from figwright_figma.spec import MANIFEST, ROOT, spec_folder

    folder = spec_folder()
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as temporary:
        out = Path(temporary)
        generate(folder / ROOT, folder / MANIFEST, out, PACKAGE)
        seconds = time.perf_counter() - started
        fresh = _files(out / PACKAGE)
        installed = _installed()
        stale = [
            name
            for name in sorted(fresh.keys() | installed.keys())
            if name not in fresh
            or name not in installed
            or not filecmp.cmp(fresh[name], installed[name], shallow=False)
        ]
    return Regeneration(seconds, len(fresh), tuple(stale))


def _installed() -> dict[str, Path]:
    found = find_spec(PACKAGE)
    if found is None or not found.submodule_search_locations:
        return {}
    return _files(Path(found.submodule_search_locations[0]))


def _files(folder: Path) -> dict[str, Path]:
    """Every file of a generated package by its path in it, without the description that a wheel puts beside them."""
    files = (path for path in folder.rglob("*") if path.is_file())
    relative = {path.relative_to(folder): path for path in files}
    return {
        name.as_posix(): path for name, path in relative.items() if not {"__pycache__", "spec"} & set(name.parts[:-1])
    }


def _about(running: Sandbox, big_file: str) -> dict[str, Any]:
    from figwright_figma.sandbox.auth import SCHEMES

    demo = running.demo
    ids = {name: getattr(demo, name) for name in demo.__dataclass_fields__ if name.endswith(("_id", "_key"))}
    return {
        "url": running.url,
        "tokens": {kind: running.token(kind=kind) for kind in SCHEMES},
        "ids": ids | ({"big_file_key": big_file} if big_file else {}),
        "environment": running.environment(),
    }


def _sheet(told: dict[str, Any]) -> str:
    tokens = "\n".join(f"  {kind:<22} {token}" for kind, token in told["tokens"].items())
    ids = "\n".join(f"  {name:<22} {value}" for name, value in told["ids"].items())
    exports = "\n".join(f"  export {name}={shlex.quote(value)}" for name, value in told["environment"].items())
    return f"""A local Figma answers at {told["url"]} (Ctrl-C stops it).

Tokens, each with every scope:
{tokens}

Ids in it:
{ids}

Its demo app, to connect accounts through its consent page:
{exports}

Try it:
  export FIGMA_TOKEN={told["tokens"]["personal_access_token"]}
  figwright call figma_file_get --token-env FIGMA_TOKEN --api-url {told["url"]} --allow-insecure \\
    --file-key {told["ids"]["file_key"]} --depth 2
"""
