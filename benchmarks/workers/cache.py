"""`cache.py URL DATABASE_URL KIND FILE_KEY IDS`: one kind of read of a file, in a process of its own."""

from __future__ import annotations

import json
import sys
import time
from typing import Any

from benchmarks.workers.accounts import KEY, connection
from benchmarks.workers.peak import peak_mb
from figwright import Actions


def main(url: str, database_url: str, kind: str, file_key: str, ids: str) -> None:
    person = kind if kind.startswith("session") else "ann"
    with Actions([connection(url)], database_url=database_url, encryption_keys=[KEY]) as actions:

        def read(tool: str, **more: Any) -> Any:
            cache = more.pop("cache", True)
            given = {} if tool == "figma_me_get" else {"file_key": file_key, **more}
            return actions.execute_tool(tool, identifier=person, tool_input=given, cache=cache)

        if kind.startswith("session"):
            on = kind == "session-with"
            read("figma_me_get")  # opens the store; of tier 3
            actions.context.cache.shelf.clear("figma")
            read("figma_file_get", cache=on)
            for node_id in ids.split(",")[:1] * 40:
                read("figma_file_nodes_get", ids=node_id, cache=on)
            read("figma_file_get", cache=on)
            counts = {str(each.tier): each.calls_this_minute for each in actions.budget(identifier=person)}
            sys.stdout.write(json.dumps(counts | {"3": counts["3"] - 1}) + "\n")
            return
        read("figma_file_meta_get")  # what a process does once, and the proof
        if kind == "kept":
            actions.context.cache.shelf.clear("figma")
        tool, more = ("figma_file_nodes_get", {"ids": ids}) if kind.startswith("nodes") else ("figma_file_get", {})
        for _ in range(10 if kind == "nodes-warm" else 1):
            started = time.perf_counter()
            result = read(tool, **more, cache="fetched" not in kind)
            seconds = time.perf_counter() - started
        assert result.from_cache is (kind in ("held", "nodes-cold", "nodes-warm")), kind
        sys.stdout.write(json.dumps({"seconds": seconds, "peak": peak_mb()}) + "\n")


main(*sys.argv[1:6])
