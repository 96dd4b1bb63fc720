"""Stored files: what people attach and what the platform draws, known by content, kept by digest, shown by right.

`kinds` recognises content, `storage` keeps it, `serving` hands it out to whom `may_read` allows.
"""
