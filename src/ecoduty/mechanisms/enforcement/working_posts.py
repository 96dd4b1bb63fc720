"""Posts that work on enforcement and justice in the bodies that do so: in matters that whole bodies know of."""

from __future__ import annotations

POSTS = ("linkage_officer", "enforcement_officer", "legal_reviewer", "liaison", "deputy", "principal")
