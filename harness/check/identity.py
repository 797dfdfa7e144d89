"""Rules on what things are called and what they stand for: ids, tags, titles, examples without a rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pytest_bdd.scenario import make_python_name

from harness import limits, profiles
from harness.gherkin import Chapter, Example

from . import tags
from .model import Offence, Offences, Rule, Suite

GUIDE = "catalogue/guide.yaml"
LIMITS = f"catalogue/{limits.FILE}"


def statements_without_example(suite: Suite) -> Offences:
    tagged = {tag for _, example in suite.examples(profiles.GUIDE) for tag in example.tags}
    for statement in suite.catalogue.statements.values():
        if statement.id not in tagged:
            wrong = f"no example shows {statement.id} ({statement.text})"
            yield GUIDE, statement.line, wrong, f"write one and tag it, or its rule, @{statement.id}"


def unknown_ids(suite: Suite) -> Offences:
    known = suite.catalogue.taggable | tags.KNOWN.keys()
    for chapter in suite.chapters:
        for tag in chapter.all_tags:
            if tag.name not in known and ":" not in tag.name:
                remedy = f"use an id of catalogue/, or one of {', '.join(sorted(tags.KNOWN))}"
                yield suite.at(chapter), tag.line, f"nothing is called '{tag.name}'", remedy


def tags_with_colon(suite: Suite) -> Offences:
    for chapter in suite.chapters:
        for tag in chapter.all_tags:
            if ":" in tag.name:
                wrong = f"the tag '{tag.name}' has a colon, which pytest's marks can't have"
                yield suite.at(chapter), tag.line, wrong, "write it with a hyphen"


def tags_on_tables(suite: Suite) -> Offences:
    for chapter, example in suite.examples():
        for tag in (tag for table in example.tables for tag in table.tags):
            wrong = f"the tag '{tag.name}' stands on a table, where reports don't see it"
            yield suite.at(chapter), tag.line, wrong, "put it on the example"


def repeated_titles(suite: Suite) -> Offences:
    examples = [(c, e.title, e.line) for c, e in suite.examples()]
    rules = [(c, r.title, r.line) for c in suite.chapters for r in c.rules]
    yield from _repeated(suite, "example", examples)
    yield from _repeated(suite, "rule", rules)


def _repeated(suite: Suite, kind: str, titles: Iterable[tuple[Chapter, str, int]]) -> Iterator[Offence]:
    first: dict[str, tuple[str, str]] = {}
    for chapter, title, line in titles:
        here = f"{suite.at(chapter)}:{line}"
        earlier, there = first.setdefault(make_python_name(title), (title, here))
        if there == here:
            continue
        same = "title" if earlier == title else "Python name as '" + earlier + "'"
        yield (
            suite.at(chapter),
            line,
            f"the {kind} '{title}' has the same {same} ({there})",
            "tell what is different",
        )


def examples_outside_rule(suite: Suite) -> Offences:
    for chapter in suite.chapters:
        for example in chapter.strays:
            yield (
                suite.at(chapter),
                example.line,
                f"'{example.title}' stands under no Rule",
                "put it under its promise",
            )


def rules_without_id(suite: Suite) -> Offences:
    for chapter in suite.chapters:
        for rule in chapter.rules:
            if profiles.is_of_standards(chapter.path):
                fitting, kinds = frozenset(suite.catalogue.ranks), "B- id"
            else:
                fitting, kinds = suite.catalogue.promises, "G- or B- id"
            if not fitting & set(rule.tags):
                wrong = f"the rule '{rule.title}' has no {kinds}"
                yield suite.at(chapter), rule.line, wrong, "tag the rule with what it promises"


def rules_without_example(suite: Suite) -> Offences:
    for chapter in suite.chapters:
        for rule in chapter.rules:
            if not rule.examples:
                yield (
                    suite.at(chapter),
                    rule.line,
                    f"the rule '{rule.title}' has no example",
                    "show it, or drop it",
                )


def outline_parameters(suite: Suite) -> Offences:
    for chapter, example in suite.examples():
        for line, wrong, remedy in _parameters(example):
            yield suite.at(chapter), line, wrong, remedy


def _parameters(example: Example) -> Iterator[tuple[int, str, str]]:
    used = {name for step in example.steps for name in step.parameters}
    for step in example.steps:
        for name in sorted(step.parameters):
            if not example.tables or any(name not in table.header for table in example.tables):
                yield step.line, f"nothing fills <{name}>", "give the Examples table a column of that name"
    for table in example.tables:
        for name in (name for name in table.header if name not in used):
            yield table.line, f"no step uses the column '{name}'", "use it in a step, or drop it"


def wrong_limits(suite: Suite) -> Offences:
    for limit in suite.limits:
        for wrong, remedy in limits.wrong_with(limit, suite.catalogue):
            yield LIMITS, limit.line, wrong, remedy


RULES = (
    Rule(
        "statement-without-example",
        "each statement has an example in the guide's chapters",
        statements_without_example,
    ),
    Rule("unknown-id", "a tag is an id of the catalogue, a strength or a capability", unknown_ids),
    Rule("tag-with-colon", "no tag has a colon", tags_with_colon),
    Rule("tag-on-table", "tags stand on rules and examples, not on Examples tables", tags_on_tables),
    Rule("repeated-title", "titles of examples, and of rules, are unique in the suite", repeated_titles),
    Rule("example-outside-rule", "each example stands under a rule", examples_outside_rule),
    Rule(
        "rule-without-id",
        "each rule is tagged with a G- or B- id, beyond the guide with a B- id",
        rules_without_id,
    ),
    Rule("rule-without-example", "each rule has an example", rules_without_example),
    Rule(
        "limit-of-clause",
        "each limit on a measured number names a clause, and asks no more strongly than that does",
        wrong_limits,
    ),
    Rule("outline-parameter", "each <parameter> has a column, and each column a use", outline_parameters),
)
