"""A 12345 of its own, to try the line with: sends orders, takes what comes back, and is as unreliable as one likes.

Nothing here knows the platform's inside. It speaks the protocol of docs/operations/hotline12345.md from the other end, with a
signature and a store of its own, so that a mistake on our side is not made twice and so missed.
"""
