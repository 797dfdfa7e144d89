"""What a product's words of refusal mean: usual English phrases, read for their reason."""

from __future__ import annotations

import re

from targets.port import Answer, Outcome, Reason

REASONS = (
    (Reason.LOCKED, r"locked|too many|try again (in|later)|rate.?limit|be patient|throttl|slow down"),
    (Reason.REPLAYED, r"already been used|used already|been used|already used"),
    (Reason.SKEWED, r"clock|time automatically"),
    (Reason.SESSION_GONE, r"expired|start again|took too long|session (has )?ended|sign in again|cookie"),
    (
        Reason.WRONG,
        r"wrong|isn.t right|not right|doesn.t match|not one of|incorrect|invalid|not valid|not accepted"
        r"|couldn.t (be )?verif",
    ),
)


def refusal(words: str) -> Answer:
    """What a product's words of refusal mean; UNSPECIFIED where they give no reason that is known here."""
    reason = next(
        (reason for reason, pattern in REASONS if re.search(pattern, words, re.I)), Reason.UNSPECIFIED
    )
    outcome = Outcome.LOCKED if reason is Reason.LOCKED else Outcome.REJECTED
    return Answer(outcome, words, reason)
