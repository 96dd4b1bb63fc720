"""One box over everything: what can be searched, kept in a table of its own, found within what a reader may see."""
