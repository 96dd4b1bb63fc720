"""Grass-roots capacity (clause 17.1): staff, equipment and funds of each body and year, against a target with its source."""
