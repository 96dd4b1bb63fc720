"""The directory: bodies, units, posts and who held them when."""
