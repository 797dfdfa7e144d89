"""`python -m server`: one line when ready, one clear message when it can't start, and an end with its
parent.
"""

import socket
import subprocess
from pathlib import Path

import httpx
import pytest

from server.__main__ import main
from tests.server.real import READY, RealServer, environment, start


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What a server says that can't start; one line on standard error and nothing else."""
    assert main(arguments) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("lantern: ")
    assert said.err.count("\n") == 1
    return said.err


@pytest.fixture(autouse=True)
def surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TWOFOLD_LAB_TOKEN", raising=False)
    monkeypatch.delenv("LANTERN_KEY", raising=False)


def test_it_says_one_line_when_ready_and_ends_with_its_parent(tmp_path: Path) -> None:
    process = start("--database", f"sqlite:///{tmp_path / 'lantern.sqlite3'}")
    assert process.stdout is not None
    found = READY.fullmatch(process.stdout.readline())
    assert found
    assert httpx.get(f"{found[1]}/healthz").text == "ok"
    assert httpx.get(f"{found[1]}/lab/clock").status_code == 404
    rest, errors = process.communicate(timeout=20)  # closes its standard input, as the end of a parent does
    assert (rest, errors, process.returncode) == ("", "", 0)


def test_with_lab_the_clock_stands_still(tmp_path: Path) -> None:
    server = RealServer.run(f"sqlite:///{tmp_path / 'lantern.sqlite3'}")
    assert server.now == server.now
    assert server.wait(3600) == server.now
    server.stop()


def test_a_port_in_use(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        said = refused(capsys, "--port", str(taken.getsockname()[1]))
    assert "in use" in said
    assert "--port" in said


@pytest.mark.parametrize(
    ("url", "cause"),
    [
        ("sqlite:///nowhere/lantern.sqlite3", "no folder"),
        ("sqlite://", "sqlite:///FILE"),
        ("mysql://x/y", "sqlite:///FILE"),
        ("nonsense", "makes no sense"),
        ("postgresql+psycopg://somebody:hunter2x@127.0.0.1:1/x", "LANTERN_KEY"),
    ],
)
def test_a_database_that_cannot_be_used(capsys: pytest.CaptureFixture[str], url: str, cause: str) -> None:
    said = refused(capsys, "--database", url)
    assert cause in said
    assert "hunter2x" not in said


def test_a_file_that_is_no_database(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANTERN_KEY", environment()["LANTERN_KEY"])
    (tmp_path / "text.sqlite3").write_text("this is no database, only a text file " * 50)
    assert "not a database" in refused(capsys, "--database", "sqlite:///text.sqlite3")


def test_a_postgresql_that_does_not_answer(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANTERN_KEY", environment()["LANTERN_KEY"])
    said = refused(capsys, "--database", "postgresql+psycopg://somebody:hunter2x@127.0.0.1:1/x")
    assert "127.0.0.1:1/x can't be used" in said
    assert "hunter2x" not in said


@pytest.mark.parametrize(
    "token", [None, "", "too short", "\u00fcber sixteen characters", "sixteen or more\ncharacters"]
)
def test_the_control_plane_needs_a_token(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, token: str | None
) -> None:
    if token is not None:
        monkeypatch.setenv("TWOFOLD_LAB_TOKEN", token)
    said = refused(capsys, "--lab")
    assert "TWOFOLD_LAB_TOKEN" in said
    assert not token or token not in said


def test_the_control_plane_needs_loopback(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TWOFOLD_LAB_TOKEN", "a token that is long enough")
    assert "loopback" in refused(capsys, "--lab", "--host", "0.0.0.0")


@pytest.mark.parametrize("port", ["-1", "65536", "http", ""])
def test_a_port_that_is_none(port: str) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["--port", port])
    assert stopped.value.code == 2


def test_help_names_every_option(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["--help"])
    assert stopped.value.code == 0
    said = capsys.readouterr().out
    for option in (
        "--host",
        "--port",
        "--database",
        "--public-url",
        "--lab",
        "--exit-with-parent",
        "--log-level",
    ):
        assert option in said


def test_an_interrupt_ends_it_quietly(tmp_path: Path) -> None:
    process: subprocess.Popen[str] = start("--database", f"sqlite:///{tmp_path / 'lantern.sqlite3'}")
    assert process.stdout is not None
    process.stdout.readline()
    process.send_signal(2)
    process.wait(timeout=20)
    _, errors = process.communicate(timeout=20)
    assert (process.returncode, errors) == (0, "")


def test_a_certificate_that_cannot_be_used(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    empty = tmp_path / "empty.pem"
    empty.touch()
    for file in (empty, tmp_path / "missing.pem"):
        said = refused(capsys, "--tls", str(file))
        assert str(file) in said
        assert "(PEM)" in said


def test_mail_goes_to_this_machine_only(capsys: pytest.CaptureFixture[str]) -> None:
    for wrong in ("mail.example:25", "127.0.0.1", "127.0.0.1:smtp"):
        with pytest.raises(SystemExit):
            main(["--smtp", wrong])
    assert "isn't on loopback" in capsys.readouterr().err
