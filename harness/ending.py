"""How a run ends: the verdict on each behaviour, each statement and the whole, and the exit code.

Works on the controller, and only for runs that contain examples; other runs keep pytest's exit code.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING, Any, TypedDict

import pytest

from harness import catalogue, known_failing, limits, measures, profiles
from harness.known_failing import Entry
from harness.verdicts import Verdict, Why, combined

if TYPE_CHECKING:
    from harness.record import Record, Result

RED = (Verdict.FAIL, Verdict.UNEXPECTED_PASS)


class Exit(IntEnum):
    """The exit codes of a run; 2 (interrupted), 4 (usage) and 5 (nothing collected) are pytest's."""

    CONFORMANT = 0
    NOT_CONFORMANT = 1
    BROKE = 3
    INCONCLUSIVE = 6
    TARGET_UNUSABLE = 7


class Judgement(TypedDict):
    """What a run says. reasons: sentences for people; behaviours and statements: a verdict for each id."""

    verdict: str
    exit_code: int
    scope: str
    reasons: list[str]
    behaviours: dict[str, str]
    statements: dict[str, str]


@dataclass
class Happenings:
    """What went on in a run besides its results.

    target: the first complaint about the target; crashed: what ran when a worker died; others_failed: tests
    that are no examples; asked_for_all: nothing was selected; pytest_code: how pytest would end.
    """

    target: str = ""
    crashed: list[str] = field(default_factory=list)
    others_failed: int = 0
    asked_for_all: bool = True
    is_whole: bool = True
    pytest_code: int = 0


def judge(results: Iterable[Result], happened: Happenings, profile: str = profiles.GUIDE) -> Judgement:
    """The verdict on a run and on all that its examples are tagged with. profile: what it was held to."""
    kept = list(results)
    outside = list(_outside(kept, profile))
    code, reasons = _code(kept, happened, outside)
    return Judgement(
        verdict=_verdict(kept, code, is_outside=bool(outside)).value,
        exit_code=code,
        scope="whole" if happened.is_whole else "incomplete" if happened.asked_for_all else "partial",
        reasons=reasons,
        behaviours=by_tag(kept, catalogue.load().ranks),
        statements=by_tag(kept, catalogue.load().statements),
    )


def by_tag(results: Iterable[Result], ids: Iterable[str]) -> dict[str, str]:
    """The verdict on each of these ids that an example with a result is tagged with."""
    verdicts: dict[str, list[str]] = {}
    for result in results:
        for tag in result["tags"]:
            verdicts.setdefault(tag, []).append(result["verdict"])
    return {name: str(combined(verdicts[name])) for name in ids if name in verdicts}


def _outside(results: list[Result], profile: str) -> Iterator[str]:
    """The numbers that a standard's own clauses demand otherwise than they were measured."""
    asked = profiles.named_profile(profile)
    if asked.takes_all:  # standards disagree, so that not all of them can be met
        return
    measured = {measure["name"]: measure for measure in measures.of_run(results)}
    for limit in limits.load():
        is_demanded = limit.clause in asked.scored and limit.strength == "must"
        found = measured.get(limit.measure)
        if found and is_demanded and limit.stands(found) is limits.Standing.OUTSIDE:
            words = f"{limit.asks}; measured: {measures.shown(found)}"
            yield f"{limit.clause} of {asked.name} is not met. {words}"


def _code(results: list[Result], happened: Happenings, outside: list[str]) -> tuple[int, list[str]]:
    """The exit code, and all that speaks for one other than 0, the weightiest first."""
    numbers = [(Exit.NOT_CONFORMANT, words) for words in outside]
    causes = [*_around(happened), *numbers, *_inside(results), *_missing(results, happened)]
    return (causes[0][0] if causes else Exit.CONFORMANT), [words for _, words in causes if words]


def _around(happened: Happenings) -> Iterator[tuple[int, str]]:
    if happened.target:
        yield Exit.TARGET_UNUSABLE, happened.target
    if happened.pytest_code not in (0, 1):
        yield happened.pytest_code, f"pytest ended the run early, with its exit code {happened.pytest_code}"


def _inside(results: list[Result]) -> Iterator[tuple[int, str]]:
    for code, verdicts in (
        (Exit.NOT_CONFORMANT, RED),
        (Exit.BROKE, (Verdict.HARNESS_ERROR,)),
        (Exit.INCONCLUSIVE, (Verdict.INCONCLUSIVE,)),
    ):
        for verdict in verdicts:
            if number := sum(result["verdict"] == verdict for result in results):
                yield code, f"{_examples(number)} {verdict}: {verdict.meaning}"


def _missing(results: list[Result], happened: Happenings) -> Iterator[tuple[int, str]]:
    if happened.others_failed:
        yield Exit.NOT_CONFORMANT, f"{happened.others_failed} tests failed that are no examples"
    for nodeid in happened.crashed:
        yield Exit.BROKE, f"a worker crashed while it ran {nodeid}"
    if happened.asked_for_all and not happened.is_whole:
        yield Exit.INCONCLUSIVE, "the run is incomplete: examples of the feature files have no result"
    if all(result["verdict"] == Verdict.NOT_APPLICABLE for result in results):
        yield Exit.INCONCLUSIVE, "nothing was tested"


def _verdict(results: list[Result], code: int, *, is_outside: bool) -> Verdict:
    """The run's verdict, which never sounds better than its exit code."""
    worst = combined([*(result["verdict"] for result in results), *([Verdict.FAIL] if is_outside else ())])
    if code == Exit.CONFORMANT and worst is not None:
        return worst
    if worst in RED and code == Exit.NOT_CONFORMANT:
        return worst
    return Verdict.HARNESS_ERROR if code == Exit.BROKE else Verdict.INCONCLUSIVE


def _examples(number: int) -> str:
    return "1 example is" if number == 1 else f"{number} examples are"


def settle_known(
    results: Iterable[Result], known: Iterable[Entry], tagged: Mapping[str, set[tuple[Any, ...]]]
) -> None:
    """Turn the passes of what was to fail, if all the examples of its entry passed, into UNEXPECTED_PASS.

    tagged: the places of all examples of each behaviour in the feature files.
    """
    kept = list(results)
    for entry in known:
        own = [result for result in kept if entry.covers(result["tags"], result["example"])]
        passed = {_place(r) for r in own if r["verdict"] in (Verdict.PASS, Verdict.UNEXPECTED_PASS)}
        absent = {_place(r) for r in own if r["verdict"] == Verdict.NOT_APPLICABLE}
        others = {_place(r) for r in own} - passed - absent
        wanted = set() if entry.example else tagged.get(entry.behaviour, set())
        if passed and not others and wanted <= passed | absent:
            for result in own:
                if result["verdict"] == Verdict.PASS:
                    result["verdict"], result["why"] = (
                        Verdict.UNEXPECTED_PASS.value,
                        Why.FIXED.told(f"{entry.what} passed; take its entry out of {entry.place}"),
                    )


def _place(result: Result) -> tuple[Any, ...]:
    return result["file"], result["line"], tuple(result["values"])


def asks_for_all(config: pytest.Config) -> bool:
    """Whether the command line selects nothing: folders only, and no option that leaves tests out."""
    options = ("keyword", "markexpr", "deselect", "lf", "stepwise", "ignore", "ignore_glob", "splits")
    if any(config.getoption(option, None) for option in options):
        return False
    return all(
        path.is_dir() and not profiles.is_in_standards(path, config.rootpath)
        for path in profiles.named(config)
    )


class Ending:
    """Watches a run on the controller, judges it at its end, and sets the exit code."""

    def __init__(self, config: pytest.Config, record: Record) -> None:
        self.config, self.record = config, record
        self.happened = Happenings(asked_for_all=asks_for_all(config))
        self.session: pytest.Session | None = None

    def pytest_sessionstart(self, session: pytest.Session) -> None:
        """Keep what can be stopped."""
        self.session = session

    @pytest.hookimpl(trylast=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note crashes and other tests; stop at a target that can't be used."""
        if getattr(report, "story", None) is None:
            if report.when not in ("setup", "call", "teardown"):  # xdist's own report of a dead worker
                self.happened.crashed.append(report.nodeid)
            elif report.failed:
                self.happened.others_failed += 1
            return
        why = str(getattr(report, "why", ""))
        if why.startswith(Why.TARGET_UNUSABLE):
            self.happened.target = self.happened.target or why
            if report.when == "setup":
                self.stop("the target can't be used")

    def stop(self, reason: str) -> None:
        """End the run: what is still to come would meet the same."""
        distributed = self.config.pluginmanager.getplugin("dsession")
        for session in (self.session, distributed):
            if session is not None:
                session.shouldstop = reason

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        """Judge the run, before its record is written, and say so in the exit code."""
        if not self.record.results and not self.happened.crashed:
            return
        self.happened.pytest_code = int(exitstatus)
        self.happened.is_whole = self.record.is_whole()
        results = self.record.results.values()
        settle_known(results, known_failing.entries(self.config), self.record.tagged())
        self.record.judgement = judge(results, self.happened, profiles.profile_of(self.config))
        self.record.happened = asdict(self.happened)
        session.exitstatus = self.record.judgement["exit_code"]

    def pytest_terminal_summary(self) -> None:
        """The verdict, why, and the exit code."""
        judgement = self.record.judgement
        if judgement is None:
            return
        terminal: Any = self.config.pluginmanager.getplugin("terminalreporter")
        terminal.section("verdict")
        colour = {"green": True} if judgement["exit_code"] == Exit.CONFORMANT else {"red": True}
        verdict, *reasons = told(judgement)
        terminal.write_line(verdict, bold=True, **colour)
        for reason in reasons:
            terminal.write_line(reason)


def told(judgement: Judgement) -> Iterator[str]:
    """The verdict and the exit code in a line, and a line for each reason."""
    scope = {"partial": " (partial: a selection says nothing about the rest)"}
    yield f"{judgement['verdict']}{scope.get(judgement['scope'], '')}. Exit code {judgement['exit_code']}."
    yield from (f"  - {reason}" for reason in judgement["reasons"])


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """Take the place beside the record, which is on the controller only."""
    record = config.pluginmanager.getplugin("twofold-record")
    if record is not None:
        config.pluginmanager.register(Ending(config, record), "twofold-ending")
