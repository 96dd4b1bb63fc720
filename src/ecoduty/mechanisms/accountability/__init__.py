"""Failures of duty passed on to who judges them (clause 15): known to named persons only, by default registered without text."""
