"""Another rulebook before it is adopted: taken in from a file, checked, and what it would move."""
