"""Matters: everything in progress, who takes part in it, who may see it, how one gives rise to another."""
