"""Where Figma's description lies: `spec/figma` in a checkout, data of the generated package in an installed wheel."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

ROOT = "openapi.yaml"
MANIFEST = "tools.yaml"


def spec_folder() -> Traversable:
    """What holds `openapi.yaml`, its parts and `tools.yaml`: a folder, or a part of the zip that all this is in.

    Raises FileNotFoundError where neither a checkout nor the installed package has it.
    """
    checkout = Path(__file__).resolve().parents[2] / "spec" / "figma"
    if (checkout / ROOT).is_file():
        return checkout
    packaged = _packaged()
    if packaged is not None:
        return packaged
    raise FileNotFoundError(
        f"Figma's description is neither in {checkout} nor in the installed figma_tools package; reinstall figwright."
    )


def _packaged() -> Traversable | None:
    try:
        folder = files("figma_tools") / "spec"
    except ModuleNotFoundError:
        return None
    return folder if (folder / ROOT).is_file() else None
