"""Every figure that the README quotes, measured side by side in one run: `make bench`."""
