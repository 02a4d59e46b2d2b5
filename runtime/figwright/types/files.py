"""What became of files that a result links to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple

from figwright.rendering.pictures import Picture

Fault = Literal[
    "missing", "address", "expired", "redirect", "refused", "no_image", "too_large", "out_of_time", "unreachable",
    "not_written",
]  # fmt: skip
"""Why a file was not saved, as one word for a program."""


class SavedFile(NamedTuple):
    """`id` is the file's name in the result, `size` in bytes, `media_type` what its content says that it is."""

    id: str
    path: Path
    size: int
    media_type: str


class NotSaved(NamedTuple):
    """`reason` is a sentence for a person or a model; `request_id` names the request, if whoever answered did."""

    id: str
    fault: Fault
    reason: str
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class DownloadResult:
    """What became of each file, in the order of the result."""

    saved: tuple[SavedFile, ...]
    failed: tuple[NotSaved, ...]


@dataclass(frozen=True, slots=True)
class PicturesResult:
    """What became of each picture, in the order of the result."""

    shown: tuple[Picture, ...]
    failed: tuple[NotSaved, ...]
    too_large: Mapping[str, float]
    """By the name of a picture, how many times it is what a model may be shown, in bytes or by its longer side."""
