"""Bodies, units, posts and people from Excel: template, check, one confirmed import, export of the same shape."""
