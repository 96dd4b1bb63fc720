"""Work plans and their tasks (articles 1–3, 7–9, 12): who does what by when, and what came of it."""
