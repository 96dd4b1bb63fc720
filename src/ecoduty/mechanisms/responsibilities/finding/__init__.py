"""Finding the responsible one: rows of lists in force, ranked by how much of what was said they cover (article 4)."""
