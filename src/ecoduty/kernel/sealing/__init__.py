"""Secrets at rest: sealed with keys that stand in a file outside the database, each ciphertext naming its key.

`keyring` is the file and knows neither Django nor a database; `cipher` seals and opens; `boxes` seals to a public key, for
who may write and not read; `signing` signs for another zone; `fields` is the column of a sealed value; `rotation` seals everything anew.
"""

from __future__ import annotations

from ecoduty.kernel.sealing.keyring import SealingError

__all__ = ["SealingError"]
