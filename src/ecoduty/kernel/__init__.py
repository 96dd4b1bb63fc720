"""The kernel knows clocks, rules, entries, acts, messages and files, and nothing of government."""
