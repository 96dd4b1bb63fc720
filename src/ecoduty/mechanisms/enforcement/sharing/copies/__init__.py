"""A case on paper for somebody to take along: with a reason, numbered, and marked on every page (clause 18.5)."""
