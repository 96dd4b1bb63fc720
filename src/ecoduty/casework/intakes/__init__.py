"""What comes in through the public's own pages: written by a role that may not read it, taken in by the worker.

The portal's process knows this room and nothing behind it. `forms` is what a page may ask for, `tokens` the check that
somebody human sends it, `limiting` how often, `numbers` what the sender keeps, `sending` the writing itself, `standing` what
the public may know later on. On the desk's side `offering` publishes by which numbers the door goes, `taking` hands each
intake to whoever takes in its kind, and `telling` writes what the sender reads.
"""
