"""Administrative cases: from the discovery to the filing note (clause 18.1). README.md says how other rooms speak to it."""
