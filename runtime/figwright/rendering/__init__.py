"""A result as a model reads it: shaped as asked, within a budget."""
