"""The guide tells what held in a run, with that product's numbers and words, and nothing else."""

from __future__ import annotations

import dataclasses

import pytest

from harness.record import RunRecord, Touch
from harness.user_guide import how_to
from harness.user_guide.sentences import plain
from harness.user_guide.telling import Task
from harness.verdicts import Verdict
from tests.report import runs
from tests.user_guide import scenes
from tests.user_guide.scenes import FACTS, LOCK, ROOT, a_run, deed, deeds_of, find, judge, task_of, told

IDS = tuple(dict.fromkeys(task.id for task in how_to.load(ROOT)))


def all_of(task: Task | None) -> str:
    assert task is not None
    done = [task.done.says] if task.done else []
    return " ".join(plain(s) for s in (*task.lead, *(step.says for step in task.steps), *done, *task.notes))


def test_all_that_held_is_told_in_the_order_of_the_wording() -> None:
    guide = told(a_run())
    assert tuple(task.id for task in guide.tasks) == IDS
    assert guide.untold == ()
    assert guide.notes_left_out == 0
    assert all(task.steps for task in guide.tasks)


@pytest.mark.parametrize("task", how_to.load(ROOT), ids=lambda task: f"{task.id} by {task.example}")
@pytest.mark.parametrize("verdict", sorted(set(Verdict) - {Verdict.PASS, Verdict.UNEXPECTED_PASS}))
def test_a_task_whose_example_did_not_hold_is_not_claimed(task: how_to.Task, verdict: Verdict) -> None:
    record = a_run()
    for way in (way for way in how_to.load(ROOT) if way.id == task.id):
        judge(record, way.example, verdict)
    assert task_of(record, task.id) is None
    (untold,) = told(record).untold
    assert untold.title == task.title
    assert untold.is_offered is (verdict is not Verdict.NOT_APPLICABLE)


@pytest.mark.parametrize("id_", IDS)
def test_a_task_whose_example_did_not_run_is_not_claimed(id_: str) -> None:
    record = a_run()
    gone = {task.example for task in how_to.load(ROOT) if task.id == id_}
    runs.keep(record, *{result["example"] for result in record["results"]} - gone)
    assert task_of(record, id_) is None
    assert [untold.is_offered for untold in told(record).untold] == [True]


def test_an_example_with_a_row_that_did_not_run_is_not_claimed() -> None:
    record = a_run()
    record["results"].remove(find(record, "Reading why the code was refused"))
    assert task_of(record, "codes-refused") is None


def test_another_way_to_the_same_end_is_told_where_the_first_did_not_hold() -> None:
    record = a_run()
    assert "Ask to link a new phone: choose “Go to begin relink”." in all_of(task_of(record, "move"))
    runs.end(record, "Confirming the new phone", "failed", runs.UNMET)
    assert "Turn two-factor authentication off: choose “Go to turn off”." in all_of(task_of(record, "move"))


def test_what_the_product_declares_not_to_offer_is_not_told() -> None:
    record = a_run(dataclasses.replace(FACTS, can_relink=False))
    moving = all_of(task_of(record, "move"))
    assert "link a new phone: choose" not in moving
    assert "Ask to turn it on again" in moving


def test_a_step_of_another_example_that_did_not_hold_is_left_out() -> None:
    record = a_run()
    assert "Or save them as a file" in all_of(task_of(record, "save-backup-codes"))
    runs.end(record, "Downloading the codes", "failed", runs.UNMET)
    assert "Or save them as a file" not in all_of(task_of(record, "save-backup-codes"))


def test_a_rule_is_told_in_its_own_words_while_all_of_it_holds() -> None:
    record = a_run()
    assert "A code works once." in all_of(task_of(record, "sign-in"))
    runs.end(record, "Two sign-ins with one code at the same moment", "failed", runs.UNMET)
    assert "works once" not in all_of(task_of(record, "sign-in"))
    assert "works once" not in all_of(task_of(record, "codes-refused"))
    assert told(record).notes_left_out == 2


def test_a_chapter_s_prose_is_told_while_all_of_the_chapter_holds() -> None:
    record = a_run()
    assert "Each code opens one door once" in all_of(task_of(record, "sign-in"))
    runs.end(record, "Entering no code at all", "skipped", why="not-offered: it has no field")
    assert "opens one door" not in all_of(task_of(record, "sign-in"))
    assert "Signing in takes your password" in all_of(task_of(record, "sign-in"))


@pytest.mark.parametrize(
    ("facts", "id_", "said"),
    [
        ({}, "locked-out", "After 7 wrong codes in a row"),
        ({}, "locked-out", "Wait 1 hour and 30 minutes"),
        ({"lock": dataclasses.replace(LOCK, seconds=60)}, "locked-out", "Wait 1 minute"),
        ({}, "save-backup-codes", "12 of them"),
        ({}, "codes-refused", "up to 30 seconds slow and 1 minute fast"),
        ({"steps_back": 4, "steps_ahead": 4}, "codes-refused", "up to 2 minutes slow and 2 minutes fast"),
        ({}, "turn-on", "Enter the 6-digit code"),
        ({"digits": 8}, "turn-on", "Enter the 8-digit code"),
        ({"period": 60}, "sign-in", "a new code every 1 minute"),
    ],
)
def test_numbers_are_those_of_the_facts(facts: dict[str, object], id_: str, said: str) -> None:
    changed = dataclasses.replace(FACTS, **facts)  # type: ignore[arg-type]
    assert said in all_of(task_of(a_run(changed), id_))


@pytest.mark.parametrize(
    ("facts", "id_", "said"),
    [
        ({"steps_back": 0}, "codes-refused", "slow and"),
        ({"clock_hint": False}, "codes-refused", "because of the clock says so"),
        (
            {"lock": dataclasses.replace(LOCK, backup_way_open=False)},
            "locked-out",
            "need not wait",
        ),
    ],
)
def test_what_passes_either_way_is_told_only_where_it_is_declared(
    facts: dict[str, object], id_: str, said: str
) -> None:
    assert said in all_of(task_of(a_run(), id_))
    changed = dataclasses.replace(FACTS, **facts)  # type: ignore[arg-type]
    assert said not in all_of(task_of(a_run(changed), id_))


def test_a_record_without_facts_gives_no_number_and_no_choice() -> None:
    record = a_run()
    del record["declared"]
    for task in told(record).tasks:
        digits = [c for c in all_of(task) if c.isdigit()]
        assert digits == [], all_of(task)


def a_sign_in_by(record: RunRecord, *touches: Touch) -> None:
    title = "A backup code for the first time"
    deeds = deeds_of(record, title, "Alice signs in with her password and a backup code")
    deeds[:] = [deed("enter backup code", *touches)]


def test_names_are_those_that_the_product_used() -> None:
    record = a_run()
    a_sign_in_by(
        record,
        Touch(did="pressed", role="link", name="No phone?"),
        Touch(did="filled in", role="textbox", name="Rescue code"),
        Touch(did="pressed", role="button", name="Let me in"),
    )
    said = all_of(task_of(record, "lost-phone"))
    expected = (
        "When you are asked for a code, choose “No phone?”, and enter one of your backup codes in "
        "“Rescue code” and choose “Let me in”."
    )
    assert expected in said


def test_without_names_the_sentence_does_without() -> None:
    record = a_run()
    a_sign_in_by(
        record,
        Touch(did="filled in", role="textbox", name=""),
        Touch(did="pressed", role="key", name="Enter"),
    )
    expected = "When you are asked for a code, enter one of your backup codes."
    assert expected in all_of(task_of(record, "lost-phone"))


def test_only_the_owner_s_deeds_are_told_and_repeated_ones_once() -> None:
    record = a_run()
    step = "Alice signs in with her password and the code from her phone"
    deeds = deeds_of(record, "Reading the code off the phone", step)
    deeds[:] = [deed("sign in"), deed("enter code", by="Mallory"), deed("enter code"), deed("enter code")]
    task = task_of(record, "sign-in")
    assert task is not None
    assert len(task.steps) == 2


def test_a_press_has_a_picture_with_what_was_touched_since_the_last() -> None:
    record = a_run()
    mark = [0.1, 0.1, 0.2, 0.05]
    a_sign_in_by(
        record,
        Touch(did="pressed", role="link", name="No phone?", picture="a.png", title="Code", marks=[mark]),
        Touch(did="filled in", role="textbox", name="Rescue code"),
        Touch(
            did="pressed",
            role="button",
            name="Let me in",
            picture="b.png",
            title="Rescue",
            marks=[mark, mark],
        ),
    )
    task = task_of(record, "lost-phone")
    assert task is not None
    seen = [(picture.path, picture.names) for picture in task.steps[0].pictures]
    assert seen == [("a.png", ("No phone?",)), ("b.png", ("Rescue code", "Let me in"))]


def test_where_nothing_was_pressed_the_picture_is_of_what_came_of_it() -> None:
    record = a_run()
    step = "Alice has scanned the QR code of a set-up"
    deeds = deeds_of(record, "Entering the code that the phone shows", step)
    scanned = next(done for done in deeds if done["task"] == "qr picture")
    scanned.update({"touches": [], "picture": "qr.png", "title": "Set up"})
    task = task_of(record, "turn-on")
    assert task is not None
    pictures = [picture.path for step in task.steps for picture in step.pictures]
    assert pictures == ["qr.png"]


def test_why_a_picture_is_missing_is_kept() -> None:
    record = a_run()
    a_sign_in_by(record, Touch(did="pressed", role="link", name="No phone?", unpictured="not kept: strict"))
    assert told(record).unpictured == ("not kept: strict",)


def test_every_sentence_fits_any_product() -> None:
    """No page or button is named in the wording: those words come from the run."""
    ours = {
        "Turn on two-factor authentication",
        "I have saved my codes",
        "Use a backup code instead",
        "Verify",
        "Move to a new phone",
        "Account menu",
        "Lantern",
    }
    for task in how_to.load(ROOT):
        for sentence in task.sentences:
            assert not [word for word in ours if word in sentence], sentence
            assert not [mark for mark in '“”"' if mark in sentence], sentence


def test_the_wording_rests_on_examples_that_scenes_know() -> None:
    wanted = {example for example, _, _ in how_to.wanted(how_to.load(ROOT))}
    assert wanted <= {result["example"] for result in scenes.a_run()["results"]}
