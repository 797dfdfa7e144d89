"""Tells a run in the terminal as the feature files tell it: a chapter, its rules, a line an example.

Switched on with --narrate. A chapter is told when its last example has ended, so that parallel workers
don't mix their stories.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Iterable, Iterator
from typing import Any

import pytest

from harness import catalogue, profiles, reach
from harness.ending import by_tag
from harness.record import Record, Result, story_of
from harness.verdicts import Verdict

SIGNS = {
    Verdict.PASS: ("✔", "green"),
    Verdict.FAIL: ("✘", "red"),
    Verdict.WARN: ("!", "yellow"),
    Verdict.NOT_APPLICABLE: ("–", "blue"),
    Verdict.INCONCLUSIVE: ("?", "red"),
    Verdict.EXPECTED_FAIL: ("✘", "yellow"),
    Verdict.UNEXPECTED_PASS: ("✔", "red"),
    Verdict.HARNESS_ERROR: ("✘", "red"),
}
STATED = {
    Verdict.FAIL: "Tested and broken",
    Verdict.HARNESS_ERROR: "Not judged, as Twofold or the machine broke",
    Verdict.INCONCLUSIVE: "Inconclusive",
    Verdict.UNEXPECTED_PASS: "Held, though known to fail",
    Verdict.EXPECTED_FAIL: "Broken, as known",
    Verdict.WARN: "Held but for recommendations",
    Verdict.NOT_APPLICABLE: "Not offered by the product",
}
"""What the summary calls the statements of the guide that have a verdict other than PASS."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """The switch."""
    parser.getgroup("twofold").addoption(
        "--narrate", action="store_true", help="tell chapters, rules and examples instead of dots"
    )


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """Take the stage where the record is."""
    record = config.pluginmanager.getplugin("twofold-record")
    if config.getoption("--narrate") and record is not None:
        config.pluginmanager.register(Narrator(config, record), "twofold-narrator")


class Narrator:
    """Prints chapters as they end, and what the whole run shows of the guide."""

    def __init__(self, config: pytest.Config, record: Record) -> None:
        self.config = config
        self.record = record
        self.expected: Counter[str] = Counter()
        self.ended: Counter[str] = Counter()
        self.is_over = False

    @property
    def terminal(self) -> Any:
        """Where to print."""
        return self.config.pluginmanager.getplugin("terminalreporter")

    def pytest_sessionstart(self) -> None:
        """No names of modules before the dots that there are none of."""
        self.terminal.showfspath = False

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Without workers: how many examples each module has."""
        self.expected = self.expected or Counter(_module(item.nodeid) for item in session.items)

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self, node: object, ids: list[str]) -> None:
        """With workers: the same, as the first worker tells it."""
        self.expected = self.expected or Counter(map(_module, ids))

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_report_teststatus(self, report: pytest.TestReport) -> Generator[None, Any, Any]:
        """No dot, no letter for an example: its line says it. pytest's summary at the end has its words."""
        status = yield
        return (status[0], "", "") if story_of(report) is not None and not self.is_over else status

    def pytest_sessionfinish(self) -> None:
        """What follows is the summary."""
        self.is_over = True

    @pytest.hookimpl(trylast=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Tell the chapter when its last example has been torn down."""
        if report.when != "teardown":
            return
        module = _module(report.nodeid)
        self.ended[module] += 1
        if self.ended[module] == self.expected[module]:
            self.tell([r for r in self.record.results.values() if _module(r["nodeid"]) == module])

    def tell_the_rest(self) -> None:
        """The chapters that the run left before their end."""
        for module in self.expected:
            if 0 < self.ended[module] < self.expected[module]:
                self.tell([r for r in self.record.results.values() if _module(r["nodeid"]) == module])

    def tell(self, results: list[Result]) -> None:
        """One chapter."""
        if not results:
            return
        results.sort(key=lambda result: (result["line"], result["nodeid"]))
        terminal = self.terminal
        terminal.ensure_newline()
        terminal.write_line("")
        terminal.write_line(results[0]["chapter"], bold=True)
        rule = None
        for result in results:
            if result["rule"] != rule:
                rule = result["rule"]
                terminal.write_line(f"  {rule}")
            self.tell_example(result)

    def tell_example(self, result: Result) -> None:
        """One line, and where it stopped if it did."""
        verdict = Verdict(result["verdict"])
        sign, colour = SIGNS[verdict]
        values = f": {', '.join(result['values'])}" if result["values"] else ""
        self.terminal.write(f"    {sign} ", **{colour: True})
        self.terminal.write_line(f"{result['example']}{values}  ({result['seconds']:.1f} s)")
        if verdict not in (Verdict.PASS, Verdict.FAIL):
            self.terminal.write_line(f"        {verdict.words}: {result['why']}", **{colour: True})
        for step in result["steps"]:
            if step["outcome"] == "failed":
                self.terminal.write_line(
                    f"        stopped at {result['file']}:{step['line']}: {step['text']}", red=True
                )

    def pytest_terminal_summary(self) -> None:
        """What the run shows of what it is held to, and where it is written."""
        if not self.record.results:
            return
        self.tell_the_rest()
        asked = profiles.profile_of(self.config)
        terminal = self.terminal
        terminal.section(profiles.named_profile(asked).title)
        for line in of_profile(asked, self.record.results.values(), is_whole=self.record.is_whole()):
            terminal.write_line(line)
        terminal.write_line(f"Written: {', '.join(map(str, self.record.written))}")


def of_profile(name: str, results: Iterable[Result], *, is_whole: bool) -> Iterator[str]:
    """What the results of a run show of what its profile asks for, in lines."""
    what, ids = profiles.named_profile(name).yardstick(catalogue.load())
    verdicts = by_tag(results, ids)
    held = sum(verdict == Verdict.PASS for verdict in verdicts.values())
    scope = "whole" if is_whole else "partial"
    if not verdicts:
        yield f"A {scope} run: none of its examples is about one of the {len(ids)} {what}."
        return
    yield f"A {scope} run: {held} of {len(ids)} {what} tested and held."
    for verdict, said in STATED.items():
        if names := [name for name, its in verdicts.items() if its == verdict]:
            yield f"{said}: {', '.join(names)}"
    rest, unseen = [name for name in ids if name not in verdicts], reach.load().unseen
    if hidden := [name for name in rest if name in unseen]:
        yield f"Not observable in a browser: {', '.join(hidden)}"
    if not_run := [name for name in rest if name not in unseen]:
        yield f"Not tested: {', '.join(not_run)}"


def _module(nodeid: str) -> str:
    return nodeid.partition("::")[0]
