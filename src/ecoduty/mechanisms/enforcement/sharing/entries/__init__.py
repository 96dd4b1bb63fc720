"""Decisions that their office enters on the sharing platform within seven days (clause 18.5)."""
