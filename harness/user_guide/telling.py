"""What a guide for end users tells: of catalogue/how_to.yaml, that which held in a run, and nothing else.

A task is told if the example that it is drawn from held; a step or a note that rests on another one, if that
held; a number, if the product declares it; a name, if the run saw the product use it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from harness.user_guide import how_to
from harness.user_guide.sentences import CHOOSE, FIELD, SEND, Facts, Sentence, as_it_is, filled, value
from harness.verdicts import Verdict, combined

if TYPE_CHECKING:
    from harness import gherkin
    from harness.record import Deed, Result, RunRecord, Touch

READER = "Alice"
"""Whose deeds a reader is told to do: the owner's."""
HELD = frozenset({Verdict.PASS, Verdict.UNEXPECTED_PASS})
KEYS = "key"
"""The role under which a key of the keyboard is noted, which no page names."""


@dataclass(frozen=True)
class Picture:
    """A masked picture: a path within the run's folder, the title of the page, and what is marked on it.

    marks: left, top, width, height in parts of the picture. names: what is marked, in the product's words.
    """

    path: str
    title: str
    marks: tuple[tuple[float, ...], ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Step:
    """What a reader does, or what has come of it; with what the run saw then."""

    says: Sentence
    pictures: tuple[Picture, ...] = ()


@dataclass(frozen=True)
class Task:
    """One thing that people want to do, as far as it can be told."""

    id: str
    title: str
    lead: tuple[Sentence, ...]
    steps: tuple[Step, ...]
    done: Step | None
    notes: tuple[Sentence, ...]


@dataclass(frozen=True)
class Untold:
    """A task that isn't told. is_offered: the product has it, or may have it; why: what the run says."""

    title: str
    is_offered: bool
    why: str


@dataclass(frozen=True)
class Guide:
    """All that is told, what isn't, and how many notes rest on what did not hold or did not run.

    unpictured: the reasons for which a picture is missing, each once.
    """

    tasks: tuple[Task, ...]
    untold: tuple[Untold, ...]
    notes_left_out: int
    unpictured: tuple[str, ...]


def guide_of(record: RunRecord, tasks: Iterable[how_to.Task], chapters: Iterable[gherkin.Chapter]) -> Guide:
    """What a run lets be told of tasks. chapters: as the feature files have them now."""
    teller = _Teller(record, chapters)
    told: list[Task] = []
    untold: list[Untold] = []
    for _, ways in groupby(tasks, key=lambda task: task.id):
        found = teller.first(list(ways))
        if isinstance(found, Task):
            told.append(found)
        else:
            untold.append(found)
    return Guide(tuple(told), tuple(untold), teller.notes_left_out, tuple(teller.unpictured))


class _Teller:
    """Puts the wording together with what one run saw."""

    def __init__(self, record: RunRecord, chapters: Iterable[gherkin.Chapter]) -> None:
        self.facts: Facts = record.get("declared", {})
        self.notes_left_out = 0
        self.unpictured: dict[str, None] = {}
        self.chapter_of: dict[str, gherkin.Chapter] = {}
        self.rule_of: dict[str, gherkin.Rule] = {}
        self.rows: dict[str, int] = {}
        for chapter in chapters:
            self.rule_of |= {rule.title: rule for rule in chapter.rules}
            for example in chapter.examples:
                self.chapter_of[example.title] = chapter
                self.rows[example.title] = len({tuple(row.values()) for row in example.rows})
        self.results: dict[str, list[Result]] = defaultdict(list)
        for result in record["results"]:
            self.results[result["example"]].append(result)

    def first(self, ways: list[how_to.Task]) -> Task | Untold:
        """The first of several ways to one end that can be told; else why none can."""
        reasons = []
        for way in ways:
            reason = self.why_not(way)
            if reason is None:
                return self.task(way)
            reasons.append(reason)
        return next((reason for reason in reasons if reason.is_offered), reasons[0])

    def why_not(self, task: how_to.Task) -> Untold | None:
        """Why a task isn't told; None if it is."""
        if not self.applies(task.condition):
            return Untold(task.title, False, "the product declares another way, or none")
        verdict = self.verdict(task.example)
        if verdict in HELD:
            return None
        if verdict is None:
            return Untold(task.title, True, f"'{task.example}' did not run, or not with all of its values")
        why = next((result["why"] for result in self.results[task.example] if result["why"]), "")
        offered = verdict is not Verdict.NOT_APPLICABLE
        return Untold(
            task.title, offered, f"'{task.example}' is {verdict.words}" + (f": {why}" if why else "")
        )

    def task(self, task: how_to.Task) -> Task:
        steps = tuple(step for told in task.steps if self.stands(told) for step in self.steps(told))
        return Task(task.id, task.title, self.lead(task), steps, self.done(task), tuple(self.notes(task)))

    def lead(self, task: how_to.Task) -> tuple[Sentence, ...]:
        """The chapter's prose, if all that the chapter promises held; else what stands for it."""
        chapter = self.chapter_of.get(task.example)
        if task.prose and chapter and all(self.held(example.title) for example in chapter.examples):
            return (as_it_is(" ".join(chapter.prose)),)
        return tuple(filter(None, [filled(task.lead, self.facts)]))

    def done(self, task: how_to.Task) -> Step | None:
        if task.done is None or not (says := filled(task.done.say, self.facts)):
            return None
        seen = [deed for deed, _ in self.deeds(task.done)][-1:]
        return Step(says, tuple(picture for deed in seen for picture in self.after(deed)))

    def stands(self, step: how_to.Step) -> bool:
        """Whether what a step rests on is offered and held."""
        return self.applies(step.condition) and (not step.step or self.held(step.example))

    def steps(self, step: how_to.Step) -> Iterator[Step]:
        """The step, one for each deed that the run acted out; of the same one several times, the last."""
        if not step.step:
            if says := filled(step.say, self.facts):
                yield Step(says)
            return
        for _, repeated in groupby(self.deeds(step), key=lambda pair: pair[0]["task"]):
            deed, told = list(repeated)[-1]
            if says := filled(told.say, self.facts, names_in(deed)):
                yield Step(says, tuple(self.after(deed) if told.is_after else self.pictures(deed)))

    def deeds(self, step: how_to.Step) -> Iterator[tuple[Deed, how_to.Deed]]:
        """What the owner did in a step, as far as the wording has words for it."""
        words = {deed.task: deed for deed in step.deeds}
        for result in self.results[step.example][:1]:
            for acted in result["steps"]:
                if acted["text"] == step.step:
                    for deed in acted.get("evidence", ()):
                        if deed["by"] == READER and deed["task"] in words:
                            yield deed, words[deed["task"]]

    def notes(self, task: how_to.Task) -> Iterator[Sentence]:
        for note in task.notes:
            if not self.applies(note.condition) or self.is_not_offered(note):
                continue
            holds = self.rule_held(note.rule) if note.rule else self.held(note.example)
            if not holds:
                self.notes_left_out += 1
            elif says := filled(note.say, self.facts) if note.say else as_it_is(f"{note.rule}."):
                yield says

    def is_not_offered(self, note: how_to.Note) -> bool:
        titles = self.titles(note.rule) if note.rule else [note.example]
        return bool(titles) and all(self.verdict(title) is Verdict.NOT_APPLICABLE for title in titles)

    def rule_held(self, rule: str) -> bool:
        """Whether every example of a rule held, but for those that the product declares not to offer."""
        verdicts = [self.verdict(title) for title in self.titles(rule)]
        allowed = {*HELD, Verdict.NOT_APPLICABLE}
        return all(v in allowed for v in verdicts) and any(v in HELD for v in verdicts)

    def titles(self, rule: str) -> list[str]:
        return [example.title for example in self.rule_of[rule].examples] if rule in self.rule_of else []

    def held(self, example: str) -> bool:
        return self.verdict(example) in HELD

    def verdict(self, example: str) -> Verdict | None:
        """What all rows and browsers of an example say together; None if one of its rows did not run."""
        results = self.results[example]
        ran = {tuple(result["values"]) for result in results}
        if not ran or len(ran) < self.rows.get(example, 1):
            return None
        return combined(result["verdict"] for result in results)

    def applies(self, condition: how_to.Condition) -> bool:
        """Whether the declared facts allow it; a record that holds none allows nothing that asks for one."""
        if (condition.when or condition.unless) and not self.facts:
            return False
        wanted = not condition.when or bool(value(condition.when, self.facts))
        return wanted and not (condition.unless and value(condition.unless, self.facts))

    def pictures(self, deed: Deed) -> Iterator[Picture]:
        """One a press, marked with what was touched before it; where nothing was pressed, what came of it."""
        names: list[str] = []
        was_pressed = False
        for touch in deed.get("touches", ()):
            names += [touch["name"]] if touch["name"] and touch["role"] != KEYS else []
            if touch["did"] == "pressed":
                yield from self.seen(touch, tuple(dict.fromkeys(names)))
                names, was_pressed = [], True
        if not was_pressed:
            yield from self.after(deed)

    def after(self, deed: Deed) -> Iterator[Picture]:
        yield from self.seen(deed, ())

    def seen(self, seen: Deed | Touch, names: tuple[str, ...]) -> Iterator[Picture]:
        if "picture" in seen:
            marks = seen.get("marks", [])
            yield Picture(
                seen["picture"],
                seen.get("title", ""),
                tuple(tuple(mark) for mark in marks) if isinstance(marks, list) else (),
                names,
            )
        elif reason := seen.get("unpictured"):
            self.unpictured[str(reason)] = None


def names_in(deed: Deed) -> Mapping[str, tuple[str, ...]]:
    """What the product calls what was touched: before anything was filled in, filled in, and pressed then."""
    found: dict[str, list[str]] = {CHOOSE: [], FIELD: [], SEND: []}
    for touch in deed.get("touches", ()):
        if touch["name"] and touch["role"] != KEYS:
            if touch["did"] == "filled in":
                found[FIELD].append(touch["name"])
            else:
                found[SEND if found[FIELD] else CHOOSE].append(touch["name"])
    return {place: tuple(dict.fromkeys(names)) for place, names in found.items()}
