"""Sends what lands in the outbox, by a mail server on this machine; the outbox keeps it all the same."""

import logging
import smtplib
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

from server.store.tables import OutboxMessage

log = logging.getLogger("lantern")
_PATIENCE = 5  # seconds that a request waits for the mail server at most
_SENDER = "no-reply@localhost"


class Mailer:
    """Hands messages to an SMTP server (RFC 5321), without a name, a password or TLS: on loopback only."""

    def __init__(self, host: str, port: int, product: str) -> None:
        self._host, self._port, self._product = host, port, product

    def send(self, message: OutboxMessage) -> None:
        """Sends one message. A mail server that fails is told in the log, and stops nobody's sign-in."""
        try:
            with smtplib.SMTP(self._host, self._port, timeout=_PATIENCE) as server:
                server.sendmail(_SENDER, [message.to], self._letter(message).as_bytes())
        except (OSError, smtplib.SMTPException, ValueError) as error:
            log.warning("a message could not be sent: %s", type(error).__name__)

    def _letter(self, message: OutboxMessage) -> EmailMessage:
        letter = EmailMessage()
        letter["From"] = f"{self._product} <{_SENDER}>"
        letter["To"] = message.to
        letter["Subject"] = message.subject
        letter["Date"] = formatdate(message.sent_at)
        letter["Message-ID"] = make_msgid(domain="localhost")
        letter.set_content(message.text)
        return letter
