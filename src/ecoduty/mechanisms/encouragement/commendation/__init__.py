"""Commendation (clause 16.3): nominated, reviewed, before the public, decided, published."""
