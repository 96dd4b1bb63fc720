"""How often something may be done from one address. Of the address itself only a keyed digest of the day is kept."""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta
from ipaddress import IPv6Address, ip_address

from django.conf import settings
from django.db import connections, transaction

from ecoduty.casework.intakes.models import Mark
from ecoduty.kernel.clock import local_date, wall_now

SEND, SEND_UNPROVED, GUESS, RECOVER, UPLOAD = "send", "unproved", "guess", "recover", "upload"
PROGRAM = "program"  # counted for the key of an application, not for an address
_KEPT = timedelta(days=2)
# A statement of its own after the lock: it sees what those before in line have noted.
_NOTED = f"""
INSERT INTO {Mark._meta.db_table} (what, address, at) SELECT %(what)s::varchar, %(address)s::varchar, %(at)s::timestamptz
WHERE (SELECT count(*) FROM {Mark._meta.db_table} WHERE what = %(what)s::varchar AND address = %(address)s::varchar AND at > %(since)s) < %(most)s
"""  # noqa: S608, SLF001 -- the name of our own table
_IPV6_PREFIX = 64  # what one household has


def digest_of(address: str) -> str:
    """64 hexadecimal digits that are others tomorrow; of an IPv6 address its network."""
    try:
        found = ip_address(address)
    except ValueError:
        found = ip_address("0.0.0.0")  # noqa: S104 -- no address to listen at: everybody without one counts together
    if isinstance(found, IPv6Address):
        address = str(found.ipv4_mapped or (int(found) >> (128 - _IPV6_PREFIX)))
    day = local_date(wall_now()).isoformat()
    return hmac.digest(settings.INTAKE_KEY.encode(), f"address\0{day}\0{address}".encode(), hashlib.sha256).hex()


def allow(what: str, address: str, most: int, *, using: str, within: timedelta = timedelta(hours=1)) -> bool:
    """Whether it may be done once more, and note that it was; `address` is a digest.

    Two at once from one address stand in line, so that the limit holds to the last one. What is refused is not noted: the
    rows of an address never become more than the limit.
    """
    moment = wall_now()
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{what}:{address}"])
        cursor.execute(_NOTED, {"what": what, "address": address, "at": moment, "since": moment - within, "most": most})
        return bool(cursor.rowcount == 1)


def reached(what: str, address: str, most: int, *, using: str, within: timedelta = timedelta(hours=1)) -> bool:
    """Whether the limit is reached; notes nothing."""
    rows = Mark.objects.using(using).filter(what=what, address=address, at__gt=wall_now() - within)
    return rows.count() >= most


def forget() -> int:
    """Remove what is no longer counted; how many rows."""
    return Mark.objects.filter(at__lt=wall_now() - _KEPT).delete()[0]
