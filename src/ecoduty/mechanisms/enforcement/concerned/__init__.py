"""Whom a case is about: persons and enterprises, the personal sealed and masked."""
