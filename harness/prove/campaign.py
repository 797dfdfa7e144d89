"""A campaign: which faults are tried with which examples, two at a time, and what is told meanwhile."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from queue import SimpleQueue
from typing import Protocol

from harness import browsers
from harness.prove.examples import Example, named
from harness.prove.trial import Bench, Trial


class Fault(Protocol):
    """What a campaign has to know of a fault; faults.fault says what else there is."""

    @property
    def id(self) -> str:
        """Its name: a class of catalogue/faults.yaml, with a name behind it where a class has several."""

    @property
    def defect(self) -> str:
        """The class of catalogue/faults.yaml."""

    @property
    def breaks(self) -> str:
        """What the product does wrong, as a sentence."""

    @property
    def caught_by(self) -> tuple[str, ...]:
        """The examples that must notice."""

    @property
    def by_chance(self) -> bool:
        """Whether it depends on time or on requests at one moment."""


class Subject(Protocol):
    """A product that can be broken on purpose."""

    @property
    def target(self) -> str:
        """As for `--target`."""

    @property
    def alike(self) -> Sequence[Sequence[str]]:
        """Groups of faults that are easily taken for one another."""

    @property
    def not_seeded(self) -> Mapping[str, str]:
        """Classes of the catalogue that it can't be broken by, and why."""

    @property
    def mark(self) -> str:
        """The environment variable that names the file in which a fault proves that it acted."""

    def prepared(self) -> AbstractContextManager[Mapping[str, str]]:
        """What trials are well to have in their environment besides, for as long as this lasts."""

    def environment(self, fault: str) -> dict[str, str]:
        """What starts the product with this fault; '' is the product as it should be, started alike."""


class Unprovable(Exception):
    """The campaign can't begin; the text says what is wrong and what to do."""


@dataclass(frozen=True)
class Job:
    """One trial to come."""

    fault: str
    must: tuple[Example, ...]
    controls: tuple[Example, ...]

    @property
    def size(self) -> int:
        """How many examples it runs."""
        return len(self.must) + len(self.controls)


def planned(
    faults: Sequence[Fault],
    examples: dict[str, Example],
    *,
    full: bool,
    each: int = 1,
    alike: Sequence[Sequence[str]] = (),
) -> list[Job]:
    """A trial for each fault: some of those that must notice, then a control; all examples where `full`.

    each: how many of those that must notice a fault are tried. alike: groups of faults that are easily taken
    for one another, by id. What must notice one of them is a control of the others, so that a report tells
    which it is. Raises Unprovable when a fault names an example that there isn't, or none.
    """
    by_id = {fault.id: named(fault.caught_by, examples)[0] for fault in faults}
    tried = by_id if full else _spread(by_id, each)
    relied_on = {example.name for some in tried.values() for example in some}
    jobs, wrong = [], []
    used: Counter[str] = Counter()
    for fault in faults:
        must, unknown = named(fault.caught_by, examples)
        wrong += [f"{fault.id} names {name!r}, and no example is called so" for name in unknown]
        if not must:
            wrong.append(f"{fault.id} names no example that has to notice it")
        rest = [example for example in examples.values() if example not in must]
        others = {o.name for group in alike if fault.id in group for id in group for o in by_id.get(id, [])}
        alike_ones = [example for example in rest if example.name in others]
        controls = rest if full else alike_ones or _control(must, rest, relied_on, used)
        used.update(example.name for example in controls)
        jobs.append(Job(fault.id, tuple(tried[fault.id]), tuple(controls)))
    if wrong:
        raise Unprovable("\n".join([*wrong, "  Do this: mend caught_by in faults/, or write the example."]))
    return jobs


def _spread(named: Mapping[str, Sequence[Example]], each: int) -> dict[str, list[Example]]:
    """Some of the examples that must notice each fault: those that were chosen the least for other faults.

    Rows of one outline come after examples of another title. The faults with the fewest to choose from come
    first, so that over all faults most examples have to notice one.
    """
    used: Counter[str] = Counter()
    chosen: dict[str, list[Example]] = {}
    for fault in sorted(named, key=lambda fault: len(named[fault])):
        left, mine = list(named[fault]), chosen.setdefault(fault, [])
        while left and len(mine) < each:
            titles = {example.title for example in mine}
            mine.append(min(left, key=lambda example: (used[example.name], example.title in titles)))
            left.remove(mine[-1])
        used.update(example.name for example in mine)
    return chosen


def _control(
    must: Sequence[Example], rest: Sequence[Example], relied_on: Container[str], used: Mapping[str, int]
) -> list[Example]:
    """One example that must stay green: of those used the least, one that other trials rely on, as it has to
    pass somewhere; of those, a neighbour.
    """
    behaviours = {behaviour for example in must for behaviour in example.behaviours}

    def rank(example: Example) -> tuple[int, bool, bool]:
        return used[example.name], example.name not in relied_on, behaviours.isdisjoint(example.behaviours)

    return sorted(rest, key=rank)[:1]


def repeated(jobs: Sequence[Job], times: int) -> list[Job]:
    """Each trial as often as asked for; its controls are tried the first time."""
    alone = [replace(job, controls=()) for job in jobs]
    return [*jobs, *(job for job in alone for _ in range(times - 1))]


def unbroken(jobs: Sequence[Job], trials: Sequence[Trial], parts: int) -> list[Job]:
    """Trials without any fault, of the examples that have to notice one and passed in no trial so far.

    Whoever passed as a control, where something else was broken, isn't red anyway.
    """
    green = {name for trial in trials for name in trial.green}
    every = {example.name: example for job in jobs for example in job.must}
    must = [example for name, example in every.items() if name not in green]
    size = max(1, -(-len(must) // parts))
    return [Job("", (), tuple(must[start : start + size])) for start in range(0, len(must), size)]


def carried_out(
    jobs: Sequence[Job], subject: Subject, root: Path, workers: int, told: Callable[[Trial], None]
) -> list[Trial]:
    """All trials, in the order of the jobs; each is told as soon as it has ended.

    The longest begin first, so that no processor is left with one at the end. Raises NoBrowser where this
    machine has none.
    """
    # Looked for once: to ask Playwright for its download takes as long as an example.
    browser = {browsers.OVERRIDES["chromium"]: str(browsers.require("chromium").path)}
    trials: dict[int, Trial] = {}

    free: SimpleQueue[Bench] = SimpleQueue()

    def run(job: Job) -> Trial:
        must = [example.name for example in job.must]
        environment = {**browser, **subject.environment(job.fault), **besides}
        bench = free.get()
        try:
            return bench.run(job.fault, must, [*job.must, *job.controls], environment)
        finally:
            free.put(bench)

    with subject.prepared() as besides, ExitStack() as at_the_end, ThreadPoolExecutor(workers) as pool:
        for _ in range(workers):
            free.put(bench := Bench(root, ("--target", subject.target), subject.mark))
            at_the_end.callback(bench.end)
        longest = sorted(range(len(jobs)), key=lambda number: -jobs[number].size)
        running = {pool.submit(run, jobs[number]): number for number in longest}
        try:
            for done in as_completed(running):
                trials[running[done]] = done.result()
                told(done.result())
        except BaseException:  # Ctrl-C above all: what has not begun is not to begin
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return [trials[number] for number in sorted(trials)]
