"""What the check's rules work on and produce: the suite as written, the suite as collected, findings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from harness import profiles
from harness.catalogue import Catalogue
from harness.gherkin import Chapter, Example, Step
from harness.limits import Limit
from harness.profile_data import Profiles
from harness.reach import Reach
from harness.user_guide.how_to import Task


class Unusable(Exception):
    """The suite can't be checked at all; the message says where and what to do."""


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong: where (a path below the root), what, and what to do about it."""

    rule: str
    path: str
    line: int
    wrong: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.wrong} — {self.remedy}"


@dataclass(frozen=True)
class Definition:
    """A step definition.

    kind: None fits any keyword. scope: the node id below which pytest shows it. words: what the phrase takes
    in its places, by the name of the type there; patterns: as regular expressions, by what is in the braces.
    """

    kind: str | None
    phrase: str
    path: str
    line: int
    is_async: bool
    scope: str
    is_matching: Callable[[str], bool]
    words: tuple[tuple[str, tuple[str, ...]], ...] = ()
    patterns: tuple[tuple[str, str], ...] = ()

    def fits(self, keyword: str) -> bool:
        return self.kind is None or self.kind == keyword


@dataclass(frozen=True)
class Test:
    """A collected test of a scenario: where it is bound, and the example (path, line) it comes from."""

    nodeid: str
    module: str
    name: str
    feature: Path
    line: int
    row: tuple[tuple[str, str], ...]

    @property
    def example(self) -> tuple[Path, int]:
        return self.feature, self.line


@dataclass(frozen=True)
class Collected:
    """What pytest and pytest-bdd make of the suite."""

    tests: tuple[Test, ...] = ()
    definitions: tuple[Definition, ...] = ()

    @cached_property
    def by_example(self) -> dict[tuple[Path, int], list[Test]]:
        grouped: dict[tuple[Path, int], list[Test]] = {}
        for test in self.tests:
            grouped.setdefault(test.example, []).append(test)
        return grouped

    def visible(self, tests: Iterable[Test]) -> list[Definition]:
        """The definitions that these tests can use; those of the whole suite when there is no test."""
        ids = [test.nodeid for test in tests]
        return [d for d in self.definitions if not d.scope or any(i.startswith(d.scope) for i in ids)]


@dataclass(frozen=True)
class Suite:
    """A suite below `root`: its chapters as written, its tests and definitions as collected.

    how_to: the wording of the guide for end users, where the suite has one. limits: what clauses ask of
    measured numbers. asked, reach: what the profiles ask of a product, and what no browser sees of them.
    """

    root: Path
    catalogue: Catalogue
    chapters: tuple[Chapter, ...]
    collected: Collected = Collected()
    how_to: tuple[Task, ...] = ()
    limits: tuple[Limit, ...] = ()
    asked: Profiles = field(default_factory=Profiles)
    reach: Reach = field(default_factory=Reach)

    def at(self, chapter: Chapter) -> str:
        return chapter.path.relative_to(self.root).as_posix()

    def examples(self, profile: str = profiles.ALL) -> Iterator[tuple[Chapter, Example]]:
        """The examples that a profile acts out, with their chapters."""
        scope = profiles.named_profile(profile)
        for chapter in self.chapters:
            for example in chapter.examples:
                if profiles.acts_out(scope, chapter.path, example.tags):
                    yield chapter, example

    def own_steps(self) -> Iterator[tuple[Chapter, Step]]:
        """Each step that stands in a file, once: of backgrounds and of examples."""
        for chapter in self.chapters:
            blocks = [chapter.background, *(rule.background for rule in chapter.rules)]
            for steps in [*blocks, *(example.steps for example in chapter.examples)]:
                for step in steps:
                    yield chapter, step


@dataclass(frozen=True)
class Rule:
    """A rule of the check: its id, what it holds (one line), and how to find offences."""

    id: str
    promise: str
    offences: Callable[[Suite], Iterator[Offence]]

    def findings(self, suite: Suite) -> Iterator[Finding]:
        for path, line, wrong, remedy in self.offences(suite):
            yield Finding(self.id, path, line, wrong, remedy)


# Path below the root, line, what is wrong, what to do.
Offence = tuple[str, int, str, str]
Offences = Iterator[Offence]
