"""What happens to files by itself."""

from __future__ import annotations

from procrastinate.contrib.django import app

from ecoduty.kernel.clock import daily
from ecoduty.kernel.files.storage import remove_abandoned


@app.periodic(cron=daily("03:40"))
@app.task(queueing_lock="files.remove_abandoned", name="files.remove_abandoned")
def remove_abandoned_uploads(timestamp: int) -> int:  # noqa: ARG001 -- procrastinate hands it over
    """Nightly: remove the content of uploads that no act claimed."""
    return remove_abandoned()
