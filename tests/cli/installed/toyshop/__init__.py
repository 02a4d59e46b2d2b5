"""A connector and two commands as another distribution would install them."""
