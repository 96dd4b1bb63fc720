"""Closed matters for the archive: packages that prove themselves, and the list that goes with them.

Nothing here changes a matter: packages are written out, again and again the same, byte by byte. `choosing` says which
matters, `gathering` what belongs to one, `packing` writes folder and zip, `checking` finds any altered byte, `listing`
makes the list for the archive office. Taking a restricted matter out is an act of its own (`taking`).
"""
