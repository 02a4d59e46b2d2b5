"""List all open comments on a file and summarize the feedback by frame, in two calls.

    python examples/open_comments.py              against a local Figma, with a model that follows a script
    python examples/open_comments.py FILE_KEY     against Figma, with OpenAI's model (OPENAI_API_KEY)

The second needs your app in the environment and user_figma_456 connected, as examples/quickstart.py does it, and from
the checkout: pip install '.[openai]'. The first needs nothing besides figwright with its sandbox.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from typing import Any

from figwright.openai import Tools

IDENTIFIER = "user_figma_456"  # your internal user ID


def ask(create: Callable[..., Any], file_key: str) -> None:
    tools = Tools(connection_name="figma", identifier=IDENTIFIER, read_only=True)
    question = f"List all open comments on the file {file_key} and summarize the feedback by frame."
    items: list[Any] = [{"role": "user", "content": question}]
    while True:
        response = create(model="gpt-5", input=items, tools=tools.schemas(api="responses"))
        results = tools.answers(response.output)
        if not results:
            break
        for result in results:
            print(f"{result['output']}\n")
        items += [*response.output, *results]
    print(response.output_text)


class ScriptedModel:
    """In the place of a model: reads the open threads, makes the call that their text names, and sorts by frame."""

    def __init__(self, file_key: str) -> None:
        self.file_key = file_key

    def create(self, *, input: list[Any], **_: Any) -> Any:  # noqa: A002 - the SDK's name
        read = [each["output"] for each in input if each.get("type") == "function_call_output"]
        if not read:
            return Says(call("figma_file_comments_list", {"file_key": self.file_key, "view": "open"}))
        if len(read) == 1:
            # The text says which call tells the page, the frame and the name of each node.
            name, arguments = re.findall(r": (figma_\w+) (\{.*\})$", read[0], re.MULTILINE)[0]
            return Says(call(name, json.loads(arguments)))
        return Says(text=summary(*read))


def summary(threads: str, paths: str) -> str:
    """What a model would say better: for each frame, the first comments of its open threads."""
    frames: dict[str, str] = {}
    found: dict[str, list[str]] = {}
    node = frame = ""
    for line in paths.splitlines():
        if placed := re.fullmatch(r"( +)\S+ (\".*\") (\S+)", line):
            frame = placed[2] if placed[1] == " " else frame
            frames[placed[3]] = frame
    for line in threads.splitlines():
        node = line.removeprefix("On ") if line.startswith("On ") else node
        if re.match(r" \S", line):
            found.setdefault(frames.get(node, node), []).append(line.partition(": ")[2])
    return "\n".join(f"{frame}: {' '.join(texts)}" for frame, texts in found.items())


def call(name: str, arguments: dict[str, Any]) -> dict[str, Any]:
    return {"type": "function_call", "call_id": name, "name": name, "arguments": json.dumps(arguments)}


class Says:
    """A response of the model."""

    def __init__(self, *calls: dict[str, Any], text: str = "") -> None:
        self.output, self.output_text = list(calls), text


if __name__ == "__main__":
    if len(sys.argv) == 2:
        from openai import OpenAI

        ask(OpenAI().responses.create, sys.argv[1])
    else:
        from local_figma import local_figma

        with local_figma(IDENTIFIER, "figma_file_get", "figma_file_comments_list") as key:
            ask(ScriptedModel(key).create, key)
