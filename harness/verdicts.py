"""The eight verdicts, the reasons that go with them, and how several become one; defined here alone.

Which verdict an example gets is decided in `judging`, what a run's exit code is in `ending`.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Verdict(StrEnum):
    """What is said of an example, a behaviour, a statement of the guide and a run."""

    PASS = "PASS"
    FAIL = "FAIL"
    WARN = "WARN"
    NOT_APPLICABLE = "NOT_APPLICABLE"
    INCONCLUSIVE = "INCONCLUSIVE"
    EXPECTED_FAIL = "EXPECTED_FAIL"
    UNEXPECTED_PASS = "UNEXPECTED_PASS"
    HARNESS_ERROR = "HARNESS_ERROR"

    @property
    def meaning(self) -> str:
        """One sentence for whoever reads a report."""
        return MEANINGS[self]

    @property
    def words(self) -> str:
        """As it is said in a sentence: 'not applicable'."""
        return "warning" if self is Verdict.WARN else self.value.lower().replace("_", " ")


MEANINGS = {
    Verdict.PASS: "The product did what is promised, and the controls around it held.",
    Verdict.FAIL: "The product does not keep its word.",
    Verdict.WARN: "The product does not do what the standards recommend; nothing that they demand is broken.",
    Verdict.NOT_APPLICABLE: "The product declares that it does not offer this, so there is nothing to judge.",
    Verdict.INCONCLUSIVE: "What happened proves neither that the promise is kept nor that it is broken.",
    Verdict.EXPECTED_FAIL: "The product does not keep its word, and the target's known_failing.yaml says so.",
    Verdict.UNEXPECTED_PASS: "The target's known_failing.yaml says that this fails, and all of it passed.",
    Verdict.HARNESS_ERROR: "Twofold or the machine broke, so nothing is known about the product.",
}

WORST_FIRST = (
    Verdict.FAIL,
    Verdict.UNEXPECTED_PASS,
    Verdict.HARNESS_ERROR,
    Verdict.INCONCLUSIVE,
    Verdict.EXPECTED_FAIL,
    Verdict.WARN,
    Verdict.PASS,
    Verdict.NOT_APPLICABLE,
)
"""A proven break outweighs what could not be judged, and that outweighs all that is well."""


def combined(verdicts: Iterable[str]) -> Verdict | None:
    """What several verdicts say together: the worst of them; None when there is none at all."""
    seen = set(verdicts)
    return next((verdict for verdict in WORST_FIRST if verdict in seen), None)


class Why(StrEnum):
    """The closed list of reasons that a verdict other than PASS and FAIL can have."""

    CONTROL_BEFORE_FAILED = "control-before-failed"
    CONTROL_AFTER_FAILED = "control-after-failed"
    CONTRADICTING_REASON = "contradicting-reason"
    ENTRY_CHANGED = "entry-changed-on-the-way"
    ENTRY_NOT_SENT = "entry-not-sent"
    NO_ANSWER = "product-did-not-answer"
    SESSION_GONE = "session-gone"
    TARGET_UNUSABLE = "target-unusable"
    SKIPPED = "skipped-by-hand"
    NOT_OFFERED = "not-offered"
    SHOULD_UNMET = "should-unmet"
    KNOWN_FAILING = "known-failing"
    FIXED = "known-failing-but-passed"
    HARNESS_BUG = "harness-bug"
    MACHINE = "machine-trouble"

    @property
    def verdict(self) -> Verdict:
        """The verdict that this reason goes with."""
        return REASONS[self][0]

    @property
    def meaning(self) -> str:
        """One sentence for whoever reads a report."""
        return REASONS[self][1]

    def told(self, words: str = "") -> str:
        """As it stands in a record: the code, and what happened in words, else what the code means."""
        return f"{self.value}: {words or self.meaning}"


REASONS = {
    Why.CONTROL_BEFORE_FAILED: (
        Verdict.INCONCLUSIVE,
        "What has to work before the bad try (a right code, the enrolment) did not work.",
    ),
    Why.CONTROL_AFTER_FAILED: (
        Verdict.INCONCLUSIVE,
        "The bad try was refused, but so was the right code after it, so the refusal proves nothing.",
    ),
    Why.CONTRADICTING_REASON: (
        Verdict.INCONCLUSIVE,
        "The product refused for another reason than the one that is tested, such as a lock or a throttle.",
    ),
    Why.ENTRY_CHANGED: (
        Verdict.INCONCLUSIVE,
        "What the page held when it was sent is not what was typed, so the product judged something else.",
    ),
    Why.ENTRY_NOT_SENT: (
        Verdict.INCONCLUSIVE,
        "The browser did not send the entry, so the product never judged it.",
    ),
    Why.NO_ANSWER: (
        Verdict.INCONCLUSIVE,
        "The product did not answer in a way that its driver knows: the product or its driver is at fault.",
    ),
    Why.SESSION_GONE: (
        Verdict.INCONCLUSIVE,
        "The product had forgotten the sign-in, so it did not judge the entry.",
    ),
    Why.TARGET_UNUSABLE: (
        Verdict.INCONCLUSIVE,
        "The target file or the product behind it can't be used.",
    ),
    Why.SKIPPED: (
        Verdict.INCONCLUSIVE,
        "The example was skipped by a mark, a plugin or a step, and not for what the product declares.",
    ),
    Why.NOT_OFFERED: (Verdict.NOT_APPLICABLE, "The product declares that it does not offer this."),
    Why.SHOULD_UNMET: (Verdict.WARN, "The standards recommend it, and the product does not do it."),
    Why.KNOWN_FAILING: (Verdict.EXPECTED_FAIL, "The target's known_failing.yaml expects this to fail."),
    Why.FIXED: (
        Verdict.UNEXPECTED_PASS,
        "Everything passed: take the entry out of known_failing.yaml.",
    ),
    Why.HARNESS_BUG: (Verdict.HARNESS_ERROR, "Twofold's own code, or a step of the suite, broke."),
    Why.MACHINE: (Verdict.HARNESS_ERROR, "This machine lacks something, such as a browser that starts."),
}


class Inconclusive(Exception):
    """What happened proves nothing. Raised with a code of the closed list and what was seen."""

    def __init__(self, code: Why, words: str = "") -> None:
        super().__init__(code.told(words))
        self.code, self.words = code, words


class NotApplicable(Exception):
    """The product declares that it does not offer what the example is about; the text says what."""
