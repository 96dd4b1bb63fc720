"""How acts of this room refuse what was entered: with the field beside which the sentence stands."""

from __future__ import annotations

from ecoduty.kernel.flow import Refused
from ecoduty.kernel.flow.refusal import wrong


def refuse(code: str, sentence: str, *, field: str, clause: str = "13.2", status: int = 422) -> Refused:
    """To be raised. `sentence` ends with a full stop; beside its field it stands without."""
    return wrong(field, code, sentence, clause=clause, status=status)
