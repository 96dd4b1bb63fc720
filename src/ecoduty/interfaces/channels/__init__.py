"""Channels: one folder for each outside system that notices go to. Each is off until it is configured."""
