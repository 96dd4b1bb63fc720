"""Sentences of a draft that may create a duty without saying whose: marked for a person."""
