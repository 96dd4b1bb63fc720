"""Mechanisms: one folder per mechanism of the plan; none knows another."""
