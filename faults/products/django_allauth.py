"""What is broken in django-allauth, and which examples must notice; the patches are in at_start/."""

from __future__ import annotations

from faults.products.patched import Patch, Patched

ALLAUTH = Patched(
    "django_allauth",
    (
        Patch(
            "A1",
            "The guard against codes that were used is off.",
            (
                "Using one code for two sign-ins: the same code again",
                "Two sign-ins with one code at the same moment",
            ),
        ),
        Patch(
            "D1",
            "Recovery codes aren't crossed out.",
            (
                "A backup code for the second time",
                "Two sign-ins with one backup code at the same moment",
                "Counting the codes that are left",
            ),
        ),
        Patch(
            "E1",
            "Codes can be guessed as often as one likes.",
            (
                "Reaching the limit",
                "Wrong codes spread over sign-ins",
                "Just before the wait is over",
                "Tries during the wait do not make it longer",
                "Using a backup code during the wait",
                "Too many wrong backup codes",
                "Wrong codes of both kinds",
            ),
        ),
        Patch(
            "I1",
            "Any code at all confirms a set-up.",
            ("Mistyping the code during the set-up", "Confirming with the older of two entries"),
        ),
        Patch(
            "J2",
            "The key from before the move still opens the account.",
            (
                "The old phone",
                "Somebody finds the lost phone",
                "The old entry after moving to a new one on the same phone",
            ),
        ),
    ),
)
