"""A description of ours beside the provider's own: what to add, what to change, what stands in ours alone."""
