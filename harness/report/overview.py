"""What the chapters of a run come to together: the counts, the troubles, what is open, the contents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from harness.catalogue import Catalogue
from harness.report.contents import Entry, Trouble
from harness.measures import Measure
from harness.profile_data import Profile
from harness.report.clauses import Standard
from harness.report.scored import Requirement, Scores, with_verdict
from harness.report.view import Standing

NO_EXAMPLE = "The feature files have no example for it"
NOT_ACTED_OUT = "This run did not act its examples out"
OPEN = (
    (Standing.INCONCLUSIVE, "Inconclusive: what happened proves nothing", True),
    (Standing.NOT_JUDGED, "Not judged: Twofold or the machine broke", True),
    (Standing.NOT_OFFERED, "Not offered by the product", False),
    (Standing.UNSEEN, "Not observable in a browser", False),
)
"""What neither held nor broke although it was tried, in words, and whether these stand in red."""
MOST_TROUBLES = 50
"""Examples that the index names one by one; the pages of the chapters have all of theirs."""
MOST_RULES = 400
"""Rules up to which the index lists them under their chapters."""


@dataclass(frozen=True)
class Group:
    """One kind of requirements: the statements of the guide, or the behaviours that the standards ask for."""

    noun: str
    of_what: str
    names: str
    all: tuple[Requirement, ...]

    @property
    def one(self) -> str:
        """What one of them is called: 'statement of the guide'."""
        return self.noun + self.names.removeprefix(f"{self.noun}s")

    def standing(self, *verdicts: str) -> tuple[Requirement, ...]:
        """Those with one of these verdicts."""
        return with_verdict(self.all, *verdicts)

    @property
    def held(self) -> tuple[Requirement, ...]:
        """Those that were tested and held, wholly or as far as tested."""
        return self.standing(Standing.HELD, Standing.IN_PART)


@dataclass(frozen=True)
class Overview:
    """All of it.

    standards: the clauses that the profile scores; others: those that it doesn't. not_asked_for: behaviours
    that only chapters beyond the run's profile speak for.
    """

    entries: tuple[Entry, ...]
    statements: tuple[Requirement, ...]
    behaviours: tuple[Requirement, ...]
    standards: tuple[Standard, ...]
    others: tuple[Standard, ...]
    not_asked_for: tuple[str, ...]
    profile: Profile

    @cached_property
    def outcomes(self) -> Counter[str]:
        """How many runs ended how."""
        total: Counter[str] = Counter()
        for entry in self.entries:
            total.update(entry.outcomes)
        return total

    @property
    def groups(self) -> tuple[Group, ...]:
        """What is asked of the product, by where it comes from."""
        guide = Group("statement", "The guide makes", "statements of the guide", self.statements)
        name = "The standards" if self.profile.has_guide else self.profile.name
        come_to = "come to" if self.profile.has_guide else "comes to"
        standards = Group("behaviour", f"{name} {come_to}", "behaviours of " + name.replace("The s", "the s"), self.behaviours)
        return tuple(group for group in (guide, standards) if group.all)

    @cached_property
    def troubles(self) -> tuple[Trouble, ...]:
        """All that somebody has to look at, in the order of the chapters."""
        return tuple(trouble for entry in self.entries for trouble in entry.troubles)

    @property
    def first_troubles(self) -> tuple[Trouble, ...]:
        """As many of them as the index can name."""
        return self.troubles[:MOST_TROUBLES]

    @property
    def open_ones(self) -> tuple[tuple[str, bool, tuple[Requirement, ...]], ...]:
        """Statements and behaviours of which nothing is known, by reason, and whether that is to stand in red."""
        all_of_them = (*self.statements, *self.behaviours)
        bare = with_verdict(all_of_them, Standing.NOT_TESTED)
        found = (
            (NO_EXAMPLE, True, tuple(its for its in bare if not its.examples)),
            (NOT_ACTED_OUT, True, tuple(its for its in bare if its.examples)),
            *((words, red, with_verdict(all_of_them, standing)) for standing, words, red in OPEN),
        )
        return tuple((words, red, those) for words, red, those in found if those)

    @property
    def uncovered_clauses(self) -> int:
        """How many clauses of standards nothing that was acted out speaks for."""
        return sum(standard.number(Standing.NOT_TESTED) for standard in self.standards)

    @property
    def hidden_clauses(self) -> int:
        """How many clauses of standards a browser sees nothing or only a symptom of."""
        return sum(standard.number(Standing.SYMPTOM, Standing.UNSEEN) for standard in self.standards)

    @property
    def clauses(self) -> int:
        """How many clauses of standards there are."""
        return sum(len(standard.clauses) for standard in self.standards)

    @property
    def lists_rules(self) -> bool:
        """Whether the contents have room for the rules of the chapters."""
        return sum(len(entry.rules) for entry in self.entries) <= MOST_RULES


def overview(
    known: Catalogue, entries: Iterable[Entry], profile: Profile, measured: Iterable[Measure] = ()
) -> Overview:
    """What these chapters, and what was measured in them, come to by a profile."""
    kept = tuple(entries)
    scores = Scores(known, kept, profile, measured)
    return Overview(
        entries=kept,
        statements=scores.statements(),
        behaviours=scores.behaviours(),
        standards=scores.standards(),
        others=scores.others(),
        not_asked_for=scores.not_asked_for(),
        profile=profile,
    )
