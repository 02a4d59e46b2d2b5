"""What threads and forked processes share."""
