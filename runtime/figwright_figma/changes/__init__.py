"""What changed between two versions of a file: for a model as text within a budget, and as data."""

from figwright_figma.changes.compared import Changes, changes
from figwright_figma.changes.versions import aread_changes, read_changes

__all__ = ["Changes", "aread_changes", "changes", "read_changes"]
