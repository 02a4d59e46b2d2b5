"""A command that a package adds."""

import sys


def greet(name: str, loudly: bool = False) -> None:
    """Greet somebody."""
    sys.stdout.write(f"Hello {name.upper() if loudly else name}\n")
