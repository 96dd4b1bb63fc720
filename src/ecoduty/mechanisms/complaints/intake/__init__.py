"""Complaints from the public's own pages: what the form asks, how an intake becomes a complaint, what its sender reads.

The tables and everything that the portal's process needs stand in casework/intakes, which knows nothing of complaints.
"""
