"""What is open with a dissolved body passes to its successor, in the transaction that dissolves it."""
