"""`figwright changes`: what changed between two versions of a file, on standard output."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from typing import Annotated

import typer

from figwright.redaction.escaping import make_visible
from figwright.rendering.shape import MAX_TOKENS
from figwright_cli.commands import (
    AllowInsecure,
    ApiUrl,
    ConnectionName,
    Credential,
    Identifier,
    Kind,
    TokenEnv,
    TokenStdin,
    configured,
    say,
)

FILE, VERSIONS, PROOF = "figma_file_get", "figma_file_versions_list", "figma_file_meta_get"


class Format(StrEnum):
    TEXT = "text"
    JSON = "json"


def changes(
    file_key: Annotated[str, typer.Argument(metavar="FILE_KEY", help="The file's key, or the URL of its page.")],
    since: Annotated[
        str,
        typer.Option(
            metavar="VERSION",
            help="The earlier version's id; without one, the newest before --until that is held, or of all.",
        ),
    ] = "",
    until: Annotated[
        str, typer.Option(metavar="VERSION", help="The later version's id; without one, the file as it is.")
    ] = "",
    written: Annotated[
        Format, typer.Option("--format", help="text: for a reader or a model. json: every node and key that differs.")
    ] = Format.TEXT,
    max_tokens: Annotated[int, typer.Option(metavar="N", min=1, help="The budget of the text.")] = MAX_TOKENS,
    identifier: Identifier = "",
    token_env: TokenEnv = "",
    token_stdin: TokenStdin = False,
    kind: Kind = "",
    connection_name: ConnectionName = "",
    api_url: ApiUrl = "",
    allow_insecure: AllowInsecure = False,
) -> None:
    """Say what changed between two versions of a file: nodes, texts, colours, layout, components.

    Each version is read whole, by one call of tier 1, unless it is held; that is said before it is sent.
    figwright changes FILE_KEY --as ID --since VERSION
    """
    from figwright.settings import load_settings
    from figwright_figma.changes import read_changes

    settings = load_settings()
    chosen = configured(settings, connection_name, FILE)
    whose = Credential(identifier, token_env, token_stdin, kind, api_url, allow_insecure)
    with whose.actions(settings, chosen, (FILE, VERSIONS, PROOF)) as actions:
        found = read_changes(actions, file_key, since=since, until=until, identifier=identifier or None, say=say)
    if written == Format.JSON:
        sys.stdout.write(make_visible(json.dumps(found.data, indent=2, ensure_ascii=False), "json") + "\n")
    else:
        sys.stdout.write(found.render(max_tokens=max_tokens) + "\n")
