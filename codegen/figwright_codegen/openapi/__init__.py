"""An OpenAPI description, read as far as tools need it."""
