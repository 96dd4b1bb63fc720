"""Open311 GeoReport v2: what the public's own applications send and read, in the portal's process and with its role.

`keys` publishes which keys are good (the desk's side); everything else reads and writes through `casework/intakes` alone.
"""
