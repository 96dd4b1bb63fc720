"""Access tokens: how another system acts here, in the place of one post of one body, for one purpose, until a day."""
