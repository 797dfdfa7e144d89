"""What was done in each step of an example, and what came back: kept in its story, told in the report.

Written by a watcher around each person's driver, so that neither steps nor targets have to think of it. What
people type and what products show is noted by its shape alone (length, kind of characters), not by its value.
Pictures are in album.py; whoever writes the record scrubs it once more.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest
from pytest_bdd.parser import Step

from harness import album, touches
from harness.measures import Measure
from harness.phone import Shown
from harness.pictures import NoPicture
from harness.record import Deed, Record, StepRecord, Story, pictures_of, story_in
from harness.touches import Touches
from harness.user_guide import how_to
from targets.port import Answer, Clock, Driver, Outcome

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

OPEN_RESULTS = frozenset({"private_pages_open"})
"""Tasks whose results name the product's places; of any other task's texts only the shape is noted."""
AUTHENTICATOR_TASKS = frozenset({"enter_code", "finish_set_up", "race_codes"})
CUT_OUT = "‹…›"
SHORTEST_SECRET = 4
"""Characters that a text needs to be cut out of what a product says."""
_EVIDENCE = pytest.StashKey["Evidence"]()


class Evidence:
    """What one example's steps did.

    shown: the codes that phones have handed out, filled by them. picture: takes one; None: none are wanted.
    close: the step and the task of deeds whose every touch gets a picture, for the guide for end users.
    """

    def __init__(
        self,
        story: Story,
        picture: Callable[[Page], str] | None = None,
        traced: bool = False,
        close: Collection[tuple[str, str]] = (),
    ) -> None:
        self.story = story
        self.shown: dict[str, Shown] = {}
        self._picture = picture
        self._close = close
        self._folders = Folders(story["file"]) if traced else None
        self._used: list[Watched] = []

    @property
    def step(self) -> StepRecord | None:
        """The step that is being acted out; None before the first and after the last."""
        return next((step for step in self.story["steps"] if step["outcome"] == "not reached"), None)

    def watch(self, driver: Driver, who: str, device: int, clock: Clock) -> Driver:
        """The driver, with everything that it is asked to do noted."""
        return cast(Driver, Watched(driver, self, who, device, clock))

    def contexts(self, new_context: Callable[..., BrowserContext]) -> Callable[..., BrowserContext]:
        """Makes browser contexts whose traces, where there are any, have a folder a step."""
        return new_context if self._folders is None else partial(self._folders.new_context, new_context)

    def note(self, deed: Deed, by: Watched | None = None) -> None:
        """Keep what was done, with the step that is being acted out."""
        if self.step is not None:
            self.step.setdefault("evidence", []).append(deed)
        if by is not None:
            self._used = [other for other in self._used if other is not by] + [by]

    def measured(self, measure: Measure) -> None:
        """Keep a number that the step at work has found out."""
        if self.step is not None:
            self.step.setdefault("measures", []).append(measure)

    def watching(self, deed: Deed) -> AbstractContextManager[None]:
        """Notes what is touched in a deed, where that is wanted."""
        if self._picture is None or not self._is_close(deed):
            return nullcontext()
        return Touches(deed, self._picture).noted()

    def look(self, deed: Deed, page: Page) -> None:
        """A picture of what came of a deed, where that is wanted."""
        if self._picture is not None and self._is_close(deed):
            deed.update(touches.picture(page, self._picture))  # type: ignore[typeddict-item]

    def _is_close(self, deed: Deed) -> bool:
        return self.step is not None and (self.step["text"], deed["task"]) in self._close

    def begins(self, step: Step) -> None:
        """A step is about to be acted out."""
        if self._folders is not None:
            self._folders.open(step)

    def ends(self, step: Step, wants_picture: bool) -> None:
        """A step has been acted out, or has failed."""
        if wants_picture and self._picture is not None:
            self._take_picture(self._picture)
        if self._folders is not None:
            self._folders.close()

    def _take_picture(self, take: Callable[[Page], str]) -> None:
        for seen in self._used[-1:]:
            deed = _deed("picture", seen)
            try:
                deed["picture"] = take(seen.page)
            except NoPicture as reason:
                deed["said"] = str(reason)
            self.note(deed)


class Watched:
    """A driver that does what it did, and notes it."""

    def __init__(self, driver: Driver, log: Evidence, who: str, device: int, clock: Clock) -> None:
        self.driver, self.who, self.device, self.clock = driver, who, device, clock
        self._log = log

    @property
    def page(self) -> Page:
        """The page that the driver drives."""
        return self.driver.page

    def __getattr__(self, name: str) -> Any:
        found = getattr(self.driver, name)
        return partial(self._do, name, found) if callable(found) else found

    def _do(self, name: str, task: Callable[..., Any], *given: Any, **options: Any) -> Any:
        deed = _deed(name.replace("_", " "), self)
        texts = [text for text in (*given, *options.values()) if isinstance(text, str)]
        if texts:
            deed["given"] = [shape(text) for text in texts]
        if name in AUTHENTICATOR_TASKS:
            _add_time_step(deed, self._log.shown.get(texts[0]) if texts else None, self.clock.now())
        began = time.monotonic()
        try:
            # A product's own driver may look into another of its kind.
            with self._log.watching(deed):
                answer = task(*(a.driver if isinstance(a, Watched) else a for a in given), **options)
        except Exception as error:
            deed["answer"] = f"broke off: {type(error).__name__}"
            raise
        else:
            _add_answer(deed, answer, texts, is_open=name in OPEN_RESULTS)
            return answer
        finally:
            deed["took"] = round(time.monotonic() - began, 3)
            self._log.look(deed, self.page)
            self._log.note(deed, self)


def _deed(task: str, by: Watched) -> Deed:
    """A deed that begins now."""
    return Deed(
        task=task,
        by=by.who,
        device=by.device,
        at=datetime.now(UTC).isoformat(timespec="milliseconds"),
        product_time=_moment(by.clock.now()),
    )


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds")


def _add_time_step(deed: Deed, shown: Shown | None, now: float) -> None:
    if shown is not None:
        deed["time_step"] = shown.step
        deed["steps_away"] = shown.step - int(now // shown.period)
        deed["seconds_left"] = shown.left(now)
        deed["phone_time"] = _moment(now + shown.skew)


def _add_answer(deed: Deed, answer: Any, given: list[str], *, is_open: bool) -> None:
    if isinstance(answer, Answer):
        deed["answer"], deed["reason"] = answer.outcome.value, answer.reason.value
        if answer.words:
            deed["said"] = without(answer.words, [*given, answer.typed or ""])
        if answer.typed is not None:
            changed = "" if answer.typed in given else ", not what was given"
            deed["read_back"] = shape(answer.typed) + changed
    elif answer is not None:
        deed["answer"] = _told(answer, is_open)


def _told(answer: Any, is_open: bool) -> str:
    if isinstance(answer, Outcome):
        return answer.value
    if isinstance(answer, bool):
        return "yes" if answer else "no"
    if isinstance(answer, (int, float)):
        return str(answer)
    if isinstance(answer, list):
        shapes = answer if is_open else sorted({shape(str(text)) for text in answer})
        return f"{len(answer)}{': ' if shapes else ''}{', '.join(shapes)}"
    return f"{len(answer)} bytes" if isinstance(answer, bytes) else shape(str(answer))


def shape(text: str) -> str:
    """What a text is like, without telling it: '6 digits', '9 characters', 'nothing'."""
    if not text:
        return "nothing"
    return f"{len(text)} {'digits' if text.isdecimal() else 'characters'}"


def without(words: str, secrets: Iterable[str]) -> str:
    """What a product says, with anything cut out that it repeats of what was typed."""
    for secret in sorted(secrets, key=len, reverse=True):
        if len(secret) >= SHORTEST_SECRET:
            words = words.replace(secret, CUT_OUT)
    return words


class Folders:
    """Groups the actions in the traces of all contexts by the step that they belong to."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._contexts: list[BrowserContext] = []
        self._grouped: list[BrowserContext] = []
        self._step: Step | None = None

    def new_context(self, make: Callable[..., BrowserContext], **settings: Any) -> BrowserContext:
        """A context that joins the step which is being acted out."""
        context = make(**settings)
        context.on("close", self._forget)
        self._contexts.append(context)
        if self._step is not None:
            self._group(context, self._step)
        return context

    def open(self, step: Step) -> None:
        """Begin a folder in every trace."""
        self._step = step
        for context in self._contexts:
            self._group(context, step)

    def close(self) -> None:
        """End the folders."""
        self._step = None
        for context in self._grouped:
            context.tracing.group_end()
        self._grouped.clear()

    def _group(self, context: BrowserContext, step: Step) -> None:
        place = {"file": self._file, "line": step.line_number}
        context.tracing.group(f"{step.keyword} {step.name}", location=cast(Any, place))
        self._grouped.append(context)

    def _forget(self, context: BrowserContext) -> None:
        self._contexts = [kept for kept in self._contexts if kept is not context]
        self._grouped = [kept for kept in self._grouped if kept is not context]


@pytest.fixture
def evidence(request: pytest.FixtureRequest, pytestconfig: pytest.Config) -> Iterator[Evidence | None]:
    """What this example's steps do; None for tests that are no examples."""
    story = story_in(request.node)
    if story is None:
        yield None
        return
    traced = pytestconfig.getoption("tracing", "off") != "off"
    picture = album.taker(pytestconfig, request.node.nodeid, story)
    log = Evidence(story, picture, traced, _close(pytestconfig, story))
    request.node.stash[_EVIDENCE] = log
    yield log
    del request.node.stash[_EVIDENCE]  # pytest keeps its items, and this holds pages and all that they hold


def _close(config: pytest.Config, story: Story) -> frozenset[tuple[str, str]]:
    """The steps and tasks of an example that the guide for end users wants to show."""
    if config.getoption("--pictures") != album.USER_GUIDE:
        return frozenset()
    wanted = how_to.wanted(how_to.load(config.rootpath))
    return frozenset((step, task) for example, step, task in wanted if example == story["example"])


def _of(request: pytest.FixtureRequest) -> Evidence | None:
    item: pytest.Item = request.node
    return item.stash.get(_EVIDENCE, None)


def pytest_bdd_before_step(request: pytest.FixtureRequest, step: Step) -> None:
    """Open the step's folder."""
    if log := _of(request):
        log.begins(step)


@pytest.hookimpl(tryfirst=True)  # while the step is still the one that is being acted out
def pytest_bdd_after_step(request: pytest.FixtureRequest, step: Step) -> None:
    """A picture of each Then where that is wanted."""
    if log := _of(request):
        log.ends(step, step.type == "then" and request.config.getoption("--pictures") == "thens")


@pytest.hookimpl(tryfirst=True)
def pytest_bdd_step_error(request: pytest.FixtureRequest, step: Step) -> None:
    """A picture of the failure."""
    if log := _of(request):
        log.ends(step, wants_picture=True)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Which pictures are taken."""
    parser.getgroup("twofold").addoption(
        "--pictures",
        choices=album.CHOICES,
        default="failures",
        help="masked pictures of the page: none, of failures (default), of each Then as well, or of all that "
        "`twofold user-guide` shows as well",
    )


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Remove the pictures of earlier runs once this run's record is written."""
    record = session.config.pluginmanager.getplugin("twofold-record")
    if isinstance(record, Record) and record.written:
        kept = {path for deed in _deeds(record.results.values()) for path in pictures_of(deed)}
        album.sweep(Path(session.config.getoption("--report-dir")), kept)


def _deeds(stories: Iterable[Story]) -> Iterable[Deed]:
    return (deed for story in stories for step in story["steps"] for deed in step.get("evidence", []))
