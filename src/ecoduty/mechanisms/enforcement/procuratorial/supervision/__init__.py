"""Supervision of civil and administrative litigation: protest, recommendation of a retrial, supervision of execution."""
