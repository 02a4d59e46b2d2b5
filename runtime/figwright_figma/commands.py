"""Commands that figwright gains with Figma: `sandbox` runs a local one, `demo` tries every tool against it."""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from importlib.resources import files
from importlib.resources.abc import Traversable
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from figwright_cli.commands import check_sandbox, exports, run_sandbox

if TYPE_CHECKING:
    from figwright_figma.demo import Regeneration
    from figwright_figma.sandbox import Sandbox

PACKAGE = "figma_tools"


def sandbox(
    port: Annotated[int, typer.Option(metavar="N", min=0, max=65535, help="The port; 0 takes a free one.")] = 0,
    host: Annotated[str, typer.Option(help="An address of this machine; no other is possible.")] = "127.0.0.1",
    rate_limits: Annotated[bool, typer.Option("--rate-limits", help="Enforce Figma's rate limits.")] = False,
    big_file: Annotated[int, typer.Option(metavar="MB", help="Also serve a file of about so many megabytes.")] = 0,
    redirect_uris: Annotated[
        list[str] | None,
        typer.Option("--redirect-uri", metavar="URL", help="Where its demo app sends people back to; repeatable."),
    ] = None,
    as_env: Annotated[
        bool, typer.Option("--env", help="Print lines for a shell to read, and nothing else: the app, ids and a token.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the address, tokens, ids and app as JSON.")] = False,
    connector_name: Annotated[
        str, typer.Option("--connector", metavar="NAME", help="Which connector's, where several are installed: figma.")
    ] = "",
) -> None:
    """Run a local Figma to develop against, until you stop it with Ctrl-C.

    In a shell: eval "$(figwright sandbox --env &)" and, when you are done, kill $FIGMA_SANDBOX_PID.
    """
    from figwright_figma.sandbox import Sandbox

    check_sandbox(host, redirect_uris or [], as_env=as_env, as_json=as_json)
    running = Sandbox(host=host, port=port, rate_limits=rate_limits)
    if redirect_uris:
        running.demo.app.redirect_uris = redirect_uris

    def told() -> str:
        about = _about(running, running.big_file(big_file) if big_file else "")
        return _exports(about) if as_env else json.dumps(about, indent=2) + "\n" if as_json else _sheet(about)

    run_sandbox(running, told, as_env=as_env)


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

    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as temporary:
        spec, out = Path(temporary, "spec"), Path(temporary, "out")
        for name, content in _files(spec_folder()).items():
            (spec / name).parent.mkdir(parents=True, exist_ok=True)
            (spec / name).write_bytes(content)
        generate(spec / ROOT, spec / MANIFEST, out, PACKAGE)
        seconds = time.perf_counter() - started
        fresh = _files(out / PACKAGE)
    installed = _files(files(PACKAGE)) if find_spec(PACKAGE) else {}
    stale = [name for name in sorted(fresh.keys() | installed.keys()) if fresh.get(name) != installed.get(name)]
    return Regeneration(seconds, len(fresh), tuple(stale))


def _files(folder: Traversable, inside: str = "") -> dict[str, bytes]:
    """Every file of a folder by its path in it, without the description that a wheel puts beside generated code."""
    found: dict[str, bytes] = {}
    for each in folder.iterdir():
        if each.is_file():
            found[inside + each.name] = each.read_bytes()
        elif each.name not in ("__pycache__", "spec"):
            found |= _files(each, f"{inside}{each.name}/")
    return found


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


def _exports(told: dict[str, Any]) -> str:
    """Everything as variables: `FIGWRIGHT_...` as figwright reads them, and `FIGMA_...` for the command line."""
    values = told["environment"] | {"FIGMA_URL": told["url"], "FIGMA_TOKEN": told["tokens"]["personal_access_token"]}
    values |= {f"FIGMA_{name.upper()}": value for name, value in told["ids"].items()}
    values["FIGMA_SANDBOX_PID"] = str(os.getpid())
    return exports(values)


def _sheet(told: dict[str, Any]) -> str:
    tokens = "\n".join(f"  {kind:<22} {token}" for kind, token in told["tokens"].items())
    ids = "\n".join(f"  {name:<22} {value}" for name, value in told["ids"].items())
    settings = exports(told["environment"]).replace("export", "  export").rstrip()
    return f"""A local Figma answers at {told["url"]} (Ctrl-C stops it).

Tokens, each with every scope:
{tokens}

Ids in it:
{ids}

Its demo app, to connect accounts through its consent page:
{settings}

Try it:
  export FIGMA_TOKEN={told["tokens"]["personal_access_token"]}
  figwright call figma_file_get --token-env FIGMA_TOKEN --api-url {told["url"]} --allow-insecure \\
    --file-key {told["ids"]["file_key"]} --depth 2
"""
