"""Enforcement and justice: clues, cases, transfers to police, procuratorate and court (articles 18 to 21)."""
