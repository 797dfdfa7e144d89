"""Rules on what the standards are made into: profiles, and what no browser sees (catalogue/).

That an entry has its fields is seen to where the files are read; here is what they say of each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from harness.profile_data import Part

from .model import Offence, Offences, Rule, Suite

PROFILES, REACH = "catalogue/profiles.yaml", "catalogue/reach.yaml"
BEHAVIOURS, CLAUSES = "catalogue/behaviours.yaml", "catalogue/clauses.yaml"


def unknown_in_profiles(suite: Suite) -> Offences:
    for profile in suite.asked.by_id.values():
        for part in profile.parts:
            yield from _unknown(suite, part, profile.line, f"the profile {profile.id}")
    for left in suite.asked.left_out:
        yield from _unknown(suite, left.part, left.line, "left_out")


def _unknown(suite: Suite, part: Part, line: int, where: str) -> Iterator[Offence]:
    its = [clause for clause in suite.catalogue.standards if clause.standard == part.standard]
    if not its:
        wrong = f"{where} names the standard '{part.standard}', of which there is no clause"
        yield PROFILES, line, wrong, f"call it as {CLAUSES} does"
        return
    for level in sorted(set(part.levels) - {clause.level for clause in its}):
        wrong = f"{where} names the level '{level}', which no clause of {part.standard} has"
        yield PROFILES, line, wrong, f"call it as {CLAUSES} does"
    for name in sorted(set(part.names) - {clause.id for clause in its}):
        wrong = f"{where} names {name}, which is no clause of {part.standard}"
        yield PROFILES, line, wrong, f"use an id of {CLAUSES}"


def levels_without_strength(suite: Suite) -> Offences:
    known = suite.asked.strengths
    for level in sorted({clause.level for clause in suite.catalogue.standards} - known.keys()):
        wrong = f"nothing says how strong a clause of the level '{level}' is"
        yield PROFILES, 1, wrong, "put it under strengths: must, should or extra"


def clauses_in_no_profile(suite: Suite) -> Offences:
    of_standards = [profile for profile in suite.asked.by_id.values() if not profile.takes_all]
    for clause in suite.catalogue.standards:
        scoring = [profile.id for profile in of_standards if clause.id in profile.scored]
        why = suite.asked.why_left_out(clause)
        if not scoring and not why:
            wrong = f"no standard's profile scores {clause.id}, and left_out has no reason for that"
            yield PROFILES, 1, wrong, "add it to a profile, or say why not"
        if scoring and why:
            wrong = f"{clause.id} is left out, and {' and '.join(scoring)} score it"
            yield PROFILES, 1, wrong, "do one of the two"


def unknown_in_reach(suite: Suite) -> Offences:
    for name, unseen in suite.reach.unseen.items():
        if name not in suite.catalogue.ranks:
            yield REACH, unseen.line, f"there is no behaviour {name}", f"use an id of {BEHAVIOURS}"
    for name in _named(suite):
        if name not in suite.catalogue.clauses:
            yield REACH, 1, f"there is no clause {name}", f"use an id of {CLAUSES}"


def _named(suite: Suite) -> Iterable[str]:
    return dict.fromkeys([*suite.reach.rest, *suite.reach.untried])


def clauses_half_seen(suite: Suite) -> Offences:
    for clause in suite.catalogue.standards:
        is_half_seen, has_rest = clause.observable != "full", clause.id in suite.reach.rest
        if is_half_seen and not has_rest:
            wrong = f"a browser sees only a part of {clause.id}, and nothing says who could check the rest"
            yield REACH, 1, wrong, "add it to a group under rest"
        if has_rest and not is_half_seen:
            wrong = f"somebody else has to check the rest of {clause.id}, which a browser sees all of"
            yield REACH, 1, wrong, f"take it out, or correct 'observable' in {CLAUSES}"


def untried_clauses_shown(suite: Suite) -> Offences:
    for chapter, example in suite.examples():
        for tag in example.tags:
            if tag in suite.reach.untried:
                wrong = f"'{example.title}' is tagged {tag}, of which {REACH} says that no example tries it"
                yield suite.at(chapter), example.line, wrong, "take it out there"


def behaviours_without_example(suite: Suite) -> Offences:
    shown = {tag for _, example in suite.examples() for tag in example.tags}
    for behaviour in suite.catalogue.behaviours:
        unseen = suite.reach.unseen.get(behaviour.id)
        if behaviour.id not in shown and unseen is None:
            wrong = f"no example shows {behaviour.id} ({behaviour.rule})"
            yield BEHAVIOURS, 1, wrong, f"write one, or say in {REACH} why none can and who could check it"
        if behaviour.id in shown and unseen is not None:
            wrong = f"{behaviour.id} is said to be unseen, and an example is tagged with it"
            yield REACH, unseen.line, wrong, "do one of the two"


RULES = (
    Rule(
        "behaviour-without-example",
        "each behaviour has an example, or a reason why none can show it",
        behaviours_without_example,
    ),
    Rule("unknown-in-profile", "profiles name standards, levels and clauses that exist", unknown_in_profiles),
    Rule(
        "level-without-strength", "each level of a clause is must, should or extra", levels_without_strength
    ),
    Rule(
        "clause-in-no-profile",
        "each clause is in a profile, or is left out for a reason",
        clauses_in_no_profile,
    ),
    Rule("unknown-in-reach", "reach.yaml names behaviours and clauses that exist", unknown_in_reach),
    Rule("clause-half-seen", "who could check the rest is said of each clause half seen", clauses_half_seen),
    Rule(
        "untried-clause-shown", "no example shows a clause that is said to be untried", untried_clauses_shown
    ),
)
