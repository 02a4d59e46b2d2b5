"""How many tokens a text is: exact where tiktoken and its ranks are on this machine, else estimated.

The estimate counts pieces such as byte-pair encoders make: up to six letters, up to three digits, up to three signs, a
space before a digit, single characters of scripts without an alphabet. Against o200k_base it was between 0.85 (random
base64) and 1.5 (Chinese) times the truth, and for what is written here between 1.05 and 1.2.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

_PIECE = re.compile(
    "[A-Z]?[a-z\u00c0-\u024f]{1,6}|[A-Z]{1,3}|[0-9]{1,3}|[\u0250-\u1fff]{1,3}"
    "|[!-/:-@\\[-`{-~]{1,3}| (?=[0-9])|[^\\s!-~]|\\n+|  +"
)
_ASTRAL = re.compile("[\u200d\ufe0f\U00010000-\U0010ffff]")
_MARGIN = 1.06
_BLOCK = 4096
"""Characters looked at together, so that a long text takes no more memory than a short one."""
_RANKS = "fb374d419588a4632f3f557e76b4b70aebbca790"
"""The file in TIKTOKEN_CACHE_DIR that holds the ranks of o200k_base; without it tiktoken would go and fetch them."""


def estimate_tokens(text: str) -> int:
    """About how many tokens a text is, rather too many than too few."""
    pieces = 0
    for start in range(0, len(text), _BLOCK):
        block = text[start : start + _BLOCK]
        pieces += _PIECE.subn("", block)[1]  # counts them without a list of them
        if not block.isascii():
            pieces += len(_ASTRAL.findall(block))
    return int(pieces * _MARGIN) + 1


def count_tokens(text: str) -> int:
    """How many tokens a text is, as exactly as this machine can tell."""
    exact = exact_counter()
    return exact(text) if exact else estimate_tokens(text)


@cache
def exact_counter() -> Callable[[str], int] | None:
    """Counts tokens of o200k_base; None where that is not installed. Never fetches anything."""
    folder = os.environ.get("TIKTOKEN_CACHE_DIR")
    if not folder or not (Path(folder) / _RANKS).is_file():
        return None
    try:
        encoding: Any = import_module("tiktoken").get_encoding("o200k_base")
    except ImportError:
        return None
    return lambda text: len(encoding.encode(text, disallowed_special=()))
