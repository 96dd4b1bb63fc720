"""At most so many calls a minute for each token: one small statement, in the database that is there anyway."""

from __future__ import annotations

from django.conf import settings
from django.db import connection

from ecoduty.kernel.clock import wall_now
from ecoduty.kernel.flow import Refused

SLOTS = 32
KEPT_MINUTES = 5
_COUNT = """
INSERT INTO api_rate AS own (token, minute, slot, calls) VALUES (%(token)s, %(minute)s, pg_backend_pid() %% %(slots)s, 1)
ON CONFLICT (token, minute, slot) DO UPDATE SET calls = own.calls + 1
RETURNING calls + coalesce(
    (SELECT sum(calls) FROM api_rate AS other
     WHERE other.token = own.token AND other.minute = own.minute AND other.slot <> own.slot), 0)
"""


class TooOften(Refused):
    """The refusal of a call too many; `retry_after` in seconds."""

    def __init__(self, limit: int, retry_after: int) -> None:
        super().__init__("rate_limited", f"这个令牌每分钟最多调用{limit}次，请在{retry_after}秒后再试。", status=429)
        self.retry_after = retry_after


def count(token: int) -> None:
    """Count a call. Raises TooOften beyond API_RATE calls in this minute of the machine's clock."""
    seconds = int(wall_now().timestamp())
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"token": token, "minute": seconds // 60, "slots": SLOTS})
        calls = int(cursor.fetchone()[0])
    limit = int(settings.API_RATE)
    if calls > limit:
        raise TooOften(limit, 60 - seconds % 60)


def forget() -> int:
    """Remove what was counted in minutes gone by; the number of rows."""
    minute = int(wall_now().timestamp()) // 60 - KEPT_MINUTES
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM api_rate WHERE minute < %s", [minute])
        return int(cursor.rowcount)
