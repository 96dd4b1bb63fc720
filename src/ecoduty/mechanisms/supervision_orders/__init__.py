"""Supervision orders (督办单): what must be done by whom, how it is reported on, checked and closed (clause 12.1)."""
