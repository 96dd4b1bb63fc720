"""Who is responsible for what, on which basis (articles 4 and 6)."""
