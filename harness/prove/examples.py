"""The suite's examples as a proof names them: by title, and each row of an outline by its values as well."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from harness.check import Suite


@dataclass(frozen=True)
class Example:
    """One example, or one row of an outline. name: its title, with ': values' where it is a row."""

    name: str
    title: str
    chapter: str
    rule: str
    tags: frozenset[str]
    nodeid: str

    @property
    def behaviours(self) -> tuple[str, ...]:
        """The behaviours that it stands for, as its tags name them."""
        return tuple(sorted(tag for tag in self.tags if tag[:1] == "B" and tag[1:].isdigit()))


def name_of(title: str, values: Iterable[str]) -> str:
    """What an example is called; a row of an outline by its values as well."""
    told = ", ".join(values)
    return f"{title}: {told}" if told else title


def examples_of(suite: Suite) -> dict[str, Example]:
    """All examples of a suite by name, in the order of the features."""
    return {example.name: example for example in _each(suite)}


def _each(suite: Suite) -> Iterator[Example]:
    for chapter in suite.chapters:
        for rule in chapter.rules:
            for example in rule.examples:
                for test in suite.collected.by_example.get((chapter.path, example.line), []):
                    values = [value for _, value in test.row]
                    name = name_of(example.title, values)
                    tags = frozenset(example.tags)
                    yield Example(name, example.title, chapter.title, rule.title, tags, test.nodeid)


def named(names: Iterable[str], examples: dict[str, Example]) -> tuple[list[Example], list[str]]:
    """The examples that these names mean, an outline's title all its rows; and names that mean none."""
    found: dict[str, Example] = {}
    unknown = []
    for name in names:
        meant = [example for example in examples.values() if name in (example.name, example.title)]
        found.update((example.name, example) for example in meant)
        if not meant:
            unknown.append(name)
    return list(found.values()), unknown
