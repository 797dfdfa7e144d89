"""A real run of a few examples against the reference server, and the guide that comes of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from harness.cli import main
from harness.messages import envelopes as say
from harness.record import Deed, RunRecord, pictures_of
from tests.user_guide.scenes import ROOT, find

EXAMPLES = "for_the_first_time or reading_the_code_off or the_code_that_the_phone_shows or reaching_the_limit"
OTHERS = "looking_at_the_settings"
GREY = (128, 128, 128)


@dataclass(frozen=True)
class Acted:
    """What a run left, and the guide that was written of it."""

    folder: Path
    code: int

    @property
    def record(self) -> RunRecord:
        record: RunRecord = json.loads((self.folder / "run.json").read_text(encoding="utf-8"))
        return record

    @property
    def page(self) -> Path:
        return self.folder / "user-guide" / "index.html"


@pytest.fixture(scope="module")
def acted(tmp_path_factory: pytest.TempPathFactory) -> Acted:
    folder = tmp_path_factory.mktemp("acted") / "report"
    command = [sys.executable, "-m", "pytest", "steps", "-p", "no:xdist", "--no-doctor", "--build", "1.2.3"]
    command += ["-k", f"({EXAMPLES}) or {OTHERS}", "--pictures", "user-guide", "--report-dir", str(folder)]
    run = subprocess.run(command, cwd=ROOT, env={**os.environ}, capture_output=True, text=True, timeout=240)
    assert run.returncode == 0, run.stdout[-3000:]
    return Acted(folder, main(["user-guide", str(folder), "--product", "Lantern"]))


def deeds(record: RunRecord) -> Iterator[tuple[str, Deed]]:
    for result in record["results"]:
        for step in result["steps"]:
            yield from ((result["example"], deed) for deed in step.get("evidence", []))


@pytest.mark.slow
def test_the_tasks_of_these_examples_are_told_with_what_this_product_calls_things(
    acted: Acted, page: Page
) -> None:
    assert acted.code == 1, "most tasks did not run"
    page.goto(acted.page.as_uri())
    expect(page.locator("section h2")).to_have_text(
        [
            "Turn on two-factor authentication",
            "Sign in with a code",
            "Sign in without your phone",
            "When you are locked out",
        ]
    )
    expect(page.locator("header")).to_contain_text("Lantern, 1.2.3, from a test run of")
    lost = page.locator("section#lost-phone .steps")
    expect(lost).to_contain_text(
        "When you are asked for a code, choose Use a backup code instead, and enter one of your backup codes "
        "in Backup code and choose Verify."
    )
    locked = page.locator("section#locked-out .steps")
    expect(locked).to_contain_text("After 5 wrong codes in a row")
    expect(locked).to_contain_text("Wait 15 minutes")
    assert page.locator("section#turn-on .steps li img").count() >= 4


@pytest.mark.slow
def test_pictures_are_there_for_the_guide_s_deeds_alone(acted: Acted) -> None:
    record = acted.record
    seen = {example for example, deed in deeds(record) if any(pictures_of(deed))}
    assert find(record, "Looking at the settings of a new account")["verdict"] == "PASS"
    assert "Looking at the settings of a new account" not in seen
    assert len(seen) == 4
    kept = [path for _, deed in deeds(record) for path in pictures_of(deed)]
    assert {f"pictures/{file.name}" for file in (acted.folder / "pictures").iterdir()} == set(kept)
    assert len(kept) < 40


@pytest.mark.slow
def test_the_event_log_has_each_of_them(acted: Acted) -> None:
    lines = (acted.folder / "messages.ndjson").read_text(encoding="utf-8").splitlines()
    attached = [e["attachment"]["url"] for e in map(json.loads, lines) if "url" in e.get("attachment", {})]
    assert sorted(attached) == sorted(path for _, deed in deeds(acted.record) for path in pictures_of(deed))
    assert any(say.body_of(json.loads(line), say.EVIDENCE) for line in lines)


@pytest.mark.slow
def test_every_field_that_was_filled_in_is_grey_in_its_picture(acted: Acted) -> None:
    looked = 0
    for _, deed in deeds(acted.record):
        touches = deed.get("touches", [])
        filled = [touch for touch in touches if touch["did"] == "filled in"]
        for touch in touches[-1:]:
            if filled and "picture" in touch:
                picture = Image.open(acted.folder / touch["picture"]).convert("RGB")
                for mark in touch["marks"][: len(filled)]:
                    left, top, width, height = (p * w for p, w in zip(mark, picture.size * 2, strict=True))
                    inside = (left + 3, top + 3, left + width - 3, top + height - 3)
                    assert {c for _, c in picture.crop(inside).getcolors(1 << 16) or []} == {GREY}
                    looked += 1
    assert looked >= 8


@pytest.mark.slow
def test_the_facts_of_the_target_are_in_the_record(acted: Acted) -> None:
    declared = acted.record["declared"]
    assert declared["lock"]["seconds"] == 900
    assert declared["backup_codes"]["count"] == 10
    assert acted.record["build"] == "1.2.3"


@pytest.mark.slow
def test_a_changed_fact_changes_the_guide(acted: Acted, tmp_path: Path) -> None:
    record = acted.record
    record["declared"]["lock"]["seconds"] = 3600
    record["declared"]["lock"]["threshold"] = 9
    (tmp_path / "run.json").write_text(json.dumps(record), encoding="utf-8")
    main(["user-guide", str(tmp_path)])
    page = (tmp_path / "user-guide" / "index.html").read_text(encoding="utf-8")
    assert "After 9 wrong codes in a row" in page
    assert "Wait 1 hour" in page


@pytest.mark.slow
def test_examples_that_the_guide_is_drawn_from_can_be_asked_for_by_a_mark() -> None:
    command = [
        sys.executable,
        "-m",
        "pytest",
        "steps",
        "-p",
        "no:xdist",
        "--collect-only",
        "-q",
        "-m",
        "user_guide",
    ]
    run = subprocess.run(command, cwd=ROOT, env={**os.environ}, capture_output=True, text=True, timeout=120)
    chosen = [line for line in run.stdout.splitlines() if "::" in line]
    assert any("reading_the_code_off_the_phone" in line for line in chosen)
    assert any("two_signins_with_one_code_at_the_same_moment" in line for line in chosen), (
        "of a rule that is told"
    )
    assert not any("asking_for_the_settings_before_signing_in" in line for line in chosen)
