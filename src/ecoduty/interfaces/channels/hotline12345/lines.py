"""The line in use and its secrets: made here, opened here, nowhere else."""

from __future__ import annotations

import base64
import secrets

from ecoduty.interfaces.channels.hotline12345.models import ACTIVE, Link
from ecoduty.interfaces.channels.hotline12345.signing import SECRET_BYTES
from ecoduty.kernel.clock import wall_now
from ecoduty.kernel.flow import Refused
from ecoduty.kernel.sealing import SealingError
from ecoduty.kernel.sealing.fields import column


def in_use() -> Link | None:
    """The line, if there is one."""
    return Link.objects.filter(state=ACTIVE).first()


def give_secret(link: Link) -> None:
    """A fresh secret in place of the present one. Raises Refused `keys_unreadable` where this installation cannot seal."""
    link.nonce = link.nonce or secrets.token_hex(16)
    fresh = base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()
    try:
        link.secret = column(Link, "secret").seal(fresh, link.nonce)
    except SealingError as error:
        raise Refused("keys_unreadable", f"平台的密钥文件读不出，不能生成密钥：{error}", status=503) from error


def keep_former(link: Link) -> None:
    """Let the present secret stay good beside the next one. Raises SealingError."""
    link.former = column(Link, "former").seal(column(Link, "secret").open(link.secret, link.nonce), link.nonce)


def shown(link: Link) -> str:
    """The secret as the other side configures it, base64. Raises SealingError."""
    return column(Link, "secret").open(link.secret, link.nonce)


def valid(link: Link) -> list[bytes]:
    """The secrets that are good now, the present one first. Raises SealingError."""
    found = [base64.b64decode(shown(link))]
    if link.former and link.former_until is not None and wall_now() < link.former_until:
        found.append(base64.b64decode(column(Link, "former").open(link.former, link.nonce)))
    return found
