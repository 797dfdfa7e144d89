"""How each thing that a profile asks of the product stands after a run: statements, behaviours, clauses.

A clause is judged in `clauses`; here is what of all of that the profile scores.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from harness import limits, profile_data, reach
from harness.catalogue import Behaviour, Catalogue
from harness.measures import Measure
from harness.profile_data import Profile
from harness.report.clauses import Judge, Standard
from harness.report.contents import Entry, Mention
from harness.report.places import STANDARDS, STATEMENTS, Place
from harness.report.view import Promise, Standing, judge

COVERED = (Standing.HELD, Standing.IN_PART, Standing.RECOMMENDED)
QUIET = (Standing.NOT_OFFERED, Standing.UNSEEN)
"""What neither holds nor is anybody's fault."""


@dataclass(frozen=True)
class Requirement:
    """One thing that is asked of the product, its standing, and the examples that speak for it.

    rank: must, should or extra for a behaviour. behind: ids of the clauses that it was made of. unseen: why a
    browser can't see it, with who could check it.
    """

    id: str
    text: str
    place: Place
    verdict: Standing
    examples: tuple[Mention, ...]
    rank: str = ""
    behind: tuple[str, ...] = ()
    unseen: str = ""

    @property
    def tone(self) -> str:
        """How it looks: covered, none where nothing is wrong and nothing shown, uncovered in red."""
        return "covered" if self.verdict in COVERED else "none" if self.verdict in QUIET else "uncovered"

    @property
    def reason(self) -> str:
        """Why it is not simply held: in the words of the first example that says so, or why none can."""
        said = (m.reason for m in self.examples if m.verdict == self.verdict and m.reason)
        return self.unseen or next(said, "")


class Scores:
    """Looks up examples by what they are tagged with, and measures by what they measure."""

    def __init__(
        self, known: Catalogue, entries: Iterable[Entry], profile: Profile, measured: Iterable[Measure] = ()
    ) -> None:
        self.known, self.profile, self.reach = known, profile, reach.load()
        self.measured = {measure["name"]: measure for measure in measured}
        self.by_tag: Mapping[str, list[Mention]] = defaultdict(list)
        for entry in entries:
            for mention in entry.examples:
                for tag in mention.tags:
                    self.by_tag[tag].append(mention)

    def statements(self) -> tuple[Requirement, ...]:
        """The testable statements of the guide; none where it doesn't count."""
        statements = self.known.statements.values() if self.profile.has_guide else ()
        return tuple(
            self._requirement(s.id, s.text, Place(STATEMENTS, s.id), (s.id,)) for s in statements
        )

    def behaviours(self) -> tuple[Requirement, ...]:
        """What the profile's clauses came to; none where it has no clauses."""
        strengths = self.profile.strengths
        return tuple(self._behaviour(b) for b in self.known.behaviours if b.id in strengths)

    def _behaviour(self, its: Behaviour) -> Requirement:
        place, rank = Place(STANDARDS, its.id), self.profile.strengths[its.id]
        own = sorted(its.clauses, key=lambda clause: clause not in self.profile.scored)
        if unseen := self.reach.unseen.get(its.id):
            why = f"{unseen.why} Who could check it: {', '.join(unseen.who)}."
            return Requirement(its.id, its.rule, place, Standing.UNSEEN, (), rank, tuple(own), why)
        return self._requirement(its.id, its.rule, place, (its.id,), rank, tuple(own))

    def standards(self) -> tuple[Standard, ...]:
        """The clauses that the profile scores, by standard."""
        return self._judge().standards(self.profile.clauses)

    def others(self) -> tuple[Standard, ...]:
        """All other clauses, where the profile is a standard's: they don't count, and can be looked up."""
        if not self.profile.is_of_standards:
            return ()
        rest = (clause for clause in self.known.standards if clause.id not in self.profile.scored)
        return self._judge().standards(rest)

    def _judge(self) -> Judge:
        strengths = profile_data.load().strengths
        return Judge(self.reach, self.by_tag, limits.load(), self.measured, strengths)

    def not_asked_for(self) -> tuple[str, ...]:
        """The behaviours that no example of this run's chapters speaks for, where only the guide was asked for."""
        if self.profile.is_of_standards:
            return ()
        return tuple(behaviour.id for behaviour in self.known.behaviours if behaviour.id not in self.by_tag)

    def _requirement(
        self,
        name: str,
        text: str,
        place: Place,
        tags: Iterable[str],
        rank: str = "",
        behind: tuple[str, ...] = (),
    ) -> Requirement:
        examples = tuple({m.place: m for tag in tags for m in self.by_tag.get(tag, ())}.values())
        verdict = judge(outcome for mention in examples for outcome in mention.outcomes)
        return Requirement(name, text, place, verdict, examples, rank, behind)


def with_verdict(requirements: Sequence[Requirement], *verdicts: str) -> tuple[Requirement, ...]:
    """Those of these verdicts, in their order."""
    return tuple(requirement for requirement in requirements if requirement.verdict in verdicts)


def promises(known: Catalogue, profile: Profile) -> dict[str, Promise]:
    """What each id that a rule can be tagged with says, and on which page more of it is told."""
    return {promise.id: promise for promise in _promises(known, profile)}


def _promises(known: Catalogue, profile: Profile) -> Iterator[Promise]:
    for sentence in known.sentences:
        yield Promise(sentence.id, sentence.says, is_behaviour=False)
    for statement in known.statements.values():
        place = Place(STATEMENTS, statement.id) if profile.has_guide else None
        yield Promise(statement.id, statement.text, False, place)
    for behaviour in known.behaviours:
        place = Place(STANDARDS, behaviour.id) if behaviour.id in profile.strengths else None
        yield Promise(behaviour.id, behaviour.rule, True, place)
