"""What leaders decide in meetings, and what they see on the spot (articles 10, 13)."""
