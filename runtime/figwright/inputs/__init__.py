"""What a caller gives a tool: read as it was meant, and checked against the tool's input type."""
