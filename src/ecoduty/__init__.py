"""Ecoduty (环责): a city's plan for environmental duties that runs by itself."""
