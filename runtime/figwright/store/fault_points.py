"""Named instants at which a process may die. Tests put a function here to kill it there; otherwise nothing happens."""

from __future__ import annotations

from collections.abc import Callable

hook: Callable[[str], object] | None = None


def reach(name: str) -> None:
    if hook is not None:
        hook(name)
