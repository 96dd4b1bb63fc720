"""The ledger: append-only entries in SM3-chained streams, checkpoints kept outside, and a verifier."""
