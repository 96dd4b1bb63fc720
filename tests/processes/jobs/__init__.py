"""Jobs that tests can watch."""
