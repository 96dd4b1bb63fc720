"""Public interest cases of the procuratorate: from filing over what must precede a suit to judgment and execution."""
