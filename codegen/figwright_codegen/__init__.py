"""From an OpenAPI description and a tool manifest to a typed Python package.

    load -> validate -> link -> types -> render -> format -> write

`generate` is all there is to call. Every mistake in the description or the manifest is a `Problem`; with any of them,
nothing is written.
"""

from __future__ import annotations

from figwright_codegen.generating import generate
from figwright_codegen.problems import GenerationError, Problem
from figwright_codegen.writing import Result

__all__ = ["GenerationError", "Problem", "Result", "generate"]
