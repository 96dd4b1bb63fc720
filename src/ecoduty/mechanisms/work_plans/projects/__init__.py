"""Projects: what is built or done with money for the tasks of a year, from reserve to finished (clause 12.2)."""
