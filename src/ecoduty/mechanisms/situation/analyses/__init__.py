"""Half-year analyses: numbers that can be reckoned again, judgement by a person, suggestions that become tasks (clause 25.1)."""
