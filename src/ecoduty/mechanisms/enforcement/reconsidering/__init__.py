"""Administrative reconsideration: what a department owes when somebody has its act looked at again (domain: art. 88 and others)."""
