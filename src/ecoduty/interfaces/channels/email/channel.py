"""Mail over SMTP: one connection for each message, a Message-ID that stays the same however often it is tried.

What the server answered decides: not there, or busy, is the channel's matter; an address that it will never take waits
for a person; anything else is tried again.
"""

from __future__ import annotations

import smtplib
import ssl
from contextlib import suppress
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import partial
from typing import Any, Literal, Protocol

from ecoduty.casework.deliveries import composing, outside
from ecoduty.casework.deliveries.composing import Outgoing
from ecoduty.casework.deliveries.outside import Outside
from ecoduty.kernel.clock import wall_now
from ecoduty.kernel.outbox.drainer import ChannelDownError, DeliveryFailedError, DeliveryRefusedError

KEY = "email"
_PERMANENT = 500  # from this reply code on the server says "never"
_CLOSING = 421  # the server is about to leave


class Server(Protocol):
    """A mail server, as config/channels.py reads it."""

    @property
    def host(self) -> str: ...
    @property
    def port(self) -> int: ...
    @property
    def sender(self) -> str: ...
    @property
    def security(self) -> Literal["none", "starttls", "tls"]: ...
    @property
    def user(self) -> str: ...
    @property
    def password(self) -> str: ...
    @property
    def per_minute(self) -> int: ...
    @property
    def seconds(self) -> float: ...


def install(server: Server) -> None:
    """Offer mail."""
    outside.offer(Outside(KEY, "电子邮件", "mail", server.per_minute), partial(deliver, server))


def drain() -> int:
    """What the worker calls every second."""
    return outside.drain(KEY)


def deliver(server: Server, key: str, payload: dict[str, Any]) -> None:  # noqa: ARG001 -- the protocol of channels
    """Send one message of the outbox."""
    outgoing = composing.compose(payload["message"], KEY)
    send(server, letter(server, outgoing), outgoing.address)
    composing.sent(outgoing)


def letter(server: Server, outgoing: Outgoing) -> EmailMessage:
    """The mail as it leaves."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = Address("环责", addr_spec=server.sender)
    mail["To"] = Address(addr_spec=outgoing.address)
    mail["Subject"] = outgoing.said.subject
    mail["Date"] = format_datetime(wall_now())
    mail["Message-ID"] = f"<{outgoing.reference}@{server.sender.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(outgoing.said.letter)
    return mail


def send(server: Server, mail: EmailMessage, address: str) -> None:
    """Hand it to the server. Raises ChannelDownError, DeliveryFailedError or DeliveryRefusedError.

    Once the server has taken the content nothing that happens afterwards makes it a failure.
    """
    try:
        connection = _connected(server)
    except (OSError, smtplib.SMTPException) as error:
        raise ChannelDownError(f"连接不上邮件服务器：{_words(error)}") from error
    try:
        connection.send_message(mail, server.sender, [address])
    except smtplib.SMTPRecipientsRefused as error:
        code, said = next(iter(error.recipients.values()))
        raise _refused(code, said, "收件地址") from error
    except smtplib.SMTPDataError as error:
        raise _refused(error.smtp_code, error.smtp_error, "邮件") from error
    except (OSError, smtplib.SMTPException) as error:
        raise ChannelDownError(f"邮件服务器中断：{_words(error)}") from error
    finally:
        with suppress(OSError, smtplib.SMTPException):
            connection.quit()
        connection.close()


def _connected(server: Server) -> smtplib.SMTP:
    if server.security == "tls":
        connection: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, timeout=server.seconds, context=ssl.create_default_context()
        )
    else:
        connection = smtplib.SMTP(server.host, server.port, timeout=server.seconds)
    try:
        if server.security == "starttls":
            connection.starttls(context=ssl.create_default_context())
        if server.user:
            connection.login(server.user, server.password)
    except BaseException:
        connection.close()
        raise
    return connection


def _refused(code: int, said: bytes | str, what: str) -> Exception:
    words = f"邮件服务器不接受{what}：{code} {_text(said)}"
    if code == _CLOSING:
        return ChannelDownError(words)
    return DeliveryRefusedError(words) if code >= _PERMANENT else DeliveryFailedError(words)


def _words(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_text(error.smtp_error)}"
    return f"{type(error).__name__} {error}"[:200]


def _text(said: bytes | str) -> str:
    return (said.decode(errors="replace") if isinstance(said, bytes) else said)[:200]
