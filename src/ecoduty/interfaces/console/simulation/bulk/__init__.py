"""Millions of matters by COPY into a simulated city: copies of what was lived there, with valid chains (decision 0065)."""
