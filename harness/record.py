"""Records what each example did: attaches it to pytest's reports on the workers, and writes report/run.json.

The record is the one source of the terminal's story and of the reports, which know it; it knows none of them.
"""

from __future__ import annotations

import json
import os
from collections.abc import Generator, Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NotRequired, TypedDict

import pytest
from pytest_bdd.parser import Step
from pytest_bdd.scenario import scenario_wrapper_template_registry
from pytest_bdd.utils import registry_get_safe

from harness import asked, chokepoints, declared, files, profiles, requirements
from harness.asked import Place
from harness.ledger import Wait, waits_of
from harness.measures import Measure
from harness.order import Order, order_of
from harness.requirements import Requirements
from harness.verdicts import WORST_FIRST, NotApplicable, Verdict

if TYPE_CHECKING:
    from harness.ending import Judgement

_STORY = pytest.StashKey["Story"]()
BROKE = 3
"""The exit code of a run that broke: harness.ending.Exit has them all, and knows the record."""
BUILD = "TWOFOLD_BUILD"
"""The environment variable that names the product's build where --build doesn't."""
PAGES = (
    "index.html",
    "statements.html",
    "standards.html",
    "measured.html",
    "glossary.html",
    "compare.html",
    "search.js",
)
"""What a run's folder holds for people, beside chapters/: pages of an older run must not stand in for it."""


class Touch(TypedDict):
    """One thing of a page that a driver filled in or pressed in a deed; harness.touches says how.

    role, name: as assistive technology has them (WAI-ARIA, accname). The
    page just before a press: its picture, its title, and marks, the places of all that was touched on it
    (left, top, width, height in parts of the picture). unpictured: why there is none.
    """

    did: Literal["filled in", "chosen", "pressed"]
    role: str
    name: str
    picture: NotRequired[str]
    title: NotRequired[str]
    marks: NotRequired[list[list[float]]]
    unpictured: NotRequired[str]


class Deed(TypedDict):
    """One thing that a person did in a step, and what came back; harness.evidence says how.

    at and product_time: this machine's and the product's time (ISO 8601). given, read_back: shapes of what
    was typed and of what the page then held. time_step: of an authenticator code, with how far it is from the
    product's own (steps_away), the seconds left in it, and phone_time, that of the phone's own clock. answer:
    its class; said: the product's words. picture: a file within the run's folder. touches: what was touched
    on its pages, title and unpictured: as
    in a Touch; only where a run takes pictures for the guide for end users.
    """

    task: str
    by: str
    device: int
    at: str
    product_time: str
    took: NotRequired[float]
    given: NotRequired[list[str]]
    read_back: NotRequired[str]
    time_step: NotRequired[int]
    steps_away: NotRequired[int]
    seconds_left: NotRequired[float]
    phone_time: NotRequired[str]
    answer: NotRequired[str]
    reason: NotRequired[str]
    said: NotRequired[str]
    picture: NotRequired[str]
    touches: NotRequired[list[Touch]]
    title: NotRequired[str]
    unpictured: NotRequired[str]


def pictures_of(deed: Deed) -> Iterator[str]:
    """All pictures of a deed, in the order in which they were taken: paths within the run's folder."""
    for seen in (*deed.get("touches", ()), deed):
        if "picture" in seen:
            yield seen["picture"]


class StepRecord(TypedDict):
    """One step as it was acted out; measures: what it found out.

    outcome: passed, failed, not reached, or left, where it turned out that the example doesn't apply.
    """

    keyword: str
    text: str
    line: int
    outcome: str
    evidence: NotRequired[list[Deed]]
    measures: NotRequired[list[Measure]]


class Story(TypedDict):
    """One example as it was acted out; `values` is the outline row, `line` the example's line in `file`.

    browser_version: as the browser itself told it; missing where none was opened.
    """

    chapter: str
    rule: str
    example: str
    values: list[str]
    tags: list[str]
    file: str
    line: int
    browser: str
    browser_version: NotRequired[str]
    steps: list[StepRecord]


class Result(Story):
    """A story and how it ended; seconds are real time; error is empty unless something broke.

    outcome: passed, failed (in a step), error (around it) or skipped. verdict and why: of harness.verdicts.
    """

    nodeid: str
    outcome: str
    verdict: str
    why: str
    seconds: float
    error: str


class ShardFacts(TypedDict):
    """A run that is a part of a merged one: its id, the seal of its log, its number of results."""

    run: str
    seal: str
    results: int


class RunRecord(TypedDict):
    """A run as run.json holds it; began is ISO 8601 with its zone, seconds are real time.

    profile: which chapters were asked for (harness.profiles); the guide's where it isn't said. build: what
    the product's build or version was said to be. declared: the target's facts (targets.port.Facts), as its
    file declares them; declares: in sentences. happened: what went on besides the results
    (harness.ending.Happenings). shards: what a merged run was made of.
    """

    target: str
    profile: NotRequired[str]
    build: NotRequired[str]
    order: NotRequired[Order]
    requirements: NotRequired[Requirements]
    declared: NotRequired[dict[str, Any]]
    declares: NotRequired[list[str]]
    began: str
    seconds: float
    whole: bool
    results: list[Result]
    judgement: NotRequired[Judgement | None]
    happened: NotRequired[dict[str, Any]]
    waits: NotRequired[list[Wait]]
    shards: NotRequired[list[ShardFacts]]


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Begin the story before anything can break."""
    story = story_to_come(item)
    if story is not None:
        item.stash[_STORY] = story


def story_to_come(item: pytest.Item) -> Story | None:
    """An example's story with every step still to come; None for tests that are no examples."""
    template = registry_get_safe(scenario_wrapper_template_registry, getattr(item, "obj", None))
    if template is None:
        return None
    callspec = getattr(item, "callspec", None)
    parameters: dict[str, Any] = callspec.params if callspec else {}
    row: dict[str, str] = parameters.get("_pytest_bdd_example", {})
    rule = template.rule
    return Story(
        chapter=template.feature.name,
        rule=rule.name if rule else "",
        example=template.name,
        values=list(row.values()),
        tags=sorted(template.tags | template.feature.tags | (rule.tags if rule else set())),
        file=Path(template.feature.filename).relative_to(item.config.rootpath).as_posix(),
        line=template.line_number,
        browser=str(parameters.get("browser_name") or _browser(item.config)),
        steps=[_step_to_come(step) for step in template.render(row).steps],
    )


def _browser(config: pytest.Config) -> str:
    """What pytest-playwright takes where an example doesn't name one; empty without that plugin."""
    asked: list[str] | None = config.getoption("browser", None)
    return "" if asked is None else next(iter(asked), "chromium")


def _step_to_come(step: Step) -> StepRecord:
    return StepRecord(keyword=step.keyword, text=step.name, line=step.line_number, outcome="not reached")


def pytest_bdd_after_step(request: pytest.FixtureRequest, step: Step) -> None:
    """Mark a step as passed."""
    _mark(request, step, "passed")


def pytest_bdd_step_error(request: pytest.FixtureRequest, step: Step, exception: Exception) -> None:
    """Mark the step that broke the example, or at which it was left."""
    _mark(request, step, "left" if isinstance(exception, NotApplicable) else "failed")


def _mark(request: pytest.FixtureRequest, step: Step, outcome: str) -> None:
    for told in request.node.stash[_STORY]["steps"]:
        if told["line"] == step.line_number:
            told["outcome"] = outcome


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, Any]:
    """Let the story travel with the report, from a worker to where the record is written."""
    report = yield
    report.story = story_in(item)
    return report


def story_in(item: pytest.Item) -> Story | None:
    """The story that is being acted out; None for tests that are no examples."""
    return item.stash.get(_STORY, None)


def story_of(report: pytest.TestReport) -> Story | None:
    """The story that a report carries; None for tests that are no examples."""
    return getattr(report, "story", None)


class Record:
    """All results of a run, by node id: the call's, or that of the phase that failed.

    judgement: what the run says, once `ending` has judged it, and happened: on what besides its results.
    kept: the record as it was written, without secrets; None before. written: the files that the run leaves,
    for people to open. since_last: the page with what changed since the last run, if there is one.
    """

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.folder = Path(config.getoption("--report-dir"))
        self.began = datetime.now(UTC)
        self.results: dict[str, Result] = {}
        self.judgement: Judgement | None = None
        self.happened: dict[str, Any] = {}
        self.kept: RunRecord | None = None
        self.written: tuple[Path, ...] = ()
        self.since_last: Path | None = None

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep what a report says, unless it only says that nothing went wrong around the call."""
        story = story_of(report)
        if story is None:
            return
        self.forget_the_last_run()
        if report.when != "call" and report.passed:
            return
        broke = report.failed or hasattr(report, "wasxfail")
        result = Result(
            **story,
            nodeid=report.nodeid,
            outcome=_outcome(report, broke),
            verdict=getattr(report, "verdict", Verdict.HARNESS_ERROR.value),
            why=getattr(report, "why", ""),
            seconds=round(report.duration, 3),
            error=str(report.longrepr).strip() if broke else "",
        )
        earlier = self.results.get(report.nodeid, result)
        self.results[report.nodeid] = min(earlier, result, key=_goodness)

    def forget_the_last_run(self) -> None:
        """Remove an older record before the first result, so that a run that is killed leaves none."""
        if not self.results:
            forget(self.folder)

    def is_whole(self) -> bool:
        """Whether every example of the profile's chapters has a result, in every browser of the run."""
        results = self.results.values()
        return bool(results) and not asked.missing(
            results, self.config.rootpath, profiles.profile_of(self.config)
        )

    def tagged(self) -> dict[str, set[Place]]:
        """The places of all examples of the profile's chapters by their tags."""
        return asked.tagged(self.config.rootpath, profiles.profile_of(self.config))

    def lose(self, session: pytest.Session, what: str, error: OSError) -> None:
        """Say of a file that a run can't do without that it isn't there, and let the run not end well."""
        words = f"{what} could not be written: {error.strerror}. Make room, and run again"
        session.exitstatus = _code_without(int(session.exitstatus))
        if self.judgement is not None:
            self.judgement["reasons"].append(words)
            if self.judgement["exit_code"] != session.exitstatus:
                self.judgement["exit_code"] = int(session.exitstatus)
                self.judgement["verdict"] = Verdict.HARNESS_ERROR.value

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Write the record, if any example ran."""
        if not self.results:
            return
        results = sorted(
            self.results.values(), key=lambda result: (result["file"], result["line"], result["nodeid"])
        )
        self.kept = chokepoints.record(self._told(results))
        # Behind the choke point: digits in a hash may look like a code, and must stay what they are.
        self.kept["requirements"] = requirements.scored(
            self.config.rootpath, profiles.profile_of(self.config)
        )
        data = self.folder / "run.json"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            files.put(data, json.dumps(self.kept, indent=1, ensure_ascii=False))
        except OSError as error:
            self.kept = None
            self.lose(session, str(data), error)
        else:
            self.written = (data,)

    def _told(self, results: list[Result]) -> RunRecord:
        target, root = str(self.config.getoption("--target")), self.config.rootpath
        told = RunRecord(
            target=target,
            profile=profiles.profile_of(self.config),
            build=str(self.config.getoption("--build") or ""),
            order=order_of(self.config),
            began=self.began.isoformat(timespec="seconds"),
            seconds=round((datetime.now(UTC) - self.began).total_seconds(), 1),
            whole=self.is_whole(),
            results=results,
            judgement=self.judgement,
            happened=self.happened,
            waits=waits_of(self.config),
        )
        if facts := declared.facts_of(target, root):
            told["declared"], told["declares"] = asdict(facts), list(declared.of_facts(facts))
        return told


def forget(folder: Path) -> None:
    """Remove the record and the pages of an older run: they must not stand in for those of a new one."""
    for path in (*map(folder.joinpath, ("run.json", *PAGES)), *folder.glob("chapters/*.html")):
        path.unlink(missing_ok=True)


def _code_without(code: int) -> int:
    """The exit code of a run that has lost a file: what is red already stays as it is (docs/verdicts.md)."""
    return BROKE if code in (0, 6) else code


def _outcome(report: pytest.TestReport, broke: bool) -> str:
    if not broke:
        return report.outcome
    return "failed" if report.when == "call" else "error"


def _goodness(result: Result) -> int:
    """So that nothing that comes later makes a verdict better."""
    return WORST_FIRST.index(Verdict(result["verdict"]))


def pytest_addoption(parser: pytest.Parser) -> None:
    """Where the record goes."""
    parser.getgroup("twofold").addoption(
        "--report-dir", default="report", metavar="FOLDER", help="where a run writes its record and report"
    )
    parser.getgroup("twofold").addoption(
        "--build",
        default=os.environ.get(BUILD, ""),
        metavar="TEXT",
        help=f"the product's build or version, for the report (default: ${BUILD})",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Record on the controller only: a worker's reports reach it."""
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Record(config), "twofold-record")
