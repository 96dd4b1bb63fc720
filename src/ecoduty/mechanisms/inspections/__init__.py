"""Problems that were found on the spot or in an inspection: registered, assigned, put right, struck off (clauses 13.2, 14)."""
