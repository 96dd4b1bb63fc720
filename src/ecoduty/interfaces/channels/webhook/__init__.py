"""Webhooks: another system is told, at an address of its own, that something was done on a matter its post may see."""
