"""`python -m server.outbox`: the mail that the server would have sent, for whoever clicks around in it."""

import argparse
import sys
from collections.abc import Sequence

from sqlalchemy import select

from server.store.database import Database, DatabaseError, sqlite_file
from server.store.tables import OutboxMessage
from server.web.words import when


def main(argv: Sequence[str] | None = None) -> int:
    """Prints the captured messages, oldest first. Exit codes: 0 printed, 2 no such database."""
    options = _parser().parse_args(argv)
    try:
        file = sqlite_file(options.database)
        if file is not None and not file.is_file():
            raise DatabaseError(f"There is no database at {file}. Start the server first (make serve).")
        database = Database(options.database)
    except DatabaseError as error:
        print(f"lantern: {error}", file=sys.stderr)
        return 2
    wanted = select(OutboxMessage).order_by(OutboxMessage.id)
    with database.reading() as db:
        for message in db.scalars(wanted.where(OutboxMessage.to == options.to) if options.to else wanted):
            print(f"{when(message.sent_at)}  to {message.to}\n{message.subject}\n\n{message.text}\n")
    database.close()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m server.outbox", description=__doc__)
    parser.add_argument(
        "--database",
        default="sqlite:///.twofold/serve.sqlite",
        metavar="URL",
        help="the server's database (default: the one of make serve)",
    )
    parser.add_argument("--to", metavar="ADDRESS", help="only the messages to this address")
    return parser


if __name__ == "__main__":
    sys.exit(main())
