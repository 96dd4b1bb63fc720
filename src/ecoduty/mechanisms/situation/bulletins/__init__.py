"""Bulletins: figures and chosen matters told to other departments, an excerpt for each (clauses 3.2, 9.4)."""
