"""What a change of a description does to its tools: which calls, stored schemas and consents it breaks."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from figwright_codegen.diff.findings import Breaks, Counted, Demand, Finding, Needs, Place, Report, Version, allows
from figwright_codegen.problems import GenerationError, Problem

__all__ = ["Breaks", "Counted", "Demand", "Finding", "Needs", "Place", "Report", "Version", "allows", "compare"]


def compare(old: str, new: str, manifest: Path | None = None, overlays: Sequence[Path] = ()) -> Report:
    """Compare two descriptions: files, folders, or what either was in a git revision, `v1.2:spec/shop`.

    Of a folder its `openapi.yaml` is read, and `tools.yaml` as its manifest; `manifest` counts in place of both sides'.
    `overlays` change both descriptions first, in their order.
    Raises GenerationError for what cannot be read or is no description.
    """
    from figwright_codegen.diff.comparing import compared
    from figwright_codegen.diff.sides import Side

    with tempfile.TemporaryDirectory() as folder:
        sides = [Side(named, Path(folder) / name, manifest, overlays) for name, named in (("old", old), ("new", new))]
        try:
            return compared(*sides)
        except RecursionError:
            text = "its schemas refer to each other more levels deep than can be compared; make them flatter"
            raise GenerationError([Problem(new, 0, text)]) from None
