"""OAuth 2.0 as a client: the protocol without I/O, the token endpoint, scopes, and where a browser may go."""
