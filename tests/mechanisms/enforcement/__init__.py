"""Enforcement and justice."""
