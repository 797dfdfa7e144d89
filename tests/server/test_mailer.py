"""Messages by SMTP: sent once they are durable and not before, and a mail server that fails stops nobody."""

from __future__ import annotations

import logging
import socket
from pathlib import Path

import pytest

from server.mailer import Mailer
from server.store.database import AFTERWARDS, Database
from server.store.tables import OutboxMessage

MESSAGE = OutboxMessage(to="alice@example.com", subject="Lantern: A subject", text="Words", sent_at=0.0)


def test_a_mail_server_that_is_gone_is_told_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with caplog.at_level(logging.WARNING, "lantern"):
        Mailer("127.0.0.1", port, "Lantern").send(MESSAGE)
    assert caplog.messages == ["a message could not be sent: ConnectionRefusedError"]


def test_an_address_that_breaks_a_letter_stops_nobody(caplog: pytest.LogCaptureFixture) -> None:
    broken = OutboxMessage(to="a@example.com\r\nBcc: b@example.com", subject="", text="", sent_at=0.0)
    with socket.socket() as listener, caplog.at_level(logging.WARNING, "lantern"):
        listener.bind(("127.0.0.1", 0))
        Mailer("127.0.0.1", listener.getsockname()[1], "Lantern").send(broken)
    assert len(caplog.messages) == 1


def test_what_comes_afterwards_comes_only_after_what_is_durable(tmp_path: Path) -> None:
    database, done = Database(f"sqlite:///{tmp_path / 'lantern.sqlite3'}"), []
    with database.writing() as db:
        db.info.setdefault(AFTERWARDS, []).append(lambda: done.append("kept"))
        assert done == []
    with pytest.raises(ValueError), database.writing() as db:
        db.info.setdefault(AFTERWARDS, []).append(lambda: done.append("never"))
        raise ValueError
    assert done == ["kept"]
    database.close()
