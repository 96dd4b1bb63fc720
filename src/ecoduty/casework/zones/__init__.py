"""Two zones without a line: signed packages carry what is published out to the portal's zone and what the public sent in.

`packages` is the file and its checks, `outward` the published tables, `inward` the intakes, `models` what went and came. Which
tables go is what models declare for the portal's role (kernel/database/roles.py): what the portal may read goes out, nothing
else does. The command is `ecoduty portal`; docs/operations/zones.md says how it is done.
"""
