"""`figwright tokens`: a file's design tokens on standard output."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

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
)

if TYPE_CHECKING:
    from figwright import Actions
    from figwright.errors import FigwrightError
    from figwright_figma.tokens import TokenSet

VARIABLES, FILE = "figma_file_variables_local_get", "figma_file_get"


class Format(StrEnum):
    DTCG = "dtcg"
    CSS = "css"
    TAILWIND = "tailwind"


class Source(StrEnum):
    ANY = "any"
    VARIABLES = "variables"
    FILE = "file"


def tokens(
    file_key: Annotated[str, typer.Argument(metavar="FILE_KEY", help="The file's key, or the URL of its page.")],
    written: Annotated[
        Format,
        typer.Option("--format", help="JSON of the format of 2025.10, custom properties, or a Tailwind 4 theme."),
    ] = Format.DTCG,
    source: Annotated[
        Source,
        typer.Option(
            "--from",
            help="variables: needs Enterprise. file: the styles, and what is seen where variables are bound. any: the "
            "variables where they may be read, else the file.",
        ),
    ] = Source.ANY,
    identifier: Identifier = "",
    token_env: TokenEnv = "",
    token_stdin: TokenStdin = False,
    kind: Kind = "",
    connection_name: ConnectionName = "",
    api_url: ApiUrl = "",
    allow_insecure: AllowInsecure = False,
) -> None:
    """Write a file's design tokens to standard output: as DTCG 2025.10, CSS or a Tailwind theme.

    figwright tokens FILE_KEY --token-env FIGMA_TOKEN --format css > tokens.css
    """
    from figwright.settings import load_settings

    settings = load_settings()
    chosen = configured(settings, connection_name, FILE)
    whose = Credential(identifier, token_env, token_stdin, kind, api_url, allow_insecure)
    with whose.actions(settings, chosen, (VARIABLES, FILE)) as actions:
        found = read_tokens(actions, file_key, source, identifier=identifier or None)
    _report(found)
    sys.stdout.write(write_tokens(found, written))


def read_tokens(
    actions: Actions,
    file_key: str,
    source: str = Source.ANY,
    *,
    identifier: str | None = None,
) -> TokenSet:
    """The tokens of a file from its variables, from what it shows, or from these where those may not be read.

    Raises what `execute_tool` raises.
    """
    from figwright.errors import ProviderError, RefusedError
    from figwright_figma.tokens import tokens_of_design, tokens_of_variables

    def answer_of(tool: str) -> Any:
        given = {"file_key": file_key}
        return actions.execute_tool(tool, identifier=identifier, tool_input=given).data

    if source != Source.FILE:
        try:
            return tokens_of_variables(answer_of(VARIABLES)["meta"])
        except (ProviderError, RefusedError) as error:
            if source == Source.VARIABLES or not _is_barred(error):
                raise
            sys.stderr.write("The variables may not be read, so these are the file's styles and bound values. ")
            sys.stderr.write("--from variables says why.\n")
    return tokens_of_design(answer_of(FILE))


def write_tokens(found: TokenSet, written: str = Format.DTCG) -> str:
    from figwright_figma.tokens import to_css, to_dtcg, to_tailwind

    if written == Format.DTCG:
        return json.dumps(to_dtcg(found), indent=2, ensure_ascii=False) + "\n"
    return to_css(found) if written == Format.CSS else to_tailwind(found)


def _is_barred(error: FigwrightError) -> bool:
    """Whether the variables are closed to the account, while the file may be open to it."""
    from figwright.errors import Cause, RefusedError

    barred = (Cause.PLAN_TOO_LOW, Cause.SEAT_TOO_LOW, Cause.MISSING_SCOPE, Cause.NO_ACCESS, Cause.WRONG_CREDENTIAL_KIND)
    return isinstance(error, RefusedError) or getattr(error, "cause", None) in barred


def _report(found: TokenSet) -> None:
    if not found.tokens:
        sys.stderr.write("There is no token: the file has no styles in use, no bound variables, or none of its own.\n")
    if found.lost:
        sys.stderr.write(f"{len(found.lost)} have no value that the format can hold; they are named in the output.\n")
