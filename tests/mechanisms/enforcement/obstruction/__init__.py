"""Police support and obstruction (clauses 19.1, 19.2)."""
