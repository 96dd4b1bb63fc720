"""The three lists of a year on the desk: table, board, chart over time, files, and where they do not fit together."""
