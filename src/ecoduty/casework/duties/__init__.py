"""Duties: recurring duties that open by themselves, and deadlines that are computed once and can explain themselves."""
