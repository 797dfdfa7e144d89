"""Reads what a product has sent, where its mail lies in files: its own, or those of a MailSink."""

from __future__ import annotations

import email
import email.policy
import re
from email.message import EmailMessage
from pathlib import Path

from harness.secrets import Secret
from targets.port import Notice, TargetError

LINK = re.compile(r"https?://[^\s<>\"]+")


def mails(folder: Path, owner: str) -> list[Notice]:
    """The mails to one address among the files of a folder (RFC 5322), oldest first.

    Several mails may stand in one file, parted by lines of dashes, as Django writes them.
    """
    files = sorted(folder.glob("*"), key=lambda file: file.stat().st_mtime_ns) if folder.exists() else []
    texts = [text for file in files for text in re.split(r"(?m)^-{60,}\n", file.read_text("utf-8"))]
    read = [email.message_from_string(text, policy=email.policy.default) for text in texts]
    return [
        Notice(str(mail["Subject"]), _words(mail))
        for mail in read
        if mail["To"] and owner.lower() in str(mail["To"]).lower()
    ]


def _words(mail: EmailMessage) -> str:
    """The text of a mail: its plain one, where it has several."""
    part = mail.get_body(("plain", "html"))
    return str(part.get_content()) if part is not None else ""


def link_in(notices: list[Notice], pattern: str) -> str:
    """The newest link among notices that matches a regular expression; it is kept secret from then on.

    Raises TargetError when there is none.
    """
    for notice in reversed(notices):
        for link in LINK.findall(notice.text):
            if re.search(pattern, link):
                return Secret(link, "reset link").reveal()
    raise TargetError(f"Among {len(notices)} mails of the product there is no link that matches {pattern!r}.")
