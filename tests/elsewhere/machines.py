"""Another machine that workers are started on, for which this one stands: by a socket, or by ssh."""

from __future__ import annotations

import getpass
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.elsewhere.servers import started


@contextmanager
def socket_server() -> Iterator[str]:
    """execnet's; what `--tx` is to say of it."""
    command = [sys.executable, "-u", "-m", "execnet.script.socketserver", "127.0.0.1:0"]
    with started(command, "Entering Accept loop ('127.0.0.1', ") as (_, rest):
        yield f"socket=127.0.0.1:{rest.removesuffix(')')}"


@contextmanager
def ssh_server(folder: Path) -> Iterator[str]:
    """An sshd of one's own, that one key opens; what `--tx` is to say of it. Skips where none can run."""
    sshd = shutil.which("sshd", path=f"{os.environ['PATH']}:/usr/sbin")
    if sshd is None or shutil.which("ssh") is None:
        pytest.skip("no ssh on this machine")
    if os.geteuid() == 0 and not Path("/run/sshd").is_dir():
        pytest.skip("sshd was never set up on this machine: there is no /run/sshd")
    for key in ("host", "guest"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / key], check=True)
    port = _free_port()
    (folder / "sshd_config").write_text(
        f"ListenAddress 127.0.0.1\nPort {port}\nHostKey {folder}/host\nPidFile none\nUsePAM no\n"
        f"AuthorizedKeysFile {folder}/guest.pub\nStrictModes no\nPasswordAuthentication no\n"
    )
    (folder / "ssh_config").write_text(
        f"Host machine\nHostName 127.0.0.1\nPort {port}\nUser {getpass.getuser()}\n"
        f"IdentityFile {folder}/guest\nUserKnownHostsFile {folder}/known\nStrictHostKeyChecking accept-new\n"
    )
    with started([sshd, "-D", "-e", "-f", str(folder / "sshd_config")], "Server listening on 127.0.0.1"):
        yield f"ssh=-F {folder}/ssh_config machine"


def _free_port() -> int:
    """sshd can't be asked for any free one."""
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
