"""Rules on what pytest-bdd makes of the suite: each feature bound and run, each step with one definition."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

from harness.gherkin import Chapter, Example, Step

from .model import Definition, Offences, Rule, Suite


def unbound_features(suite: Suite) -> Offences:
    bound = {test.feature for test in suite.collected.tests}
    for chapter in suite.chapters:
        if chapter.path.resolve() not in bound:
            remedy = 'write steps/test_<chapter>.py with scenarios("../features/…") in it'
            yield (
                suite.at(chapter),
                chapter.line,
                "no test module binds this feature, so it never runs",
                remedy,
            )


def bound_twice(suite: Suite) -> Offences:
    for chapter, example in suite.examples():
        tests = suite.collected.by_example.get((chapter.path.resolve(), example.line), [])
        places = sorted({f"{test.module}::{test.name}" for test in tests})
        if len(places) > 1:
            wrong = f"'{example.title}' is bound {len(places)} times ({', '.join(places)})"
            yield suite.at(chapter), example.line, wrong, "bind each feature in one test module"


def vanished_examples(suite: Suite) -> Offences:
    bound = {test.feature for test in suite.collected.tests}
    for chapter, example in suite.examples():
        path = chapter.path.resolve()
        if path not in bound:
            continue
        tests = suite.collected.by_example.get((path, example.line), [])
        if not tests:
            wrong = f"pytest-bdd makes no test of '{example.title}', so it never runs"
            yield (
                suite.at(chapter),
                example.line,
                wrong,
                "give it a title of its own, and bind the whole feature",
            )
            continue
        rows = {tuple(row.items()) for row in example.rows}
        if missing := len(rows - {test.row for test in tests}):
            wrong = f"{missing} of {len(rows)} rows of '{example.title}' become no test"
            yield suite.at(chapter), example.line, wrong, "look at the table's rows"


def undefined_steps(suite: Suite) -> Offences:
    for chapter, step, definitions in _uses(suite):
        if not _matching(definitions, step):
            yield (
                suite.at(chapter),
                step.line,
                f"no phrase fits '{step.text}'",
                "see `twofold glossary`, or define it",
            )


def mismatched_steps(suite: Suite) -> Offences:
    for chapter, step, definitions in _uses(suite):
        matching = _matching(definitions, step)
        if matching and not any(d.fits(step.keyword) for d in matching):
            places, kind = _places(matching), step.keyword.title()
            wrong = f"'{step.text}' is a {kind} here, but {places} defines it as another"
            yield suite.at(chapter), step.line, wrong, "use the keyword of the definition"


def ambiguous_steps(suite: Suite) -> Offences:
    for chapter, step, definitions in _uses(suite):
        fitting = [d for d in _matching(definitions, step) if d.fits(step.keyword)]
        if len(fitting) > 1:
            wrong = f"{len(fitting)} phrases fit '{step.text}' ({_places(fitting)})"
            yield suite.at(chapter), step.line, wrong, "make one narrower, or drop it"


def unused_steps(suite: Suite) -> Offences:
    counts = usage(suite)
    for definition in suite.collected.definitions:
        if not counts[id(definition)]:
            wrong = f"no feature uses the phrase '{definition.phrase}'"
            yield definition.path, definition.line, wrong, "use it, or drop it"


def async_steps(suite: Suite) -> Offences:
    for definition in suite.collected.definitions:
        if definition.is_async:
            wrong = f"the step '{definition.phrase}' is async, so it passes without running"
            yield definition.path, definition.line, wrong, "write it with def"


def usage(suite: Suite) -> dict[int, int]:
    """How many steps in the files use each definition, by the id() of the definition."""
    users: dict[int, set[tuple[str, int]]] = {id(d): set() for d in suite.collected.definitions}
    for chapter, step, definitions in _uses(suite):
        for definition in _matching(definitions, step):
            if definition.fits(step.keyword):
                users[id(definition)].add((suite.at(chapter), step.line))
    return {key: len(places) for key, places in users.items()}


def _uses(suite: Suite) -> Iterator[tuple[Chapter, Step, tuple[Definition, ...]]]:
    """Each different step as it runs (outline values filled in), with the definitions its test can see."""
    seen: set[tuple[str, Step]] = set()
    for chapter, example in suite.examples():
        tests = suite.collected.by_example.get((chapter.path.resolve(), example.line), [])
        definitions = tuple(suite.collected.visible(tests))
        for step in _filled(example):
            if (suite.at(chapter), step) not in seen:
                seen.add((suite.at(chapter), step))
                yield chapter, step, definitions


def _filled(example: Example) -> Iterator[Step]:
    for row in example.rows:
        for step in example.background + example.steps:
            yield step.filled(row)


def _matching(definitions: tuple[Definition, ...], step: Step) -> list[Definition]:
    return [d for d in definitions if _is_matching(d.is_matching, step.text)]


@cache  # four rules ask the same few hundred questions
def _is_matching(match: Callable[[str], bool], text: str) -> bool:
    return match(text)


def _places(definitions: list[Definition]) -> str:
    return ", ".join(f"{d.path}:{d.line}" for d in definitions)


RULES = (
    Rule("unbound-feature", "each feature is bound by a test module", unbound_features),
    Rule("binds-twice", "each example is bound once", bound_twice),
    Rule("vanished-example", "each example, and each row of its table, becomes a test", vanished_examples),
    Rule("undefined-step", "each step has a definition", undefined_steps),
    Rule("step-kind-mismatch", "a Given is defined as a Given, and so on", mismatched_steps),
    Rule("ambiguous-step", "no step has more than one definition", ambiguous_steps),
    Rule("unused-step", "each definition is used", unused_steps),
    Rule("async-step", "no definition is async", async_steps),
)
