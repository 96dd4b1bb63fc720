"""Tolerance of errors and due-diligence exemption (clause 17.2): asked for, looked into, found or not, with what follows from it."""
