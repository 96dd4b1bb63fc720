"""What the procuratorate supervises (clause 21.1): recommendations, public interest cases, civil and administrative litigation."""
