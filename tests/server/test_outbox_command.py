"""`python -m server.outbox` shows what the server would have mailed, and says when there is no database."""

from pathlib import Path

import pytest

from server.outbox import main
from server.store.database import Database
from server.store.tables import OutboxMessage


def test_prints_messages_oldest_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    url = f"sqlite:///{tmp_path / 'lantern.sqlite3'}"
    database = Database(url)
    with database.writing() as db:
        for number, to in enumerate(["alice@example.org", "bob@example.org", "alice@example.org"]):
            db.add(OutboxMessage(to=to, subject=f"subject {number}", text="text", sent_at=0.0))
    database.close()
    assert main(["--database", url, "--to", "alice@example.org"]) == 0
    said = capsys.readouterr().out
    assert said.index("subject 0") < said.index("subject 2")
    assert "subject 1" not in said


def test_says_what_to_do_without_a_database(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    missing = tmp_path / "none.sqlite3"
    assert main(["--database", f"sqlite:///{missing}"]) == 2
    assert "Start the server first" in capsys.readouterr().err
    assert not missing.exists()
