"""Every figure of docs/benchmarks.md, measured side by side in one run: `make bench`."""
