# Written by `figwright generate`. Change the description or the manifest, and generate again.
"""What tools return: comments."""

from __future__ import annotations

from typing import TypeAlias

from github_tools import types

ListCommentsResponse: TypeAlias = list[types.issues.Comment]
