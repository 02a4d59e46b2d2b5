"""Files that results link to."""
