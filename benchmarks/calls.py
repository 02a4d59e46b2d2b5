"""What a call costs beyond httpx: with every check, against a local server that keeps connections alive."""

from __future__ import annotations

from benchmarks.peers import installed
from benchmarks.processes import Bench, Section, median, server, told_by

ROUNDS, CALLS = 9, 500
_CODE = """
import json, sys, time
import httpx
from figwright import Actions
from figma_tools import figma_me_get

url, rounds, calls = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
client = httpx.Client(base_url=url, headers={"X-Figma-Token": "figd_benchmark"})
transport = httpx.HTTPTransport()
actions = Actions.with_token("figd_benchmark", api_url=url, allow_insecure=True)
account = actions.account()

def raw_transport():
    request = httpx.Request("GET", url + "/v1/me", headers={"X-Figma-Token": "figd_benchmark"})
    response = transport.handle_request(request)
    data = json.loads(b"".join(response.stream))
    response.close()
    return data

measured = {
    "httpx.Client: client.get(...).json()": lambda: client.get("/v1/me").json(),
    "httpx transport and json.loads, no client": raw_transport,
    "actions.execute_tool(...)": lambda: actions.execute_tool("figma_me_get").data,
    "figma_me_get(account)": lambda: figma_me_get(account),
}
found = {name: [] for name in measured}
for round in range(rounds + 1):
    for name, call in measured.items():
        started = time.perf_counter()
        for _ in range(calls):
            call()
        if round:
            found[name].append((time.perf_counter() - started) / calls * 1e6)
print(json.dumps(found))
"""


def measure(bench: Bench) -> Section:
    work, say = bench.work, bench.say
    rounds, calls = bench.size(ROUNDS, 1), bench.size(CALLS, 20)
    python = installed(work, say)
    say(f"{rounds} rounds of {calls} calls")
    with server() as url:
        found: dict[str, list[float]] = told_by(python, _CODE, url, str(rounds), str(calls))
    section = Section(
        f"One call, GET /v1/me (microseconds, medians of {rounds} interleaved rounds of {calls})",
        "make bench   # or: python -m benchmarks calls",
        ("", "µs", "lowest", "beyond httpx.Client"),
    )
    base = next(iter(found.values()))
    for name, values in found.items():
        beyond = median([value - other for value, other in zip(values, base, strict=True)])
        section.rows.append((name, f"{median(values):.0f}", f"{min(values):.0f}", f"{beyond:+.0f}"))
    section.notes = ["input, account, credential kind, scopes, plan and policy are checked in ours (goal: under +50)"]
    return section
