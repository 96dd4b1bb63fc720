"""Figures: named numbers with a source time and the list behind them, counted by the database as matters change.

`registry` names them, `reading` answers (`value`, `values`, `rate`, `breakdown`, `listing`), `folding` keeps reads
short, `snapshots` keep what was, `audit` counts everything and compares.
"""
