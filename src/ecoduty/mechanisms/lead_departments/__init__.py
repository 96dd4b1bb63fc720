"""Lead determination (article 5): who leads what nobody leads yet."""
