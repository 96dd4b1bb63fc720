"""A simulated year: stories that do real acts by a moved clock, in a database that is marked and was never anything else.

`command` makes the installation, `filling` the city and its year, `running` wakes the stories in order of time, `town` is what
they act through; `stories` has a module for each mechanism. `bulk` copies what was lived by the million. It is a door like any other: whatever happens, happens through the gate.
"""
