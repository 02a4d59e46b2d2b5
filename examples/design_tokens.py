"""A file's design tokens, in the Design Tokens Community Group's format of 2025.10: JSON on standard output.

    python examples/design_tokens.py              against a local Figma
    python examples/design_tokens.py FILE_KEY     against Figma, with a personal access token in FIGMA_TOKEN

`figwright tokens FILE_KEY --token-env FIGMA_TOKEN` does the same, and writes CSS and Tailwind themes, too. Variables
need a plan and a token that may read them (Enterprise, scope file_variables:read); without, the tokens are the file's
styles and the values seen where variables are bound.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

from figma_tools.types.variables import LocalVariables
from figwright import Actions
from figwright_figma.tokens import to_dtcg, tokens_of_variables
from figwright_figma.tokens.command import read_tokens


def design_tokens(variables: LocalVariables) -> dict[str, Any]:
    """The tokens of variables that you have read already."""
    return to_dtcg(tokens_of_variables(dict(variables)))


def export(actions: Actions, file_key: str) -> None:
    print(json.dumps(to_dtcg(read_tokens(actions, file_key)), indent=2, ensure_ascii=False))


if __name__ == "__main__":
    if len(sys.argv) == 2:
        with Actions.with_token(os.environ["FIGMA_TOKEN"]) as actions:
            export(actions, sys.argv[1])
    else:
        from figwright_figma.sandbox import Sandbox

        with Sandbox() as sandbox:
            token_of_one = sandbox.token(kind="personal_access_token")
            with Actions.with_token(token_of_one, api_url=sandbox.url, allow_insecure=True) as actions:
                export(actions, sandbox.demo.file_key)
