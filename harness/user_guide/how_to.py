"""The wording of the guide for end users, read from catalogue/how_to.yaml; its first lines say what is what.

Whether it fits the features and the port is held by `twofold check`; what of it is told, `telling` decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from harness import yaml_text

FILE = Path("catalogue") / "how_to.yaml"
"""Below the suite's root."""
AFTER = "after"
_ID = re.compile(r"[a-z][a-z0-9-]*")


class HowToError(Exception):
    """The file can't be used; the message starts with its name and says where, what and what to do."""


@dataclass(frozen=True)
class Condition:
    """when: the fact that has to be declared; unless: the one that must not be. Empty: none."""

    when: str = ""
    unless: str = ""


@dataclass(frozen=True)
class Deed:
    """How a driver's task is told to a reader. is_after: its picture is of what came of it."""

    task: str
    say: str
    is_after: bool = False


@dataclass(frozen=True)
class Step:
    """What a reader does: in a step of an example, or, with `say` alone, away from the product."""

    example: str = ""
    step: str = ""
    deeds: tuple[Deed, ...] = ()
    say: str = ""
    condition: Condition = Condition()


@dataclass(frozen=True)
class Note:
    """Worth knowing, where a rule or an example held; without `say`, the rule's own sentence."""

    rule: str = ""
    example: str = ""
    say: str = ""
    condition: Condition = Condition()


@dataclass(frozen=True)
class Task:
    """One thing that people want to do. Tasks of one id are ways to the same end, the best first.

    example: where it is acted out. prose: the chapter's own may stand for the lead. done: what has come of
    it; its deed, if any, is the one that saw it.
    """

    id: str
    title: str
    example: str
    lead: str
    steps: tuple[Step, ...]
    done: Step | None
    notes: tuple[Note, ...]
    prose: bool
    condition: Condition
    line: int

    @property
    def acted(self) -> tuple[Step, ...]:
        """The steps that an example acts out, the last one's outcome among them."""
        told = [*self.steps, *([self.done] if self.done else [])]
        return tuple(step for step in told if step.step)

    @property
    def examples(self) -> frozenset[str]:
        """The titles of all examples that it names."""
        named = [self.example, *(step.example for step in self.acted), *(note.example for note in self.notes)]
        return frozenset(filter(None, named))

    @property
    def rules(self) -> frozenset[str]:
        """The titles of all rules that it names."""
        return frozenset(note.rule for note in self.notes if note.rule)

    @property
    def sentences(self) -> Iterator[str]:
        """All that is written for the reader."""
        yield self.lead
        for step in (*self.steps, *([self.done] if self.done else [])):
            yield from filter(None, [step.say, *(deed.say for deed in step.deeds)])
        yield from (note.say for note in self.notes if note.say)

    @property
    def conditions(self) -> Iterator[Condition]:
        """Its own, and those of its parts."""
        yield self.condition
        yield from (step.condition for step in self.steps)
        yield from (note.condition for note in self.notes)


@lru_cache(maxsize=8)
def load(root: Path) -> tuple[Task, ...]:
    """The tasks in a suite's file, in its order; none where the suite has no such file. Raises HowToError."""
    path = root / FILE
    if not path.is_file():
        return ()
    text = path.read_text(encoding="utf-8")
    try:
        rows = yaml_text.read(text)
    except yaml.YAMLError as error:
        raise HowToError(f"{FILE.name}: not YAML: {error} — correct the file") from None
    if not isinstance(rows, list):
        raise HowToError(f"{FILE.name}: a list of tasks is expected — correct the file")
    lines = [number for number, line in enumerate(text.splitlines(), 1) if line.startswith("- ")]
    return tuple(_task(row, line) for row, line in zip(rows, lines, strict=True))


def wanted(tasks: Iterable[Task]) -> frozenset[tuple[str, str, str]]:
    """What a run has to have pictures of: example, step and a driver's task in it."""
    return frozenset(
        (step.example, step.step, deed.task) for task in tasks for step in task.acted for deed in step.deeds
    )


class _Row:
    """One mapping of the file, whose fields are read with a check of their kind; none may be left over."""

    def __init__(self, data: Any, line: int, where: str) -> None:
        if not isinstance(data, dict):
            raise HowToError(f"{FILE.name}:{line}: {where} is no mapping — write field: value")
        self.data, self.line, self.where = dict(data), line, where

    def text(self, field: str, *, needed: bool = False) -> str:
        value = self.data.pop(field, "")
        if not isinstance(value, str) or (needed and not value.strip()):
            raise self.wrong(f"field '{field}' has no text", "write it")
        return " ".join(value.split())

    def rows(self, field: str) -> list[_Row]:
        value = self.data.pop(field, [])
        if not isinstance(value, list):
            raise self.wrong(f"field '{field}' is no list", "write one")
        return [_Row(item, self.line, f"{self.where}, {field} {n}") for n, item in enumerate(value, 1)]

    def condition(self) -> Condition:
        return Condition(self.text("when"), self.text("unless"))

    def wrong(self, what: str, remedy: str) -> HowToError:
        return HowToError(f"{FILE.name}:{self.line}: {self.where}: {what} — {remedy}")

    def must_be_read(self) -> None:
        if self.data:
            raise self.wrong(f"nothing is called '{next(iter(self.data))}'", "see the file's first lines")


def _task(data: Any, line: int) -> Task:
    row = _Row(data, line, "a task")
    id_ = row.text("id", needed=True)
    row.where = f"'{id_}'"
    if not _ID.fullmatch(id_):
        raise row.wrong(f"'{id_}' is no id", "use small letters, digits and hyphens")
    example = row.text("shows", needed=True)
    done = row.data.pop("done", None)
    task = Task(
        id=id_,
        title=row.text("title", needed=True),
        example=example,
        lead=row.text("lead", needed=True),
        steps=tuple(_step(step, example) for step in row.rows("steps")),
        done=None if done is None else _done(_Row(done, line, f"{row.where}, done"), example),
        notes=tuple(map(_note, row.rows("notes"))),
        prose=row.data.pop("prose", False) is True,
        condition=row.condition(),
        line=line,
    )
    row.must_be_read()
    return task


def _step(row: _Row, example: str) -> Step:
    step = Step(
        example=row.text("of") or example,
        step=row.text("in"),
        deeds=tuple(_deeds(row, row.data.pop("deeds", {}))),
        say=row.text("say"),
        condition=row.condition(),
    )
    row.must_be_read()
    if bool(step.step and step.deeds) is bool(step.say):
        raise row.wrong("it needs either 'in' and 'deeds', or 'say'", "write one of the two")
    return step


def _done(row: _Row, example: str) -> Step:
    """The sentence stands with the task; a deed only lends its picture."""
    task = row.text("deed")
    deeds = (Deed(task, "", is_after=True),) if task else ()
    step = Step(row.text("of") or example, row.text("in", needed=True), deeds, row.text("say", needed=True))
    row.must_be_read()
    return step


def _deeds(row: _Row, data: Mapping[str, Any]) -> Iterator[Deed]:
    for task, told in data.items():
        deed = _Row(told if isinstance(told, dict) else {"say": told}, row.line, f"{row.where}, '{task}'")
        yield Deed(task, deed.text("say", needed=True), deed.text("picture") == AFTER)
        deed.must_be_read()


def _note(row: _Row) -> Note:
    note = Note(row.text("rule"), row.text("example"), row.text("say"), row.condition())
    row.must_be_read()
    if bool(note.rule) is bool(note.example):
        raise row.wrong("it needs a rule or an example to rest on", "name one of the two")
    if note.example and not note.say:
        raise row.wrong("an example's title is no sentence for readers", "write it as 'say'")
    return note
