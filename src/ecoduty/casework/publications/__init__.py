"""What the public may see: a frozen snapshot of what a department published itself, withdrawn only with a reason.

The legal fact is the page on the department's own website (clause 11.4); registering it meets the clock. The portal
reads the snapshots of this package and nothing else.
"""
