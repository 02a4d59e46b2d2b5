# Written by `figwright generate`. Change the description or the manifest, and generate again.
"""The tools as records, by toolset."""
