"""Procuratorial recommendations: received, acted on with evidence, answered in writing, looked back at, or sued upon."""
