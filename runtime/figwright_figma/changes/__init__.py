"""What changed between two versions of a file: for a model as text within a budget, and as data."""

from figwright_figma.changes.compared import Changes, changes
from figwright_figma.changes.versions import read_changes

__all__ = ["Changes", "changes", "read_changes"]
