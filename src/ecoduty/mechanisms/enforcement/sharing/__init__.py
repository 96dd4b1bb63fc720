"""Sharing between enforcement, police and procuratorate (clause 18.5)."""
