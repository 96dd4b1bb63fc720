"""A rehearsal from inside: its clock turned forward through everything that falls due, and what came of it."""
