"""An agent's session on a View seat, which has six calls of tier 1 a month: read a file, and again after an edit.

    python examples/view_seat.py              against a local Figma that keeps to Figma's limits
    python examples/view_seat.py FILE_KEY     against Figma: your app in the environment, user_figma_456 connected

The file is read whole once for each of its versions. What is asked after that is answered from what is held, after
figwright has asked whether this account may read this version now (docs/cache.md).
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from typing import Any

from figwright import Actions
from figwright.types import ToolResult
from figwright_figma.changes import read_changes

IDENTIFIER = "user_figma_456"  # your internal user ID
TOOLS = (
    "figma_file_get",
    "figma_file_nodes_get",
    "figma_file_comments_list",
    "figma_file_meta_get",
    "figma_file_versions_list",
)


def session(actions: Actions, file_key: str, edit: Callable[[], object]) -> None:
    def read(tool: str, **more: Any) -> ToolResult:
        shaping = {"view": more.pop("view")} if "view" in more else {}
        return actions.execute_tool(tool, identifier=IDENTIFIER, tool_input={"file_key": file_key, **more}, **shaping)

    file = read("figma_file_get", view="outline")
    print(f"The file, version {file.version}:\n{file.text}\n")
    tell_calls(actions, "to open the file")

    held = 0
    for node_id in list(ids_of(file["document"]))[:40]:  # one after the other, as an agent comes across them
        held += read("figma_file_nodes_get", ids=[node_id]).from_cache
    tell_calls(actions, f"after 40 nodes, {held} of them from what is held")

    comments = read("figma_file_comments_list", view="open")
    pinned = {each["client_meta"].get("node_id") for each in comments["comments"] if each["client_meta"]}
    where = read("figma_file_get", ids=sorted(filter(None, pinned)), view="paths")
    print(f"Open comments:\n{comments.text}\nand where they are:\n{where.text}\n")
    tell_calls(actions, "after the comments by frame")

    edit()
    now = read("figma_file_meta_get")["file"]["version"]  # of tier 3
    print(f"The file is at version {now}, {'the same' if now == file.version else 'a new one'}.")
    if now != file.version:
        found = read_changes(actions, file_key, since=file.version, identifier=IDENTIFIER)
        print(f"{found.text}\n")
    read("figma_file_nodes_get", ids=sorted(ids_of(file["document"]))[:5])
    tell_calls(actions, "after the edit, what it changed, and five nodes as they are")


def ids_of(node: dict[str, Any]) -> Iterator[str]:
    for child in node.get("children", []):
        yield child["id"]
        yield from ids_of(child)


def tell_calls(actions: Actions, when: str) -> None:
    counts = {each.tier: each.calls_this_month for each in actions.budget(identifier=IDENTIFIER)}
    print(
        f"Calls of tier 1 {when}: {counts.get(1, 0)}. Of tier 2: {counts.get(2, 0)}, of tier 3: {counts.get(3, 0)}.\n"
    )


def with_a_local_figma() -> None:
    """A person with a View seat opens a colleague's file; in between the colleague edits it."""
    import os

    from figwright_figma.sandbox import Sandbox

    with Sandbox(rate_limits=True) as sandbox, tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        os.environ |= sandbox.environment() | {
            "FIGWRIGHT_DATABASE_URL": f"sqlite:///{folder}/figwright.db",
            "FIGWRIGHT_CONNECTIONS__FIGMA__TOOLS": ",".join(TOOLS),
        }
        viewer = sandbox.user("View Seat", seat="view")
        shop = sandbox.file("Shop")
        label = None
        for screen in ("Cart", "Checkout", "Receipt"):
            frame = shop.page(screen).frame(screen, layout="VERTICAL", padding=24, gap=16)
            for number in range(16):
                label = frame.text(f"{screen}, line {number}")
            shop.comment(f"Is {screen} done?", on=frame)
        shop.version("Monday")

        def edit() -> None:
            assert label is not None
            label.node["characters"] = "Thank you!"
            shop.version("Tuesday")

        with Actions() as actions:
            actions.get_or_create_connected_account(identifier=IDENTIFIER)
            callback = sandbox.consent(actions.get_authorization_link(identifier=IDENTIFIER).link, viewer)
            assert callback is not None, "the sandbox's person approves"
            actions.complete_authorization(callback)
            session(actions, shop.key, edit)


if __name__ == "__main__":
    if len(sys.argv) == 2:
        with Actions() as actions:
            session(actions, sys.argv[1], lambda: input("Edit the file in Figma, then press Enter. "))
    else:
        with_a_local_figma()
