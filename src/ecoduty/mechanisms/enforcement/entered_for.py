"""What another body did on paper and one of the parties enters: in its name, with the scan of its letter.

For matters that whole bodies know of (meetings, inquiries). Restricted cases know single persons: there `on_paper` speaks.
"""

from __future__ import annotations

from ecoduty.casework.documents.attachments import claim_file
from ecoduty.casework.matters.models import Matter
from ecoduty.kernel.files.models import StoredFile
from ecoduty.kernel.flow import Attempt
from ecoduty.kernel.flow.refusal import wrong
from ecoduty.organisation.directory.models import Body


def entered_for(attempt: Attempt, matter: Matter, body: Body, scan: str) -> StoredFile | None:
    """The scan that came with what a body did; its own people need none. The entry then names the body it was entered for.

    Raises Refused `entered_without_scan`, and what `claim_file` raises.
    """
    if body.pk not in attempt.actor.bodies:
        if not scan:
            raise wrong("scan", "entered_without_scan", f"这是{body.short_name}办的，代为登记须附对方来文的扫描件。")
        attempt.on_behalf_of = attempt.on_behalf_of or body.short_name
    return claim_file(attempt, matter, scan) if scan else None
