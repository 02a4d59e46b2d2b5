"""A call of a tool: its steps, the checks before it, when it is tried again, and the two ways to drive it."""
