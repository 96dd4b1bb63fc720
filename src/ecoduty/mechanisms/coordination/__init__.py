"""Work of several bodies: asking for cooperation, conferring, and the ladder up to party committee and government (article 7)."""
