"""A loop around Anthropic's API, without a framework: the model calls tools until it has an answer.

    python examples/anthropic_loop.py              against a local Figma, with a model that follows a script
    python examples/anthropic_loop.py FILE_KEY     against Figma, with Claude (ANTHROPIC_API_KEY)

The second needs your app in the environment and user_figma_456 connected, as examples/quickstart.py does it.
Install, from the checkout: pip install '.[anthropic]'
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from anthropic import Anthropic
from anthropic.types import Message, MessageParam, ToolUseBlock

from figwright.anthropic import Tools

IDENTIFIER = "user_figma_456"  # your internal user ID


def ask(create: Callable[..., Message], file_key: str) -> None:
    tools = Tools(connection_name="figma", identifier=IDENTIFIER)
    question = f"Answer Linus on {file_key}: the contrast is fine. Then delete my question about the stamp."
    messages: list[MessageParam] = [{"role": "user", "content": question}]
    while True:
        message = create(model="claude-sonnet-4-6", max_tokens=4096, tools=tools.schemas(), messages=messages)
        messages.append({"role": "assistant", "content": message.content})
        # Every call is answered: with the text of its result, or with an error that says what to do.
        results = tools.answers(message.content, approve=allowed)
        if not results:
            break
        for result in results:
            print(f"{'failed' if result['is_error'] else 'done'}: {str(result['content']).splitlines()[-1]:.100}")
        messages.append({"role": "user", "content": results})
    print("".join(block.text for block in message.content if block.type == "text"))


def allowed(call: ToolUseBlock) -> bool:
    """What destroys something is put before a person."""
    try:
        return input(f"Allow {call.name} {call.input}? [y/N] ") == "y"
    except EOFError:
        return False


class ScriptedModel:
    """In the place of a model: reads the comments, answers one, wants to delete another, and is done."""

    def __init__(self, file_key: str) -> None:
        self.file_key = file_key

    def create(self, *, messages: list[MessageParam], **_: Any) -> Message:
        turn = len(messages) // 2
        if turn == 0:
            return self.says(self.call("figma_file_comments_list"))
        read: Any = messages[2]["content"]
        rows = read[0]["content"].splitlines()
        ids = {name: row.split()[0] for row in rows for name in ("contrast", "stamp") if name in row}
        if turn == 1:
            reply = self.call("figma_file_comment_create", message="It is fine.", comment_id=ids["contrast"])
            return self.says(reply, self.call("figma_file_comment_delete", comment_id=ids["stamp"]))
        return self.says({"type": "text", "text": "Answered, and tried to delete."})

    def call(self, name: str, **arguments: str) -> dict[str, Any]:
        return {"type": "tool_use", "id": name, "name": name, "input": {"file_key": self.file_key} | arguments}

    def says(self, *content: dict[str, Any]) -> Message:
        usage = {"input_tokens": 0, "output_tokens": 0}
        fields = {"id": "1", "type": "message", "role": "assistant", "model": "scripted", "usage": usage}
        return Message.model_validate(fields | {"content": content, "stop_reason": None, "stop_sequence": None})


if __name__ == "__main__":
    if len(sys.argv) == 2:
        ask(Anthropic().messages.create, sys.argv[1])
    else:
        from local_figma import local_figma

        used = "figma_file_comments_list", "figma_file_comment_create", "figma_file_comment_delete"
        with local_figma(IDENTIFIER, *used) as key:
            ask(ScriptedModel(key).create, key)
