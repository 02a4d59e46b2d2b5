"""From an OpenAPI description and a tool manifest to a typed Python package.

    load -> validate -> link -> types -> render -> format -> write

`generate` is all there is to call. Every mistake in the description or the manifest is a `Problem`; with an error among
them, nothing is written.
"""

from __future__ import annotations

import keyword
from collections.abc import Sequence
from pathlib import Path

from figwright_codegen.lock import Result, fresh, relative
from figwright_codegen.problems import GenerationError, Problem

__all__ = ["GenerationError", "Problem", "Result", "generate"]


def generate(
    spec: Path | str,
    manifest: Path | str,
    out: Path | str,
    package: str,
    *,
    check: bool = False,
    quick: bool = False,
    skip_unsupported: bool = False,
    overlays: Sequence[Path | str] = (),
) -> Result:
    """Write `out/package` from a description and a manifest; with `check`, only tell what would change.

    `overlays` change the description first, in their order.

    A `quick` check ends where no input, output or code of the generator has changed since; what else there is to say,
    warnings and unused operations, was said then. Raises GenerationError with every mistake of both files; nothing is
    written then. With `skip_unsupported`, a tool that cannot be made yet is left out, and the result says why.
    """
    if not all(part.isascii() and part.isidentifier() and not keyword.iskeyword(part) for part in package.split(".")):
        raise ValueError(f"{package!r} is no name of a Python package")
    spec, manifest, folder = Path(spec), Path(manifest), Path(out) / package.replace(".", "/")
    changes = [Path(each) for each in overlays]
    names = tuple(relative(changes, spec.resolve().parent)) if changes else ()
    if check and quick and (result := fresh(spec, manifest, folder, package, names)):
        return result
    from figwright_codegen.pipeline import generated  # what it needs takes longer to load than a quick check

    return generated(spec, manifest, folder, package, check=check, skip_unsupported=skip_unsupported, overlays=changes)
