"""The police stand behind enforcement: support asked for on the spot (19.1), obstruction reported and dealt with (19.2)."""
