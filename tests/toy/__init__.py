"""A mechanism that lives only in the tests: papers, which know nothing of government, and toys, which are matters."""
