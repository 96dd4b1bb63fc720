"""From submission to issue: opinions clause by clause, collective decision (clause 22.1)."""
