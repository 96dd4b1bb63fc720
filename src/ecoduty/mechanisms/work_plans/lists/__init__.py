"""The three lists of a year — tasks, projects, responsibilities — that name one another (clause 12.2)."""
