"""Who acts: bodies and posts, people and their accounts, and what a post allows."""
