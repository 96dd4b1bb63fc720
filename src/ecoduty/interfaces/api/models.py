"""How often each token called in a minute. Nothing else of a call is kept."""

from __future__ import annotations

from django.db import models


class Rate(models.Model):
    """Calls of one token within one minute (of Unix time), counted by one of many slots.

    The table is unlogged: after a crash counting starts over, which harms nobody. A connection counts in its own slot,
    so that calls at the same moment do not queue up behind one row.
    """

    pk = models.CompositePrimaryKey("token", "minute", "slot")
    token = models.BigIntegerField()
    minute = models.BigIntegerField()
    slot = models.SmallIntegerField()
    calls = models.IntegerField()

    class Meta:
        db_table = "api_rate"
