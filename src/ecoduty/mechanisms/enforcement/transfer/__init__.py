"""Transfer of cases suspected of crime to the police, and everything that follows (clause 18.3)."""
