"""What the mailbox's tool takes: inputs that are called as options of the command line are."""

from typing import NotRequired

from pydantic import with_config
from typing_extensions import TypedDict

NAMES = ("text", "json", "input", "save", "as", "kind", "help", "verbose", "connection", "api_url", "input_text", "h")

LetterInput = with_config(extra="forbid")(
    TypedDict("LetterInput", {"text": str, **dict.fromkeys(NAMES[1:], NotRequired[str])})
)
