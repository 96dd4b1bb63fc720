"""Unified log-in of the government network, by OpenID Connect: off unless configured, never in the way of local log-in."""
