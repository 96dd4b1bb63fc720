"""A real browser for the tests: found where one is installed, brought along where none is."""
