"""Rules of style: what a feature file reads like, so that a product person reads it to the end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from harness.controls import is_control, is_refusal
from harness.gherkin import Chapter, Example, Step

from .model import Offences, Rule, Suite

MOST_STEPS = 6
LEAST_PROSE, MOST_PROSE = 2, 4
LEAST_WORDS_OF_RULE, LEAST_WORDS_OF_EXAMPLE = 4, 3

# Words of the trade; 'browser' is one that everybody uses.
TECHNICAL = re.compile(
    r"\b(screens?|(?:web)?pages?|click(?:s|ed|ing)?|buttons?|urls?|https?|html|databases?|cookies?|servers?"
    r"|endpoints?|selectors?|fields?|forms?)\b",
    re.IGNORECASE,
)
CODE_LITERAL = re.compile(r"\d{4,}|\b\d{3}[ -]\d{3}\b")


def chapter_titles(suite: Suite) -> Offences:
    for chapter in suite.chapters:
        if chapter.title.endswith("."):
            yield suite.at(chapter), chapter.line, "the chapter's title ends with a period", "drop it"
        slug = re.sub(r"[^a-z0-9]+", "_", chapter.title.lower()).strip("_")
        if not re.fullmatch(rf"\d\d_{slug}", chapter.path.stem):
            wrong = f"the file's name does not say the chapter's title '{chapter.title}'"
            yield (
                suite.at(chapter),
                chapter.line,
                wrong,
                f"call it NN_{slug}.feature, NN being its place in the guide",
            )


def chapter_prose(suite: Suite) -> Offences:
    for chapter in suite.chapters:
        if not LEAST_PROSE <= len(chapter.prose) <= MOST_PROSE:
            wrong = f"{len(chapter.prose)} lines of prose stand under the title"
            yield (
                suite.at(chapter),
                chapter.line,
                wrong,
                "say in two to four lines what is promised, and whom it protects",
            )


def loose_prose(suite: Suite) -> Offences:
    for chapter in suite.chapters:
        for note in chapter.notes:
            wrong = f"'{note.text}' is neither a step nor an example, so it never runs"
            yield (
                suite.at(chapter),
                note.line,
                wrong,
                "correct its first word, or move it up to the chapter's prose",
            )


def rule_titles(suite: Suite) -> Offences:
    for chapter in suite.chapters:
        for rule in chapter.rules:
            if wrong := _not_a_sentence(rule.title):
                yield (
                    suite.at(chapter),
                    rule.line,
                    f"the rule '{rule.title}' {wrong}",
                    "write a full sentence, as for the guide",
                )


def _not_a_sentence(title: str) -> str:
    if len(title.split()) < LEAST_WORDS_OF_RULE:
        return f"has fewer than {LEAST_WORDS_OF_RULE} words"
    if title.endswith("."):
        return "ends with a period"
    return "" if title[0].isupper() or title[0].isdigit() else "starts with a small letter"


def example_titles(suite: Suite) -> Offences:
    for chapter, example in suite.examples():
        if len(example.title.split()) < LEAST_WORDS_OF_EXAMPLE:
            wrong = f"the title '{example.title}' has fewer than {LEAST_WORDS_OF_EXAMPLE} words"
            yield suite.at(chapter), example.line, wrong, "name the circumstance"
        if example.title.endswith("."):
            yield (
                suite.at(chapter),
                example.line,
                f"the title '{example.title}' ends with a period",
                "drop it",
            )


def too_many_steps(suite: Suite) -> Offences:
    for chapter, example in suite.examples():
        if len(example.steps) > MOST_STEPS:
            wrong = f"'{example.title}' has {len(example.steps)} steps"
            yield (
                suite.at(chapter),
                example.line,
                wrong,
                f"tell it in {MOST_STEPS}, with larger Givens or as two examples",
            )


def step_order(suite: Suite) -> Offences:
    for chapter, example in suite.examples():
        for line, wrong, remedy in _disorder(example):
            yield suite.at(chapter), line, f"'{example.title}' {wrong}", remedy


def _disorder(example: Example) -> Iterator[tuple[int, str, str]]:
    blocks = [(kind, list(steps)) for kind, steps in groupby(example.steps, key=lambda step: step.keyword)]
    whens = [step for step in example.steps if step.keyword == "when"]
    order = [kind for kind, _ in blocks]
    if not whens:
        yield example.line, "has no When", "tell the one event"
    for step in whens[1:]:
        yield step.line, "has more than one When step", "tell one event; what went before is a Given"
    if "then" not in order:
        yield example.line, "has no Then", "tell what a person can observe"
    for place, (kind, steps) in enumerate(blocks):
        if kind == "given" and place:
            yield steps[0].line, "has a Given after the event", "put what was before, first"
        if kind == "when" and "then" in order[:place]:
            yield steps[0].line, "has a When after a Then", "make it an example of its own"


def refusals_without_control(suite: Suite) -> Offences:
    for chapter, example in suite.examples():
        outcomes = [step for step in example.steps if step.keyword == "then"]
        refusals = [place for place, step in enumerate(outcomes) if is_refusal(step.text)]
        if refusals and not any(is_control(step.text) for step in outcomes[refusals[-1] + 1 :]):
            refusal = outcomes[refusals[-1]]
            wrong = f"nothing right is accepted after '{refusal.text}', so a broken product passes"
            yield (
                suite.at(chapter),
                refusal.line,
                wrong,
                "end with a Then in which a right code lets the owner in",
            )


def code_literals(suite: Suite) -> Offences:
    for chapter, line, text in _texts(suite):
        if match := CODE_LITERAL.search(text):
            yield (
                suite.at(chapter),
                line,
                f"'{match[0]}' looks like a code",
                "say whose code it is, not its digits",
            )


def technical_words(suite: Suite) -> Offences:
    for chapter, line, text in _texts(suite):
        if match := TECHNICAL.search(text):
            yield (
                suite.at(chapter),
                line,
                f"'{match[0]}' is a technical word",
                "say what the person does or sees",
            )


def step_periods(suite: Suite) -> Offences:
    for chapter, step in suite.own_steps():
        if step.text.endswith("."):
            yield suite.at(chapter), step.line, f"the step '{step.text}' ends with a period", "drop it"


def small_tables(suite: Suite) -> Offences:
    for chapter, step in suite.own_steps():
        if step.table and len(step.table) < 3:
            wrong = f"the table of '{step.text}' has fewer than two rows below its header"
            yield suite.at(chapter), step.line, wrong, "say it in the step; tables are for lists"


def one_row_examples(suite: Suite) -> Offences:
    for chapter, example in suite.examples():
        for table in (table for table in example.tables if len(table.rows) < 2):
            wrong = f"the Examples of '{example.title}' have fewer than two rows"
            yield suite.at(chapter), table.line, wrong, "write the values into the steps"


def backgrounds(suite: Suite) -> Offences:
    for chapter in suite.chapters:
        blocks = [chapter.background, *(rule.background for rule in chapter.rules)]
        for step in (step for block in blocks for step in block):
            if step.keyword != "given":
                wrong = f"the background has a {step.keyword.title()}: '{step.text}'"
                yield suite.at(chapter), step.line, wrong, "keep to Givens there"


def _texts(suite: Suite) -> Iterator[tuple[Chapter, int, str]]:
    """All that a reader reads: titles, prose, steps and tables, each with its line."""
    for chapter in suite.chapters:
        yield chapter, chapter.line, chapter.title
        yield from ((chapter, chapter.line, line) for line in chapter.prose)
        yield from ((chapter, rule.line, rule.title) for rule in chapter.rules)
        for example in chapter.examples:
            yield chapter, example.line, example.title
            yield from (
                (chapter, t.line, " | ".join(row)) for t in example.tables for row in (t.header, *t.rows)
            )
    for chapter, step in suite.own_steps():
        yield chapter, step.line, _whole(step)


def _whole(step: Step) -> str:
    return "\n".join([step.text, *(" | ".join(row) for row in step.table), step.docstring or ""])


RULES = (
    Rule("chapter-title", "a chapter's file is named NN_ and its title, which has no period", chapter_titles),
    Rule("chapter-prose", "two to four lines of prose open a chapter", chapter_prose),
    Rule(
        "loose-prose",
        "below rules and examples there is no free text, which may be a mistyped step",
        loose_prose,
    ),
    Rule("rule-title", "a rule is a full sentence without its period", rule_titles),
    Rule("example-title", "an example's title names the circumstance in three words or more", example_titles),
    Rule("too-many-steps", f"an example has {MOST_STEPS} steps or fewer", too_many_steps),
    Rule("step-order", "Givens, then one When, then Thens", step_order),
    Rule(
        "refusal-without-control",
        "after a refusal, a Then shows that something right still lets the owner in",
        refusals_without_control,
    ),
    Rule("code-literal", "no text holds the digits of a code", code_literals),
    Rule("technical-word", "no text holds a technical word", technical_words),
    Rule("step-period", "no step ends with a period", step_periods),
    Rule("small-table", "a step's table has a header and two rows or more", small_tables),
    Rule("one-row-examples", "an Examples table has two rows or more", one_row_examples),
    Rule("background-not-given", "a background has Givens only", backgrounds),
)
