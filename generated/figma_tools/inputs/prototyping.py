# Written by `figwright generate`. Change the description or the manifest, and generate again.
"""What tools take: prototyping."""

from __future__ import annotations

from typing import Literal, TypeAlias

VariableResolvedDataType: TypeAlias = Literal["BOOLEAN", "FLOAT", "STRING", "COLOR"]
"""What a value comes to once references and formulas are worked out."""
