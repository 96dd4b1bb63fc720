"""Training of officials in ecology (clause 16.1): plans, courses, attendance, coverage."""
