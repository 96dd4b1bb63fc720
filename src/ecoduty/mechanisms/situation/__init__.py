"""What the whole looks like, told to those who have to know (articles 3, 9 and 25)."""
