"""Routing: to whom a complaint goes, by the lists in force, the city's rules of who owns which field, and the district."""
