"""The desk's pages: each parses, asks or performs, and renders."""
