"""Many tasks at once: a sheet with lists to choose from, read row by row, drafted together, issued together."""
