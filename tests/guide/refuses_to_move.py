"""The reference server that refuses every phone but the first: `python -m tests.guide.refuses_to_move`."""

import sys

from server.__main__ import main
from server.flows import enrolment
from server.flows.enrolment import Bound, Confirmation, Mode
from server.lantern import Lantern, Visitor
from server.store.tables import WebSession

confirm = enrolment.confirm


def confirm_first_phone(
    lantern: Lantern, session: WebSession, mode: Mode, text: str, visitor: Visitor
) -> Bound:
    """As the server does it; a code that would move the account to another phone is always wrong."""
    if mode is Mode.MOVE:
        return Bound(Confirmation.WRONG)
    return confirm(lantern, session, mode, text, visitor)


if __name__ == "__main__":
    enrolment.confirm = confirm_first_phone
    sys.exit(main())
