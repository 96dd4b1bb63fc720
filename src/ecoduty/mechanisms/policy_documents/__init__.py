"""Each department's register of its policy documents, and who leads what they ask for (clauses 3.1, 5.8)."""
