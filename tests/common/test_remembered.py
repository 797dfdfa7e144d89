"""The chapter on remembered devices: the bundled server and a shop do it well, and two shops badly.

What is broken there is WARN at most, as no standard demands what the chapter asks for.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from targets.common.clocks import faketime
from targets.reference.product import POLICY_ENVIRONMENT
from tests.common.acting import verdicts

pytestmark = pytest.mark.long

CHAPTER = "steps/standards/test_25_a_device_that_is_remembered.py"
TARGET = """from tests.common.test_habits import Shop
from tests.plain import plain


class Remembering(Shop):
    def __init__(self):
        super().__init__("HABIT")
        self.facts = plain(can_relink=False, activity=False, outbox=False, remembered_days=7)


create = Remembering
"""
NEXT = "The next sign-in on a remembered device"
AFTER = "The sign-in after the next"
SHARED = "Two people who share a device"
SECOND = "A second device beside a remembered one"
SOMEBODY = "Somebody else on a remembered device"
DAY_AFTER = "The day after the last one"
OFF_AND_ON = "Two-factor authentication turned off and on again"
NEW_PASSWORD = "A new password after a device was remembered"
WELL = {
    NEXT: "PASS",
    AFTER: "PASS",
    SHARED: "PASS",
    SECOND: "PASS",
    SOMEBODY: "PASS",
    DAY_AFTER: "PASS",
    OFF_AND_ON: "PASS",
    NEW_PASSWORD: "NOT_APPLICABLE",
}
BADLY = {
    "remembers": {},
    "remembers-for-ever": {DAY_AFTER: "WARN", OFF_AND_ON: "WARN"},
    "remembers-anybody": {SHARED: "WARN", SOMEBODY: "WARN", DAY_AFTER: "WARN"},
}


@pytest.mark.parametrize("habit", BADLY)
def test_what_each_shop_does(habit: str, tmp_path: Path) -> None:
    file = tmp_path / "shop.py"
    file.write_text(TARGET.replace("HABIT", habit), encoding="utf-8")
    expected = WELL | BADLY[habit]
    if not faketime():  # a week can't be waited for
        expected[DAY_AFTER] = "NOT_APPLICABLE"
    assert verdicts(CHAPTER, file) == expected


def test_what_the_bundled_server_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(POLICY_ENVIRONMENT, "remembering")
    file = tmp_path / "lantern.py"
    file.write_text("from targets.reference.product import ReferenceProduct as create\n", encoding="utf-8")
    assert verdicts(CHAPTER, file) == dict.fromkeys(WELL, "PASS")
