"""What can happen to a run, and the verdict and exit code it must end with: the table of docs/verdicts.md."""

from __future__ import annotations

from dataclasses import dataclass

from tests.verdicts.suites import BREAKS, KEEPS, Suite, example, feature

KNOWN = """\
- behaviour: {behaviour}
  reason: The door is being repaired.
  link: https://tracker.example/1
  expires: {expires}
"""
EXPECTED = KNOWN.format(behaviour="B02", expires="2999-12-31")
BARE_SKIP = example("When the product is left out", tags="@G-1a @B06")
DOUBTFUL = example("When the product refuses for another reason", tags="@B03")
STUMBLES = example("When the product makes a step stumble", tags="@B04")
RECOMMENDED = example("When the product breaks its word", tags="@B07 @should")
LOCKS = example("When the product keeps its word", tags="@B12 @needs-lock")
SPARED = example("When the product keeps its word", tags="@B02")
CRASHES = example("When the product makes a worker crash", tags="@B05")


@dataclass(frozen=True)
class Situation:
    """One situation. verdict: of the run, 'none' when it leaves no record; code: its exit code.

    examples: the verdicts of the examples; says: what the terminal must tell.
    """

    words: str
    suite: Suite
    verdict: str
    code: int
    examples: tuple[str, ...] = ()
    arguments: tuple[str, ...] = ()
    says: str = ""

    @property
    def row(self) -> str:
        """As it stands in docs/verdicts.md."""
        code = f"none (signal {-self.code})" if self.code < 0 else str(self.code)
        return f"| {self.words} | {self.verdict} | {code} |"


SITUATIONS = (
    Situation("All examples pass", Suite((KEEPS, KEEPS)), "PASS", 0, ("PASS", "PASS")),
    Situation("One example fails", Suite((KEEPS, BREAKS)), "FAIL", 1, ("PASS", "FAIL")),
    Situation("A recommendation is unmet", Suite((KEEPS, RECOMMENDED)), "WARN", 0, ("PASS", "WARN")),
    Situation(
        "The same, with `--strict-should`",
        Suite((KEEPS, RECOMMENDED)),
        "FAIL",
        1,
        ("PASS", "FAIL"),
        ("--strict-should",),
    ),
    Situation(
        "The product declares one thing absent, the rest passes",
        Suite((KEEPS, LOCKS)),
        "PASS",
        0,
        ("PASS", "NOT_APPLICABLE"),
    ),
    Situation(
        "The product declares everything absent",
        Suite((LOCKS, LOCKS)),
        "INCONCLUSIVE",
        6,
        ("NOT_APPLICABLE", "NOT_APPLICABLE"),
        says="nothing was tested",
    ),
    Situation(
        "All examples are skipped by a mark, a plugin or a step",
        Suite((BARE_SKIP,)),
        "INCONCLUSIVE",
        6,
        ("INCONCLUSIVE",),
    ),
    Situation(
        "One statement is skipped so, the rest passes",
        Suite((KEEPS, BARE_SKIP)),
        "INCONCLUSIVE",
        6,
        ("PASS", "INCONCLUSIVE"),
    ),
    Situation("Nothing is collected", Suite((KEEPS,)), "none", 5, arguments=("-k", "no_such_example")),
    Situation(
        "A behaviour of the feature files did not run",
        Suite((KEEPS,), more=(("features/02_gates.feature", feature("Gates", (BREAKS,))),)),
        "INCONCLUSIVE",
        6,
        ("PASS",),
        says="the run is incomplete",
    ),
    Situation(
        "A selection passes",
        Suite((KEEPS, BREAKS)),
        "PASS",
        0,
        ("PASS",),
        ("-m", "B01"),
        says="PASS (partial: a selection says nothing about the rest). Exit code 0.",
    ),
    Situation(
        "A selection fails", Suite((KEEPS, BREAKS)), "FAIL", 1, ("FAIL",), ("-m", "B02"), says="FAIL (partial"
    ),
    Situation(
        "A selection holds only what is declared absent",
        Suite((KEEPS, LOCKS)),
        "INCONCLUSIVE",
        6,
        ("NOT_APPLICABLE",),
        ("-m", "B12"),
    ),
    Situation(
        "The product refuses for another reason",
        Suite((KEEPS, DOUBTFUL)),
        "INCONCLUSIVE",
        6,
        ("PASS", "INCONCLUSIVE"),
    ),
    Situation(
        "The product does not answer",
        Suite((KEEPS, example("When the product does not answer"))),
        "INCONCLUSIVE",
        6,
        ("PASS", "INCONCLUSIVE"),
    ),
    Situation(
        "What is right is refused before the bad try",
        Suite((example("Given the product refuses what is right", "When the product keeps its word"),)),
        "INCONCLUSIVE",
        6,
        ("INCONCLUSIVE",),
    ),
    Situation(
        "What is right is refused after the bad try",
        Suite(
            (
                example(
                    "When the product keeps its word",
                    "Then the wrong key is refused",
                    "And the next key refuses what is right and lets Alice in",
                ),
            )
        ),
        "INCONCLUSIVE",
        6,
        ("INCONCLUSIVE",),
    ),
    Situation(
        "What is right is refused, and that is what is promised",
        Suite((example("When the product keeps its word", "Then the product refuses what is right"),)),
        "FAIL",
        1,
        ("FAIL",),
    ),
    Situation(
        "One example is inconclusive, another fails",
        Suite((DOUBTFUL, BREAKS)),
        "FAIL",
        1,
        ("INCONCLUSIVE", "FAIL"),
    ),
    Situation("A step has a bug", Suite((KEEPS, STUMBLES)), "HARNESS_ERROR", 3, ("PASS", "HARNESS_ERROR")),
    Situation(
        "A step has a bug, and an example fails",
        Suite((BREAKS, STUMBLES)),
        "FAIL",
        1,
        ("FAIL", "HARNESS_ERROR"),
    ),
    Situation(
        "This machine has no browser",
        Suite((KEEPS,), new_context='raise NoBrowser("No chromium that Twofold can use. Install one.")'),
        "HARNESS_ERROR",
        3,
        ("HARNESS_ERROR",),
        says="No chromium that Twofold can use. Install one.",
    ),
    Situation(
        "A worker crashes",
        Suite((KEEPS, CRASHES)),
        "HARNESS_ERROR",
        3,
        ("PASS",),
        ("-n", "2"),
        says="a worker crashed while it ran steps/test_doors.py::test_doors_2",
    ),
    Situation(
        "The run is killed midway",
        Suite((KEEPS, example("When the product sees the run killed"))),
        "none",
        -9,
    ),
    Situation(
        "Somebody interrupts the run (Ctrl-C)",
        Suite((KEEPS, example("When the product is interrupted"))),
        "INCONCLUSIVE",
        2,
        ("PASS",),
    ),
    Situation(
        "The target is down",
        Suite((KEEPS, KEEPS), start='raise TargetError("Nothing answers at http://127.0.0.1:9. Start it.")'),
        "INCONCLUSIVE",
        7,
        ("INCONCLUSIVE",),
        says="target-unusable: Nothing answers at http://127.0.0.1:9. Start it.",
    ),
    Situation(
        "The target ends midway",
        Suite((KEEPS, example("When the product is gone"))),
        "INCONCLUSIVE",
        7,
        ("PASS", "INCONCLUSIVE"),
    ),
    Situation(
        "Only what is known to fail fails",
        Suite((KEEPS, BREAKS), known_failing=EXPECTED),
        "EXPECTED_FAIL",
        0,
        ("PASS", "EXPECTED_FAIL"),
    ),
    Situation(
        "Something else fails as well",
        Suite((example("When the product breaks its word"), BREAKS), known_failing=EXPECTED),
        "FAIL",
        1,
        ("FAIL", "EXPECTED_FAIL"),
    ),
    Situation(
        "All examples of what is known to fail pass",
        Suite((KEEPS, SPARED), known_failing=EXPECTED),
        "UNEXPECTED_PASS",
        1,
        ("PASS", "UNEXPECTED_PASS"),
        says="1 example is UNEXPECTED_PASS",
    ),
    Situation(
        "Some examples of what is known to fail pass, others fail",
        Suite((SPARED, BREAKS), known_failing=EXPECTED),
        "EXPECTED_FAIL",
        0,
        ("PASS", "EXPECTED_FAIL"),
    ),
    Situation(
        "Another example fails than the one that an entry names",
        Suite((KEEPS, BREAKS, BREAKS), known_failing=EXPECTED + "  example: Doors 2\n"),
        "FAIL",
        1,
        ("PASS", "EXPECTED_FAIL", "FAIL"),
    ),
    Situation(
        "The example that an entry names passes, another of its behaviour fails",
        Suite((SPARED, BREAKS), known_failing=EXPECTED + "  example: Doors 1\n"),
        "FAIL",
        1,
        ("UNEXPECTED_PASS", "FAIL"),
    ),
    Situation(
        "An entry of known_failing.yaml has expired",
        Suite((KEEPS, BREAKS), known_failing="\n" + KNOWN.format(behaviour="B02", expires="2020-01-31")),
        "INCONCLUSIVE",
        7,
        ("INCONCLUSIVE",),
        says="targets/doors/known_failing.yaml:2: the entry expired on 2020-01-31",
    ),
    Situation(
        "An entry names no behaviour of the catalogue",
        Suite((KEEPS,), known_failing=KNOWN.format(behaviour="B99", expires="2999-12-31")),
        "INCONCLUSIVE",
        7,
        ("INCONCLUSIVE",),
        says="targets/doors/known_failing.yaml:1: there is no behaviour B99",
    ),
    Situation(
        "An entry names no example of the feature files",
        Suite((KEEPS,), known_failing=EXPECTED + "  example: Doors 9\n"),
        "INCONCLUSIVE",
        7,
        ("INCONCLUSIVE",),
        says="targets/doors/known_failing.yaml:1: no example is called 'Doors 9'",
    ),
    Situation(
        "An entry has no reason or no link",
        Suite((KEEPS,), known_failing="- behaviour: B01\n  expires: 2999-12-31\n"),
        "INCONCLUSIVE",
        7,
        ("INCONCLUSIVE",),
        says="targets/doors/known_failing.yaml:1: the entry has no reason, link",
    ),
    Situation(
        "Examples pass, another test of the run fails",
        Suite((KEEPS,), more=(("tests/test_more.py", "def test_more():\n    assert False\n"),)),
        "INCONCLUSIVE",
        1,
        ("PASS",),
        says="failed that are no examples",
    ),
)
