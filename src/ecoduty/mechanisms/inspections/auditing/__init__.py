"""Audits of leading officials on natural resources and the environment: project, findings, opinion, report (clause 14.3)."""
