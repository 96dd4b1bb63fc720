"""Complaints: what people report, routed by the lists in force (article 24; the public door comes with the next issue)."""
