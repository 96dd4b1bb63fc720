"""Encouragement (articles 16, 17): training, commendation, achievement records."""
