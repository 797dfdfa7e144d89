"""Records of runs in which somebody did what the guide for end users tells, made by hand."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from PIL import Image, ImageDraw

from harness import profiles
from harness.record import Deed, Result, RunRecord, Touch
from harness.user_guide import how_to, telling
from harness.user_guide.telling import Guide, Task
from harness.verdicts import Verdict
from targets.port import BackupCodes, Facts, Lock
from tests.report import runs

ROOT = Path(__file__).resolve().parents[2]
NOW = "2026-01-01T12:00:00.000+00:00"
LOCK = Lock(threshold=7, seconds=5400, backup_way_open=True)
FACTS = Facts(
    steps_back=1,
    steps_ahead=2,
    lock=LOCK,
    backup_codes=BackupCodes(count=12, threshold=7),
    fresh_password_seconds=60,
    same_key_on_reload=True,
    same_key_on_restart=True,
    ends_other_sessions=False,
    can_relink=True,
    activity=False,
    outbox=False,
    clock_hint=True,
)
SIZE = (640, 360)


def a_run(facts: Facts = FACTS) -> RunRecord:
    """A whole run in which every example passed and the owner did all that the wording has words for."""
    record = runs.run_of()
    record["declared"] = dataclasses.asdict(facts)
    for result in record["results"]:
        act_out(result)
    return record


def act_out(result: Result) -> None:
    """Let the owner do, in each step, all the tasks that the guide tells of it."""
    told = [step for task in how_to.load(ROOT) for step in task.acted if step.example == result["example"]]
    for step in told:
        acted = next(acted for acted in result["steps"] if acted["text"] == step.step)
        done = acted.setdefault("evidence", [])
        done += [deed(told.task) for told in step.deeds if told.task not in {other["task"] for other in done}]


def deed(task: str, *touches: Touch, by: str = "Alice") -> Deed:
    """One that pressed 'Go to TASK', or touched what is given."""
    pressed = Touch(did="pressed", role="button", name=f"Go to {task}")
    return Deed(task=task, by=by, device=1, at=NOW, product_time=NOW, touches=list(touches) or [pressed])


def find(record: RunRecord, title: str) -> Result:
    """The first result of an example."""
    return next(result for result in record["results"] if result["example"] == title)


def judge(record: RunRecord, title: str, verdict: Verdict) -> None:
    """Let all rows of an example end so."""
    for result in record["results"]:
        if result["example"] == title:
            result["verdict"] = verdict.value


def deeds_of(record: RunRecord, title: str, step: str) -> list[Deed]:
    """What was done in a step of an example."""
    return next(s for s in find(record, title)["steps"] if s["text"] == step).setdefault("evidence", [])


def told(record: RunRecord) -> Guide:
    """What the project's own wording and features let be told of a record."""
    return telling.guide_of(record, how_to.load(ROOT), profiles.chapters(ROOT, profiles.ALL))


def task_of(record: RunRecord, id_: str) -> Task | None:
    """A task as it is told; None if it isn't."""
    return next((task for task in told(record).tasks if task.id == id_), None)


def paint(folder: Path, path: str, colour: str = "white") -> str:
    """A picture in a run's folder: a page of one colour with a dark box in its middle."""
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    picture = Image.new("RGB", SIZE, colour)
    ImageDraw.Draw(picture).rectangle((200, 120, 439, 239), fill="navy")
    picture.save(file)
    return path
