"""Rectification of the full road: five elements, check, signed acceptance, public notice, close-out, look-back (clauses 3.3, 9.2)."""
