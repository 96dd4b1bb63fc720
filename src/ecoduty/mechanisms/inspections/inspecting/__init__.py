"""Inspections carried out: planned or not, what was found, the conclusion, its receipt and review (clauses 14.1, 25.2)."""
