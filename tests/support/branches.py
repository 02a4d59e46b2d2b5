"""Which branches of a function some calls of it leave out: each condition counts, not each line alone."""

from __future__ import annotations

import dis
import sys
from collections.abc import Callable, Iterable
from types import CodeType, FrameType
from typing import Any

Tracer = Callable[[FrameType, str, Any], Any]


def branches_left_out(functions: Iterable[Any], calls: Callable[[], object]) -> list[str]:
    """Every condition of the functions that was always true, always false or never asked while `calls` ran."""
    codes = {function.__code__ for function in functions}
    steps: set[tuple[CodeType, int, int]] = set()

    def trace(frame: FrameType, event: str, arg: object) -> Tracer | None:
        if frame.f_code not in codes:
            return None
        frame.f_trace_opcodes, before = True, 0

        def step(frame: FrameType, event: str, arg: object) -> Tracer:
            nonlocal before
            if event == "opcode":
                steps.add((frame.f_code, before, frame.f_lasti))
                before = frame.f_lasti
            return step

        return step

    outer = sys.gettrace()
    sys._getframe().f_trace_opcodes = True  # 3.12 tells of no instruction unless a frame asked before
    sys.settrace(trace)
    try:
        calls()
        calls()  # 3.13 reports no instruction of the first call that is traced
    finally:
        sys.settrace(outer)
    return [each for code in codes for each in _left_out(code, {(a, b) for of, a, b in steps if of is code})]


def _left_out(code: CodeType, steps: set[tuple[int, int]]) -> list[str]:
    found, line = [], 0
    for instruction in dis.get_instructions(code):
        line = (instruction.positions.lineno if instruction.positions else None) or line
        if "_IF_" not in instruction.opname:
            continue
        ways = {after == instruction.argval for before, after in steps if before == instruction.offset}
        if len(ways) < 2:
            seen = f"only ever {'jumps' if ways.pop() else 'goes on'}" if ways else "is never reached"
            found.append(f"{code.co_name}, line {line}: {instruction.opname} {seen}")
    return found
