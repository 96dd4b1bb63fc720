"""Target letters and their appraisal (articles 2 and 23)."""
