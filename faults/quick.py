"""`python -m faults.quick`: as `faults.serve`, forked off a process that has it imported (faults.nursery).

To import the server takes most of the life of one that serves three examples. This module imports nothing
of it: it hands its arguments, environment, input and output over, and ends when the server that got them has
ended.
"""

import json
import os
import socket
import sys

DOOR_VARIABLE = "TWOFOLD_FAULTS_NURSERY"
"""Names the socket at which servers are asked for."""


def main() -> int:
    """Ask for a server and wait for its end. Exit codes: as the server's."""
    with socket.socket(socket.AF_UNIX) as line:
        line.connect(os.environ[DOOR_VARIABLE])
        socket.send_fds(line, [b"+"], [0, 1, 2])
        line.sendall(json.dumps([sys.argv[1:], dict(os.environ), os.getcwd()]).encode())
        line.shutdown(socket.SHUT_WR)
        return int(line.recv(8) or b"1")


if __name__ == "__main__":
    sys.exit(main())
