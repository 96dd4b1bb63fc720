"""The yearly catalogue: whoever makes rules reports what came out last year (clause 22.2)."""
