"""The database itself: the PostgreSQL an installation brings along, and the three roles that work in it."""
