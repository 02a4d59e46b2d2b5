"""Import of the package plus one tool, and the first call, in fresh processes."""

from __future__ import annotations

from benchmarks.peers import installed
from benchmarks.processes import Bench, Section, alternating, median, server, told_by

ROUNDS = 11
_TIMED = """
import json, sys, time
started = time.perf_counter()
{code}
print(json.dumps({{"ms": (time.perf_counter() - started) * 1000, "modules": len(sys.modules)}}))
"""
LIBRARIES_ALONE, IMPORT = "httpx + pydantic + one model", "figwright + figma_tools, one tool"
LIBRARIES = "import httpx, pydantic\nclass Person(pydantic.BaseModel):\n    id: str\n    handle: str"
TOOL = "from figma_tools import figma_file_get"
TOOL_AND_RUNTIME = "from figwright import Actions\nfrom figma_tools import figma_me_get"
FIRST_CALL = """
with Actions.with_token("figd_benchmark", api_url=sys.argv[1], allow_insecure=True) as actions:
    assert figma_me_get(actions.account())["handle"] == "Ann"
"""
RAW_FIRST_CALL = """
with httpx.Client(headers={"X-Figma-Token": "figd_benchmark"}) as client:
    assert Person.model_validate(client.get(sys.argv[1] + "/v1/me").json()).handle == "Ann"
"""


def measure(bench: Bench) -> Section:
    work, say = bench.work, bench.say
    rounds = bench.size(ROUNDS, 1)
    python = installed(work, say)
    codes = {
        LIBRARIES_ALONE: LIBRARIES,
        "... and a first call": LIBRARIES + RAW_FIRST_CALL,
        "figma_tools, one tool": TOOL,
        IMPORT: TOOL_AND_RUNTIME,
        "... and a first call by it": TOOL_AND_RUNTIME + FIRST_CALL,
    }
    say("fresh processes")
    modules: dict[str, int] = {}
    with server() as url:

        def timed(name: str) -> float:
            told = told_by(python, _TIMED.format(code=codes[name]), url)
            modules[name] = told["modules"]
            return float(told["ms"])

        for name in codes:
            timed(name)  # writes the bytecode
        found = alternating(rounds, **{name: lambda name=name: timed(name) for name in codes})
    ms = {name: median(values) for name, values in found.items()}
    section = Section(
        f"Import and first call (milliseconds, medians of {rounds} fresh processes, interpreter start not counted)",
        "make bench   # or: python -m benchmarks imports",
        ("", "ms", "lowest", "modules loaded"),
    )
    for name in codes:
        section.rows.append((name, f"{ms[name]:.0f}", f"{min(found[name]):.0f}", str(modules[name])))
    ours = _beyond(found, "... and a first call by it", IMPORT)
    theirs = _beyond(found, "... and a first call", LIBRARIES_ALONE)
    ours_to_theirs = [a / b for a, b in zip(found[IMPORT], found[LIBRARIES_ALONE], strict=True)]
    section.notes = [
        f"importing figwright takes {median(ours_to_theirs):.2f} times the libraries alone (goal: 1.1 at most)",
        f"a first call adds {ours:.0f} ms to ours (goal: under 50) and {theirs:.0f} ms to httpx and pydantic alone",
    ]
    return section


def _beyond(found: dict[str, list[float]], more: str, less: str) -> float:
    """Median of the differences within each round."""
    return median([a - b for a, b in zip(found[more], found[less], strict=True)])
