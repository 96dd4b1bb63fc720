"""Progress calls: a small table asked of many bodies, filled in with what is known (clause 3.2)."""
