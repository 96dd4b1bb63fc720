"""The materials of a case, held against what the rulebook asks for before it goes."""
