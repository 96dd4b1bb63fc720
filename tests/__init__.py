"""The tests mirror src/ecoduty; what they share stands beside this file."""
