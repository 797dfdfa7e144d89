"""Mail by SMTP: taken by the sink, read as any other, and enough to act the chapters on mail out."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from targets.common.outbox import mails
from targets.common.sink import MailSink
from tests.common.acting import verdicts

TARGET = """from targets.reference.product import ReferenceProduct


class Mailing(ReferenceProduct):
    name = "mailing"
    takes_mail = True


create = Mailing
"""
CHAPTER = "steps/standards/test_16_news_for_the_owner.py"
ON = "A change made in her name"
CODES = "New backup codes made in her name"
LEAKED = "steps/test_04_a_leaked_password.py"
READS_MAIL = "A stranger who reads the owner's mail"


@pytest.fixture
def sink(tmp_path: Path) -> Iterator[MailSink]:
    """One that listens."""
    sink = MailSink(tmp_path / "mail")
    sink.start()
    yield sink
    sink.stop()


def _send(sink: MailSink, to: str, subject: str, text: str, html: str = "") -> None:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = "shop@example.com", to, subject
    letter.set_content(text)
    if html:
        letter.add_alternative(html, subtype="html")
    with smtplib.SMTP("127.0.0.1", sink.port, timeout=10) as server:
        server.send_message(letter)


def test_mails_are_read_in_their_order_and_by_their_owner(sink: MailSink) -> None:
    _send(sink, "alice@example.com", "Größe", "First: https://shop.example/" + "long/" * 30)
    _send(sink, "bob@example.com", "Other", "For Bob")
    _send(sink, "Alice <alice@example.com>", "Second", "Plain words", "<p>Others</p>")
    first, second = mails(sink.folder, "alice@example.com")
    assert (first.subject, second.subject) == ("Größe", "Second")
    assert "long/" * 30 in first.text
    assert second.text.strip() == "Plain words"


def test_a_stopped_sink_takes_nothing(tmp_path: Path) -> None:
    sink = MailSink(tmp_path)
    sink.start()
    sink.stop()
    sink.stop()
    with pytest.raises(OSError):
        smtplib.SMTP("127.0.0.1", sink.port, timeout=2)


@pytest.mark.long
def test_chapters_on_mail_are_acted_out_with_what_came_by_smtp(tmp_path: Path) -> None:
    file = tmp_path / "mailing.py"
    file.write_text(TARGET, encoding="utf-8")
    assert verdicts(CHAPTER, file, "in_her_name") == {ON: "PASS", CODES: "PASS"}
    assert verdicts(LEAKED, file, "reads_the_owners_mail") == {READS_MAIL: "PASS"}
