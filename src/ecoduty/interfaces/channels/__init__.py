"""Channels: one folder for each outside system that messages go to. Those for notices are off until configured."""
