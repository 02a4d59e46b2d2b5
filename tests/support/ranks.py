"""A machine on which tiktoken and its ranks are installed: a stand-in whose every character is a token."""

from __future__ import annotations

from pathlib import Path

_RANKS = "fb374d419588a4632f3f557e76b4b70aebbca790"
_TIKTOKEN = """
class Encoding:
    def encode(self, text, disallowed_special):
        return list(text)

def get_encoding(name):
    assert name == "o200k_base"
    return Encoding()
"""


def with_ranks(folder: Path) -> dict[str, str]:
    """The environment of a process on such a machine."""
    (folder / "tiktoken.py").write_text(_TIKTOKEN)
    (folder / _RANKS).touch()
    return {"PYTHONPATH": str(folder), "TIKTOKEN_CACHE_DIR": str(folder)}
