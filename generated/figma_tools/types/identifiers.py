# Written by `figwright generate`. Change the description or the manifest, and generate again.
"""What tools return: identifiers."""

from __future__ import annotations

from typing import TypeAlias

NodeId: TypeAlias = str
"""The id of a node in a file, such as 1:2. A URL writes it as node-id=1-2, which is taken too."""
