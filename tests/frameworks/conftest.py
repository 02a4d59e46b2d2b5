"""What stands in `inside` runs in each framework's own environment; `test_frameworks` runs it there."""

collect_ignore = ["inside"]
